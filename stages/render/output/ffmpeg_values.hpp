#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
}

#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <system_error>

namespace brigade::stages::ffmpeg {

/// One deleter for FFmpeg's values, which are freed by functions of their own.
struct Free {
  void operator()(AVFormatContext* input) const { avformat_close_input(&input); }
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(SwrContext* resampler) const { swr_free(&resampler); }
  void operator()(AVAudioFifo* samples) const { av_audio_fifo_free(samples); }
};

template <typename Value>
using Owned = std::unique_ptr<Value, Free>;

inline constexpr AVRational kNanoseconds{.num = 1, .den = 1'000'000'000};

/// What an error number of the operating system means, as the middle of a sentence: "no space left on device".
inline std::string system_reason(int number) {
  std::string text = std::generic_category().message(number);
  if (!text.empty()) {
    text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  }
  return text;
}

/// The same for an error of FFmpeg's, negative.
inline std::string reason(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  return av_strerror(error, text.data(), text.size()) == 0 ? std::string(text.data()) : system_reason(EIO);
}

}  // namespace brigade::stages::ffmpeg
