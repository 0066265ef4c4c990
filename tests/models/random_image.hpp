#pragma once

#include "vision/image.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace brigade::tests {

/// An image that owns its pixels: random ones, the same for the same seed. Rows are `gap` bytes longer than they need
/// be, the gap filled with random bytes too, and planes lie in memory of their own.
class RandomImage {
 public:
  RandomImage(const vision::ImageLayout& layout, unsigned seed, int gap = 0);

  [[nodiscard]] vision::ImageView view() const;

 private:
  vision::ImageLayout layout_;
  std::array<std::vector<std::uint8_t>, 3> planes_;
  std::array<std::ptrdiff_t, 3> strides_{};
};

}  // namespace brigade::tests
