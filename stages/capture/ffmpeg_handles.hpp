#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <memory>
#include <string>

/// Owning handles for what FFmpeg's libraries allocate.
namespace brigade::stages::ffmpeg {

struct Close {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(SwsContext* context) const { sws_freeContext(context); }
  void operator()(AVIOContext* context) const {
    av_freep(static_cast<void*>(&context->buffer));
    avio_context_free(&context);
  }
};

using FormatContext = std::unique_ptr<AVFormatContext, Close>;
using CodecContext = std::unique_ptr<AVCodecContext, Close>;
using Frame = std::unique_ptr<AVFrame, Close>;
using Packet = std::unique_ptr<AVPacket, Close>;
using Scaler = std::unique_ptr<SwsContext, Close>;
using InputOutput = std::unique_ptr<AVIOContext, Close>;

/// FFmpeg's words for one of its error numbers.
[[nodiscard]] inline std::string error_text(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

}  // namespace brigade::stages::ffmpeg
