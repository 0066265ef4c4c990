#include "models/network/kernels/kernel_set.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <vector>

namespace brigade::tests {

using namespace models::network;

TEST_CASE("pixels of any number of channels, beside others in memory or not, are added up to what is there") {
  const int channels = GENERATE(1, 3, 16, 67, 200);
  const int pixels = GENERATE(1, 7, 16, 40, 67);
  const int beside = GENERATE(0, 9);
  const std::ptrdiff_t pixel_stride = channels + beside;
  const std::vector<float> image = noise(static_cast<std::size_t>(pixels * pixel_stride), 1);
  for (const KernelSet* kernels : available_kernels()) {
    constexpr float kBefore = 7;
    std::vector<float> sums(static_cast<std::size_t>(channels + 1), kBefore);
    kernels->sum({.input = {.values = image.data(), .pixel_stride = pixel_stride},
                  .channels = channels,
                  .pixels = pixels,
                  .sums = sums.data()});
    INFO(kernels->name);
    CHECK(sums.back() == kBefore);
    for (int channel = 0; channel < channels; ++channel) {
      double sum = kBefore;
      for (int pixel = 0; pixel < pixels; ++pixel) {
        sum += image[static_cast<std::size_t>(pixel * pixel_stride + channel)];
      }
      CHECK(sums[static_cast<std::size_t>(channel)] == Catch::Approx(sum).margin(1e-5));
    }
  }
}

}  // namespace brigade::tests
