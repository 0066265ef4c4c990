#include "stages/render/output/aac_transcoder.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <cstdlib>

namespace brigade::stages {
namespace {

constexpr int kMostChannels = 6;
constexpr std::int64_t kBitsPerChannel = 64000;

ffmpeg::Owned<AVCodecContext> open_decoder(const AVStream& source) {
  const AVCodec* found = avcodec_find_decoder(source.codecpar->codec_id);
  ffmpeg::Owned<AVCodecContext> decoder(found != nullptr ? avcodec_alloc_context3(found) : nullptr);
  if (decoder == nullptr || avcodec_parameters_to_context(decoder.get(), source.codecpar) < 0) {
    return nullptr;
  }
  decoder->pkt_timebase = source.time_base;
  decoder->thread_count = 1;
  if (avcodec_open2(decoder.get(), found, nullptr) < 0 || decoder->sample_rate <= 0 ||
      decoder->ch_layout.nb_channels <= 0) {
    return nullptr;
  }
  return decoder;
}

/// Of the rates that AAC knows the lowest that loses nothing, else the highest.
int aac_rate(int rate) {
  constexpr std::array<int, 13> kRates{7350,  8000,  11025, 12000, 16000, 22050, 24000,
                                       32000, 44100, 48000, 64000, 88200, 96000};
  const auto* found = std::ranges::lower_bound(kRates, rate);
  return found != kRates.end() ? *found : kRates.back();
}

ffmpeg::Owned<AVCodecContext> open_encoder(const AVCodecContext& decoder) {
  const AVCodec* aac = avcodec_find_encoder(AV_CODEC_ID_AAC);
  ffmpeg::Owned<AVCodecContext> encoder(aac != nullptr ? avcodec_alloc_context3(aac) : nullptr);
  if (encoder == nullptr) {
    return nullptr;
  }
  const int channels = decoder.ch_layout.nb_channels <= kMostChannels ? decoder.ch_layout.nb_channels : 2;
  av_channel_layout_default(&encoder->ch_layout, channels);
  encoder->sample_rate = aac_rate(decoder.sample_rate);
  encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
  encoder->bit_rate = kBitsPerChannel * channels;
  encoder->time_base = {.num = 1, .den = encoder->sample_rate};
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  encoder->thread_count = 1;
  encoder->log_level_offset = AV_LOG_INFO - AV_LOG_ERROR;
  return avcodec_open2(encoder.get(), aac, nullptr) >= 0 ? std::move(encoder) : nullptr;
}

ffmpeg::Owned<SwrContext> open_resampler(const AVCodecContext& from, AVCodecContext& to) {
  AVChannelLayout layout{};
  if (from.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&layout, from.ch_layout.nb_channels);
  } else {
    av_channel_layout_copy(&layout, &from.ch_layout);
  }
  SwrContext* made = nullptr;
  const int error = swr_alloc_set_opts2(&made, &to.ch_layout, to.sample_fmt, to.sample_rate, &layout, from.sample_fmt,
                                        from.sample_rate, 0, nullptr);
  av_channel_layout_uninit(&layout);
  ffmpeg::Owned<SwrContext> resampler(made);
  return error >= 0 && swr_init(made) >= 0 ? std::move(resampler) : nullptr;
}

Result<ffmpeg::Owned<AVFrame>> encoder_frame(const AVCodecContext& encoder, int samples) {
  ffmpeg::Owned<AVFrame> frame(av_frame_alloc());
  if (frame != nullptr) {
    frame->nb_samples = samples;
    frame->format = encoder.sample_fmt;
    frame->sample_rate = encoder.sample_rate;
    if (av_channel_layout_copy(&frame->ch_layout, &encoder.ch_layout) >= 0 &&
        av_frame_get_buffer(frame.get(), 0) >= 0) {
      return frame;
    }
  }
  return failure("out of memory for the sound");
}

}  // namespace

Result<AacTranscoder> AacTranscoder::open(const AVStream& source) {
  const char* name = avcodec_get_name(source.codecpar->codec_id);
  AacTranscoder made;
  made.source_base_ = source.time_base;
  made.decoder_ = open_decoder(source);
  if (made.decoder_ == nullptr) {
    return failure("FFmpeg cannot decode {} here", name);
  }
  made.encoder_ = open_encoder(*made.decoder_);
  if (made.encoder_ == nullptr) {
    return failure("FFmpeg cannot encode AAC here");
  }
  made.resampler_ = open_resampler(*made.decoder_, *made.encoder_);
  if (made.resampler_ == nullptr) {
    return failure("FFmpeg cannot turn the samples of {} into AAC's", name);
  }
  made.gathered_.reset(av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, made.encoder_->ch_layout.nb_channels, 4096));
  made.decoded_.reset(av_frame_alloc());
  made.resampled_.reset(av_frame_alloc());
  made.packet_.reset(av_packet_alloc());
  if (made.gathered_ == nullptr || made.decoded_ == nullptr || made.resampled_ == nullptr || made.packet_ == nullptr) {
    return failure("out of memory for the sound");
  }
  return made;
}

Result<void> AacTranscoder::push(const AVPacket* packet, const TakePacket& take) {
  // A packet that the decoder refuses is a damaged one; those after it may be good.
  avcodec_send_packet(decoder_.get(), packet);
  while (avcodec_receive_frame(decoder_.get(), decoded_.get()) >= 0) {
    follow_time(*decoded_);
    Result<void> good = resample(decoded_.get());
    av_frame_unref(decoded_.get());
    if (good) {
      good = encode_gathered(false, take);
    }
    if (!good) {
      return good;
    }
  }
  if (packet != nullptr) {
    return {};
  }
  Result<void> good = resample(nullptr);
  if (good) {
    good = encode_gathered(true, take);
  }
  return good ? encode(nullptr, take) : good;
}

/// Sets the clock of the samples by the source's times where they part by more than rounding and jitter explain.
void AacTranscoder::follow_time(const AVFrame& decoded) {
  const std::int64_t stamp = decoded.best_effort_timestamp;
  if (stamp == AV_NOPTS_VALUE) {
    next_time_ = next_time_ == AV_NOPTS_VALUE ? 0 : next_time_;
    return;
  }
  const std::int64_t waiting =
      av_audio_fifo_size(gathered_.get()) + swr_get_delay(resampler_.get(), encoder_->sample_rate);
  const std::int64_t due = av_rescale_q(stamp, source_base_, encoder_->time_base) - waiting;
  const std::int64_t tolerance = encoder_->sample_rate / 10;
  if (next_time_ == AV_NOPTS_VALUE || due - next_time_ >= tolerance) {
    next_time_ = due;
  }
}

Result<void> AacTranscoder::resample(const AVFrame* decoded) {
  AVFrame& out = *resampled_;
  av_frame_unref(&out);
  out.format = encoder_->sample_fmt;
  out.sample_rate = encoder_->sample_rate;
  av_channel_layout_copy(&out.ch_layout, &encoder_->ch_layout);
  // A stream that changes its form midway is set up for anew.
  int error = swr_convert_frame(resampler_.get(), &out, decoded);
  if ((error & AVERROR_INPUT_CHANGED) == AVERROR_INPUT_CHANGED && decoded != nullptr) {
    swr_close(resampler_.get());
    error = swr_config_frame(resampler_.get(), &out, decoded);
    error = error >= 0 ? swr_convert_frame(resampler_.get(), &out, decoded) : error;
  }
  if (error < 0) {
    return failure("the sound cannot be resampled ({})", ffmpeg::reason(error));
  }
  if (av_audio_fifo_write(gathered_.get(), reinterpret_cast<void**>(out.extended_data), out.nb_samples) <
      out.nb_samples) {
    return failure("out of memory for the sound");
  }
  return {};
}

Result<void> AacTranscoder::encode_gathered(bool all, const TakePacket& take) {
  const int whole = encoder_->frame_size;
  while (av_audio_fifo_size(gathered_.get()) >= (all ? 1 : whole)) {
    const int samples = std::min(whole, av_audio_fifo_size(gathered_.get()));
    Result<ffmpeg::Owned<AVFrame>> frame = encoder_frame(*encoder_, samples);
    if (!frame) {
      return tl::unexpected(frame.error());
    }
    av_audio_fifo_read(gathered_.get(), reinterpret_cast<void**>((*frame)->extended_data), samples);
    (*frame)->pts = next_time_;
    next_time_ += samples;
    if (Result<void> good = encode(frame->get(), take); !good) {
      return good;
    }
  }
  return {};
}

Result<void> AacTranscoder::encode(const AVFrame* frame, const TakePacket& take) {
  if (const int error = avcodec_send_frame(encoder_.get(), frame); error < 0 && error != AVERROR_EOF) {
    return failure("the sound cannot be encoded ({})", ffmpeg::reason(error));
  }
  while (avcodec_receive_packet(encoder_.get(), packet_.get()) >= 0) {
    if (Result<void> good = take(*packet_); !good) {
      return good;
    }
    av_packet_unref(packet_.get());
  }
  return {};
}

}  // namespace brigade::stages
