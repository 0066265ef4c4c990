#pragma once

#include "stages/capture/container_shape.hpp"

#include <chrono>
#include <optional>

namespace brigade::stages {

/// What was seen of a video when its last packet had been read.
struct EndOfReading {
  Extent extent = Extent::unknown;
  bool broke_off = false;  ///< the demuxer gave up, or the last packet was shorter than announced
  std::optional<std::chrono::nanoseconds> announced = std::nullopt;  ///< duration that the container gives
  std::chrono::nanoseconds reached{0};                               ///< end of the last packet, on the same clock
  std::chrono::nanoseconds frame{0};                                 ///< duration of one frame
  bool announces_all = false;  ///< `announced` covers all frames: no fragments may follow those that it counts
};

/// Whether so much is missing that a container's rounding or a late last frame cannot explain it: more than a second
/// and more than a twentieth of the whole.
[[nodiscard]] constexpr bool is_much(std::chrono::nanoseconds missing, std::chrono::nanoseconds whole) {
  return missing > std::chrono::seconds(1) && missing > whole / 20;
}

/// Whether the video ended before its end. A container whose outermost part is cut is believed, unless all announced
/// frames were there (only what follows them is lost); one that looks whole is doubted only where much is missing.
[[nodiscard]] constexpr bool ends_early(const EndOfReading& seen) {
  const std::chrono::nanoseconds missing =
      seen.announced ? *seen.announced - seen.reached : std::chrono::nanoseconds(0);
  if (seen.broke_off) {
    return true;
  }
  if (seen.extent == Extent::cut) {
    return !seen.announces_all || missing > seen.frame / 2;
  }
  return seen.announced && is_much(missing, *seen.announced);
}

}  // namespace brigade::stages
