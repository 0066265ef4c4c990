#pragma once

#include <algorithm>

namespace brigade::vision {

/// Axis-aligned box: the top left corner and the size, in pixels of the frame (not of the network's input). May reach
/// past the frame's edges. A box everywhere but inside a decoder.
struct Box {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  friend bool operator==(const Box&, const Box&) = default;
};

/// Area in square pixels; 0 for a box without extent.
[[nodiscard]] constexpr float area(const Box& box) { return std::max(box.width, 0.0F) * std::max(box.height, 0.0F); }

/// Area that both boxes cover, in square pixels.
[[nodiscard]] constexpr float intersection_area(const Box& a, const Box& b) {
  const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return std::max(width, 0.0F) * std::max(height, 0.0F);
}

/// Intersection over union (Jaccard index), 0..1; 0 where both boxes are empty.
[[nodiscard]] constexpr float intersection_over_union(const Box& a, const Box& b) {
  const float shared = intersection_area(a, b);
  const float together = area(a) + area(b) - shared;
  return together > 0 ? shared / together : 0.0F;
}

}  // namespace brigade::vision
