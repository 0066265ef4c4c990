#pragma once

#include <cstdint>
#include <vector>

namespace brigade::models::network {

/// How pixels that a convolution reads are rounded to 8 bits. Each channel is divided by a scale of its own, so that
/// channels become alike; then kRoundedPixels pixels at a time, neighbours, by what makes the largest of their values
/// the largest that is stored. So whatever an image holds is stored, and dark places as finely as bright ones. The
/// convolution's weights make up for the scales of the channels.
struct InputRounding {
  std::vector<float> scales = {};  ///< of each channel, finite and positive; empty: floats
  bool is_signed = false;          ///< whether values below 0 are stored as well; else they are taken for 0

  bool operator==(const InputRounding&) const = default;
};

/// Pixels that are rounded alike.
inline constexpr int kRoundedPixels = 16;

/// Values are stored as 0 to kMostStored; of signed ones 0 is stored as kSignedZero.
inline constexpr int kMostStored = 255;
inline constexpr int kSignedZero = 128;

/// Weights are stored as -kMostWeight to kMostWeight: value = scale * stored.
inline constexpr int kMostWeight = 127;

/// The stored value nearest to a weight.
[[nodiscard]] std::int8_t quantised_weight(float weight, float scale);

}  // namespace brigade::models::network
