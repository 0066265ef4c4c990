#include "tests/models/largest_values.hpp"

#include <algorithm>

namespace brigade::tests {

using models::kSearchedPixels;

LargestValues::LargestValues(const models::TensorView& output)
    : height(output.height), groups((output.width + kSearchedPixels - 1) / kSearchedPixels) {
  for (int row = 0; row < height; ++row) {
    for (int first = 0; first < output.width; first += kSearchedPixels) {
      const int end = std::min(first + kSearchedPixels, output.width);
      values.push_back(*std::max_element(output.at(row, first),
                                         output.at(row, first) + std::ptrdiff_t{end - first} * output.channels));
    }
  }
}

models::TensorView LargestValues::view() const {
  return {.height = height, .width = groups, .channels = 1, .values = values};
}

}  // namespace brigade::tests
