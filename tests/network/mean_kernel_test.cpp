#include "models/network/kernels/kernel_set.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <vector>

namespace brigade::tests {

using namespace models::network;

TEST_CASE("the mean of any number of channels, beside others in memory or not, equals its definition") {
  const int channels = GENERATE(1, 3, 16, 67, 200);
  const int rows = GENERATE(1, 7);
  const int columns = GENERATE(1, 5, 8);
  const int beside = GENERATE(0, 9);
  const int pixel_stride = channels + beside;
  const std::vector<float> image = noise(static_cast<std::size_t>(rows * columns * pixel_stride), 1);
  for (const KernelSet* kernels : available_kernels()) {
    constexpr float kUntouched = 77;
    std::vector<float> means(static_cast<std::size_t>(channels + 1), kUntouched);
    kernels->mean({.input = {.values = image.data(), .pixel_stride = pixel_stride},
                   .channels = channels,
                   .rows = rows,
                   .columns = columns,
                   .output = means.data()});
    INFO(kernels->name);
    CHECK(means.back() == kUntouched);
    for (int channel = 0; channel < channels; ++channel) {
      double sum = 0;
      for (int pixel = 0; pixel < rows * columns; ++pixel) {
        sum += image[static_cast<std::size_t>(pixel * pixel_stride + channel)];
      }
      CHECK(means[static_cast<std::size_t>(channel)] == Catch::Approx(sum / (rows * columns)).margin(1e-5));
    }
  }
}

}  // namespace brigade::tests
