#include "stages/render/output/h264_encoder.hpp"

#include "stages/render/to_i420.hpp"

extern "C" {
#include <libavutil/opt.h>
}

#include <string>

namespace brigade::stages {
namespace {

/// So that a player can seek; x264's own rule counts frames, which may be any time apart.
constexpr std::int64_t kKeyFrameInterval = std::int64_t{5} * H264Encoder::kTimeBase.den;

constexpr int even(int pixels) { return (pixels + 1) & ~1; }

/// What players assume of a video of that height when it is not marked.
bool is_bt709(int height) { return height >= 720; }

ffmpeg::Owned<AVCodecContext> make_codec(int width, int height, const EncoderOptions& options) {
  const AVCodec* x264 = avcodec_find_encoder_by_name("libx264");
  ffmpeg::Owned<AVCodecContext> codec(x264 != nullptr ? avcodec_alloc_context3(x264) : nullptr);
  if (codec == nullptr) {
    return codec;
  }
  codec->width = even(width);
  codec->height = even(height);
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->time_base = H264Encoder::kTimeBase;
  codec->framerate = av_d2q(options.frame_rate, 100000);
  codec->thread_count = options.threads;
  codec->max_b_frames = 0;
  codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  codec->color_range = AVCOL_RANGE_MPEG;
  codec->colorspace = is_bt709(height) ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  codec->color_primaries = is_bt709(height) ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M;
  codec->color_trc = is_bt709(height) ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M;
  // x264 tells its statistics at the end of every video; the level that FFmpeg's log is set to stays the program's.
  codec->log_level_offset = AV_LOG_INFO - AV_LOG_ERROR;
  return codec;
}

}  // namespace

Result<H264Encoder> H264Encoder::open(int width, int height, const EncoderOptions& options) {
  H264Encoder encoder;
  encoder.width_ = width;
  encoder.height_ = height;
  encoder.codec_ = make_codec(width, height, options);
  if (encoder.codec_ == nullptr) {
    return failure("this build of FFmpeg has no libx264; install one that has, or write PNGs: --out FOLDER/");
  }
  AVCodecContext& codec = *encoder.codec_;
  av_opt_set(codec.priv_data, "preset", options.preset.c_str(), 0);
  av_opt_set(codec.priv_data, "crf", std::to_string(options.crf).c_str(), 0);
  av_opt_set(codec.priv_data, "forced-idr", "1", 0);
  if (const int error = avcodec_open2(&codec, codec.codec, nullptr); error < 0) {
    return failure("x264 refuses {}x{} pixels with preset '{}' and crf {} ({})", width, height, options.preset,
                   options.crf, ffmpeg::reason(error));
  }
  encoder.packet_.reset(av_packet_alloc());
  encoder.frame_.reset(av_frame_alloc());
  if (encoder.packet_ == nullptr || encoder.frame_ == nullptr) {
    return failure("out of memory for a video of {}x{} pixels", width, height);
  }
  encoder.frame_->format = codec.pix_fmt;
  encoder.frame_->width = codec.width;
  encoder.frame_->height = codec.height;
  if (av_frame_get_buffer(encoder.frame_.get(), 0) < 0) {
    return failure("out of memory for a video of {}x{} pixels", width, height);
  }
  return encoder;
}

Result<void> H264Encoder::encode(const vision::ImageView& picture, std::int64_t time, const TakePacket& take) {
  if (av_frame_make_writable(frame_.get()) < 0) {
    return failure("out of memory for a video of {}x{} pixels", width_, height_);
  }
  const auto matrix = is_bt709(height_) ? vision::YuvEncoding::Matrix::bt709 : vision::YuvEncoding::Matrix::bt601;
  to_i420(picture, matrix,
          {.planes = {frame_->data[0], frame_->data[1], frame_->data[2]},
           .strides = {frame_->linesize[0], frame_->linesize[1], frame_->linesize[2]}});
  frame_->pts = time;
  const bool key = time >= next_key_frame_;
  frame_->pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
  next_key_frame_ = key ? time + kKeyFrameInterval : next_key_frame_;
  if (const int error = avcodec_send_frame(codec_.get(), frame_.get()); error < 0) {
    return failure("x264 cannot encode the frame ({})", ffmpeg::reason(error));
  }
  return hand_out(take);
}

Result<void> H264Encoder::drain(const TakePacket& take) {
  avcodec_send_frame(codec_.get(), nullptr);
  return hand_out(take);
}

Result<void> H264Encoder::hand_out(const TakePacket& take) {
  while (true) {
    const int error = avcodec_receive_packet(codec_.get(), packet_.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) {
      return {};
    }
    if (error < 0) {
      return failure("x264 cannot encode the frame ({})", ffmpeg::reason(error));
    }
    if (Result<void> good = take(*packet_); !good) {
      return good;
    }
    av_packet_unref(packet_.get());
  }
}

}  // namespace brigade::stages
