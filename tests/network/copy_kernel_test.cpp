#include "models/network/kernels/kernel_set.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <vector>

namespace brigade::tests {

using namespace models::network;

namespace {

constexpr float kUntouched = 77;

struct Copied {
  int channels = 0;
  int pixels = 0;
  bool scaled = false;
  bool blocked = false;  ///< a block of channels after another, else a pixel after another
  int beside = 0;        ///< channels in memory between a pixel and the next
};

/// How many values so many pixels have.
std::size_t values_of(int pixels, int channels) {
  return static_cast<std::size_t>(pixels) * static_cast<std::size_t>(channels);
}

RowTarget target_of(const KernelSet& kernels, const Copied& row, float* values) {
  const int whole = whole_vectors(kernels, row.channels);
  return {.values = values,
          .pixel_stride = row.blocked ? kernels.lanes : whole,
          .block_stride = row.blocked ? kernels.lanes * row.pixels : kernels.lanes};
}

/// Every float of the target and one behind it.
std::vector<float> copied(const KernelSet& kernels, const Copied& row, const std::vector<float>& image,
                          const std::vector<float>& scale) {
  const auto floats = values_of(row.pixels, whole_vectors(kernels, row.channels));
  std::vector<float> values(floats + 1, kUntouched);
  kernels.copy({.input = {.values = image.data(), .pixel_stride = row.channels + row.beside},
                .scale = row.scaled ? scale.data() : nullptr,
                .output = target_of(kernels, row, values.data()),
                .channels = row.channels,
                .pixels = row.pixels});
  return values;
}

std::vector<float> expected(const KernelSet& kernels, const Copied& row, const std::vector<float>& image,
                            const std::vector<float>& scale) {
  const int whole = whole_vectors(kernels, row.channels);
  std::vector<float> values(values_of(row.pixels, whole) + 1, 0);
  values.back() = kUntouched;
  const RowTarget target = target_of(kernels, row, values.data());
  for (int pixel = 0; pixel < row.pixels; ++pixel) {
    for (int channel = 0; channel < row.channels; ++channel) {
      const float value = image[values_of(pixel, row.channels + row.beside) + static_cast<std::size_t>(channel)];
      float* to = target.values + pixel * target.pixel_stride + channel / kernels.lanes * target.block_stride;
      to[channel % kernels.lanes] = row.scaled ? value * scale[static_cast<std::size_t>(channel)] : value;
    }
  }
  return values;
}

}  // namespace

TEST_CASE("a row of any number of pixels and channels is copied, scaled or not, and filled up with zeros") {
  const Copied row{.channels = GENERATE(1, 3, 4, 16, 20, 67),
                   .pixels = GENERATE(1, 4, 7, 33),
                   .scaled = GENERATE(false, true),
                   .blocked = GENERATE(false, true),
                   .beside = GENERATE(0, 5)};
  const std::vector<float> image = noise(values_of(row.pixels, row.channels + row.beside), 1);
  const std::vector<float> scale = noise(static_cast<std::size_t>(row.channels), 2);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ": " << row.channels << " channels, " << row.pixels << " pixels");
    CHECK(copied(*kernels, row, image, scale) == expected(*kernels, row, image, scale));
  }
}

}  // namespace brigade::tests
