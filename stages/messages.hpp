#pragma once

#include "pipeline/clock.hpp"
#include "pipeline/frame_id.hpp"
#include "pipeline/frame_pool.hpp"
#include "vision/detection.hpp"
#include "vision/image.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace brigade::stages {

/// What travels between the stages. Everything lies inside the message (pixels excepted: those stay in their slot of
/// the frame pool), so that passing one on allocates nothing.

/// A list with a fixed bound; what does not fit is left out, so the best come first.
template <typename Value, std::size_t Bound>
class BoundedList {
 public:
  void assign(std::span<const Value> values) {
    count_ = std::min(values.size(), Bound);
    std::copy_n(values.begin(), count_, values_.begin());
  }
  /// Left out when the list is full.
  void push_back(const Value& value) {
    if (count_ < Bound) {
      values_[count_++] = value;
    }
  }
  [[nodiscard]] std::span<const Value> view() const { return {values_.data(), count_}; }

 private:
  std::array<Value, Bound> values_{};
  std::size_t count_ = 0;
};

/// Objects of one frame that a message can hold: as many as a detector gives.
inline constexpr std::size_t kMostObjects = 100;

/// When and what a frame is; the same in all messages about it.
struct FrameStamp {
  std::chrono::nanoseconds media_time{0};  ///< the file's or camera's own time: the tracker's clock
  pipeline::Instant captured{};            ///< monotonic clock: for latency and staleness only
};

/// From capture to detect and to render: a handle on the pixels.
struct FrameMessage {
  pipeline::FrameId frame_id = pipeline::kNoFrame;
  FrameStamp stamp{};
  vision::ImageLayout layout{};
  pipeline::FrameSlot slot{};
  BoundedList<char, 255> name{};  ///< of a still: the file's name without extension; empty for video

  [[nodiscard]] vision::ImageView image() const { return vision::packed_view(layout, slot.bytes()); }
  [[nodiscard]] std::string_view still_name() const { return {name.view().data(), name.view().size()}; }
};

/// From detect to track.
struct DetectionsMessage {
  pipeline::FrameId frame_id = pipeline::kNoFrame;
  FrameStamp stamp{};
  BoundedList<vision::Detection, kMostObjects> detections{};
  // The pixels, where the track stage measures the camera's motion in them; else no slot.
  vision::ImageLayout layout{};
  pipeline::FrameSlot slot{};

  [[nodiscard]] vision::ImageView image() const { return vision::packed_view(layout, slot.bytes()); }
};

/// A track as render needs it: at the detection's time, and where it will be a little later, so that it can be drawn at
/// the time of any frame.
struct MovingObject {
  vision::TrackedObject object;
  vision::Box ahead;  ///< its predicted box `kLookAhead` later
};

inline constexpr std::chrono::nanoseconds kLookAhead = std::chrono::milliseconds(100);

/// From track to render.
struct TracksMessage {
  pipeline::FrameId frame_id = pipeline::kNoFrame;
  FrameStamp stamp{};
  BoundedList<vision::Detection, kMostObjects> detections{};
  BoundedList<MovingObject, kMostObjects> tracks{};
};

}  // namespace brigade::stages
