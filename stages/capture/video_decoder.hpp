#pragma once

#include "common/result.hpp"
#include "stages/capture/demuxer.hpp"
#include "stages/capture/ffmpeg_handles.hpp"

#include <cstdint>
#include <utility>

namespace brigade::stages {

/// Pictures out of packets.
class VideoDecoder {
 public:
  enum class Outcome : std::uint8_t { frame, end, interrupted };

  /// The decoder of the demuxer's video stream; `threads` >= 1 of its own.
  [[nodiscard]] static Result<VideoDecoder> open(const Demuxer& demuxer, int threads);

  /// Reads packets until they give the next picture. Those that cannot be decoded are counted and left out.
  [[nodiscard]] Outcome next(Demuxer& demuxer, AVFrame& frame);

  /// Packets since the last call that could not be decoded.
  [[nodiscard]] int take_undecodable() { return std::exchange(undecodable_, 0); }
  [[nodiscard]] std::int64_t all_undecodable() const { return all_undecodable_; }

 private:
  explicit VideoDecoder(ffmpeg::CodecContext context) : context_(std::move(context)), packet_(av_packet_alloc()) {}
  void send(const AVPacket* packet);
  void count_undecodable();

  ffmpeg::CodecContext context_;
  ffmpeg::Packet packet_;
  bool draining_ = false;
  int undecodable_ = 0;
  std::int64_t all_undecodable_ = 0;
};

}  // namespace brigade::stages
