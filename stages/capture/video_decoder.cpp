#include "stages/capture/video_decoder.hpp"

#include <cerrno>

namespace brigade::stages {

Result<VideoDecoder> VideoDecoder::open(const Demuxer& demuxer, int threads) {
  const AVStream& stream = demuxer.video();
  const char* codec_name = avcodec_get_name(stream.codecpar->codec_id);
  const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
  if (codec == nullptr) {
    return failure("{}: there is no decoder for its codec '{}': convert it with ffmpeg first", demuxer.name(),
                   codec_name);
  }
  ffmpeg::CodecContext context(avcodec_alloc_context3(codec));
  int error = avcodec_parameters_to_context(context.get(), stream.codecpar);
  context->thread_count = threads;
  context->pkt_timebase = stream.time_base;
  if (error >= 0) {
    error = avcodec_open2(context.get(), codec, nullptr);
  }
  if (error < 0) {
    return failure("{}: its video ('{}') cannot be decoded ({}): it is damaged; copy or download it again",
                   demuxer.name(), codec_name, ffmpeg::error_text(error));
  }
  return VideoDecoder(std::move(context));
}

VideoDecoder::Outcome VideoDecoder::next(Demuxer& demuxer, AVFrame& frame) {
  while (true) {
    const int error = avcodec_receive_frame(context_.get(), &frame);
    if (error == 0) {
      return Outcome::frame;
    }
    if (error == AVERROR_EOF || draining_) {
      return Outcome::end;
    }
    if (error != AVERROR(EAGAIN)) {
      count_undecodable();
    }
    switch (demuxer.read(*packet_)) {
      case Demuxer::Outcome::packet:
        send(packet_.get());
        break;
      case Demuxer::Outcome::end:
        draining_ = true;
        send(nullptr);
        break;
      case Demuxer::Outcome::interrupted:
        return Outcome::interrupted;
    }
  }
}

void VideoDecoder::send(const AVPacket* packet) {
  if (avcodec_send_packet(context_.get(), packet) < 0) {
    count_undecodable();
  }
}

void VideoDecoder::count_undecodable() {
  ++undecodable_;
  ++all_undecodable_;
}

}  // namespace brigade::stages
