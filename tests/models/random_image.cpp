#include "tests/models/random_image.hpp"

#include <algorithm>
#include <random>

namespace brigade::tests {

RandomImage::RandomImage(const vision::ImageLayout& layout, unsigned seed, int gap) : layout_(layout) {
  std::mt19937 random(seed);
  const auto sizes = vision::plane_sizes(layout);
  for (std::size_t plane = 0; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    strides_[plane] = sizes[plane].row_bytes + gap;
    // The last row has no gap: reading past it is an error that AddressSanitizer sees.
    planes_[plane].resize(static_cast<std::size_t>(strides_[plane] * sizes[plane].rows - gap));
    std::ranges::generate(planes_[plane], [&] { return static_cast<std::uint8_t>(random()); });
  }
}

vision::ImageView RandomImage::view() const {
  vision::ImageView view{.layout = layout_, .strides = strides_};
  std::ranges::transform(planes_, view.planes.begin(),
                         [](const auto& plane) { return plane.empty() ? nullptr : plane.data(); });
  return view;
}

}  // namespace brigade::tests
