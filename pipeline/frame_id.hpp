#pragma once

#include <concepts>
#include <cstdint>

namespace brigade::pipeline {

/// Number of a frame within a run, from 0; what spans of the same frame share in a trace.
using FrameId = std::int64_t;
inline constexpr FrameId kNoFrame = -1;

/// The frame that an item in a queue belongs to: its member `frame_id`, or none. An item that keeps it elsewhere
/// declares a function `frame_id_of(const Item&)` beside its type.
template <typename Item>
[[nodiscard]] FrameId frame_id_of(const Item& item) {
  if constexpr (requires {
                  { item.frame_id } -> std::convertible_to<FrameId>;
                }) {
    return item.frame_id;
  } else {
    return kNoFrame;
  }
}

}  // namespace brigade::pipeline
