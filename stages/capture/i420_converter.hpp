#pragma once

#include "common/result.hpp"
#include "stages/capture/ffmpeg_handles.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <span>

namespace brigade::stages {

/// What FFmpeg's frame, taken as I420, means: the matrix and range that it states, else BT.709 from 720 rows on and
/// BT.601 below, limited range (BT.2020 becomes BT.709).
[[nodiscard]] vision::ImageLayout i420_layout_of(const AVFrame& frame);

/// Brings decoded frames into one I420 layout: copies those that have it already, converts and scales all others
/// (swscale), then turns them. The scaler is kept from frame to frame.
class I420Converter {
 public:
  /// `layout`: of the frames before they are turned clockwise by `quarter_turns` (0..3).
  I420Converter(const vision::ImageLayout& layout, int quarter_turns)
      : layout_(layout), quarter_turns_(quarter_turns) {}

  /// Layout of what `convert` writes.
  [[nodiscard]] vision::ImageLayout target_layout() const;

  /// Writes the frame, packed, into `target` (at least packed_bytes(target_layout())).
  [[nodiscard]] Result<void> convert(const AVFrame& frame, std::span<std::uint8_t> target);

 private:
  [[nodiscard]] Result<void> scale(const AVFrame& frame);

  vision::ImageLayout layout_;
  int quarter_turns_;
  ffmpeg::Scaler scaler_;
  ffmpeg::Frame scaled_;
};

}  // namespace brigade::stages
