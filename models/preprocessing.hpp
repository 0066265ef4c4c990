#pragma once

#include <array>
#include <cstdint>

namespace brigade::models {

/// Order of the colours in a network's input tensor.
enum class ChannelOrder : std::uint8_t { rgb, bgr };

/// What a network expects its input pixels to look like: `(pixel - mean) / standard_deviation`, pixels being 0..255.
struct Preprocessing {
  ChannelOrder order = ChannelOrder::rgb;
  std::array<float, 3> mean{0, 0, 0};                ///< in the order of the tensor's channels
  std::array<float, 3> standard_deviation{1, 1, 1};  ///< in the order of the tensor's channels

  friend bool operator==(const Preprocessing&, const Preprocessing&) = default;
};

}  // namespace brigade::models
