// The two steps of a bilinear resize: rows are blended, then pixels of a row interpolated, or added up as they would
// be.

#include "models/network/kernels/kernel_set.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace brigade::tests {

using namespace models::network;

namespace {

constexpr int kInputPixels = 4;
constexpr float kUntouched = 77;
constexpr Activation kClamp{.low = -1, .high = 1};
/// A pixel as it is, between two, the last one twice.
constexpr std::array<Sample, 5> kSamples{{{0, 1, 0}, {0, 1, 0.5F}, {2, 3, 0.25F}, {1, 2, 0.9F}, {3, 3, 0.5F}}};
constexpr int kPixels = static_cast<int>(kSamples.size());

std::size_t index(int pixel, std::ptrdiff_t stride, int channel) {
  return static_cast<std::size_t>(pixel * stride + channel);
}

double expected_value(const std::vector<float>& row, int stride, int pixel, int channel, const Activation& clamp) {
  const Sample& sample = kSamples.at(static_cast<std::size_t>(pixel));
  const double first = row[index(sample.first, stride, channel)];
  const double second = row[index(sample.second, stride, channel)];
  return std::clamp(first + sample.share * (second - first), double{clamp.low}, double{clamp.high});
}

}  // namespace

TEST_CASE("pixels of any number of channels lie where their samples say, in either layout, scaled or not") {
  const int channels = GENERATE(1, 3, 16, 67, 200);
  const int beside = GENERATE(0, 9);
  const bool scaled = GENERATE(false, true);
  const int stride = channels + beside;
  const std::vector<float> row = noise(static_cast<std::size_t>(kInputPixels * stride), 1);
  const std::vector<float> scale = noise(scaled ? static_cast<std::size_t>(channels) : 0, 2);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ", " << channels << " channels");
    const int lanes = kernels->lanes;
    const int blocks = (channels + lanes - 1) / lanes;
    const auto interpolate = [&](const RowTarget& target) {
      kernels->interpolate({.input = {.values = row.data(), .pixel_stride = stride},
                            .samples = kSamples.data(),
                            .scale = scaled ? scale.data() : nullptr,
                            .output = target,
                            .channels = channels,
                            .pixels = kPixels,
                            .activation = kClamp});
    };
    std::vector<float> pixels(static_cast<std::size_t>(kPixels * stride + 1), kUntouched);
    interpolate({.values = pixels.data(), .pixel_stride = stride, .block_stride = lanes});
    std::vector<float> blocked(static_cast<std::size_t>(blocks * kPixels * lanes));
    interpolate({.values = blocked.data(),
                 .pixel_stride = lanes,
                 .block_stride = std::ptrdiff_t{kPixels} * lanes,
                 .whole_blocks = true});
    for (int pixel = 0; pixel < kPixels; ++pixel) {
      for (int channel = 0; channel < channels; ++channel) {
        const float value = pixels[index(pixel, stride, channel)];
        const float factor = scaled ? scale[static_cast<std::size_t>(channel)] : 1;
        CHECK(value == Catch::Approx(factor * expected_value(row, stride, pixel, channel, kClamp)).margin(1e-5));
        CHECK(blocked[index(channel / lanes * kPixels + pixel, lanes, channel % lanes)] == value);
      }
      CHECK(pixels[index(pixel, stride, channels)] ==
            (beside > 0 || pixel == kPixels - 1 ? kUntouched : pixels[index(pixel + 1, stride, 0)]));
    }
  }
}

TEST_CASE("pixels between others are added up, clamped on one side, on both or not, to what is there") {
  const int channels = GENERATE(1, 3, 16, 67, 200);
  const int beside = GENERATE(0, 9);
  const int repeats = GENERATE(1, 7);
  const auto clamp =
      GENERATE(Activation{}, Activation{.low = 0}, Activation{.high = 0.25F}, Activation{.low = -0.25F, .high = 0.5F});
  const int stride = channels + beside;
  const std::vector<float> row = noise(static_cast<std::size_t>(kInputPixels * stride), 1);
  std::vector<Sample> samples;
  for (int i = 0; i < repeats; ++i) {
    samples.insert(samples.end(), kSamples.begin(), kSamples.end());
  }
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ", " << channels << " channels");
    std::vector<float> sums(static_cast<std::size_t>(channels + 1), kUntouched);
    kernels->sum_interpolated({.input = {.values = row.data(), .pixel_stride = stride},
                               .samples = samples.data(),
                               .channels = channels,
                               .pixels = static_cast<int>(samples.size()),
                               .activation = clamp,
                               .sums = sums.data()});
    CHECK(sums.back() == kUntouched);
    for (int channel = 0; channel < channels; ++channel) {
      double sum = 0;
      for (int pixel = 0; pixel < kPixels; ++pixel) {
        sum += expected_value(row, stride, pixel, channel, clamp);
      }
      CHECK(sums[static_cast<std::size_t>(channel)] == Catch::Approx(kUntouched + repeats * sum).margin(1e-5));
    }
  }
}

TEST_CASE("rows of pixels, beside others in memory or not, are blended") {
  const int channels = GENERATE(1, 3, 16, 67);
  const int beside = GENERATE(0, 9);
  const int stride = channels + beside;
  const std::vector<float> above = noise(static_cast<std::size_t>(kInputPixels * stride), 1);
  const std::vector<float> below = noise(static_cast<std::size_t>(kInputPixels * stride), 2);
  for (const KernelSet* kernels : available_kernels()) {
    INFO(kernels->name << ", " << channels << " channels");
    std::vector<float> blended(static_cast<std::size_t>(kInputPixels * channels + 1), kUntouched);
    kernels->blend({.a = {.values = above.data(), .pixel_stride = stride},
                    .b = {.values = below.data(), .pixel_stride = stride},
                    .share = 0.25F,
                    .output = blended.data(),
                    .channels = channels,
                    .pixels = kInputPixels});
    CHECK(blended.back() == kUntouched);
    for (int pixel = 0; pixel < kInputPixels; ++pixel) {
      for (int channel = 0; channel < channels; ++channel) {
        const std::size_t at = index(pixel, stride, channel);
        CHECK(blended[index(pixel, channels, channel)] ==
              Catch::Approx(0.75 * above[at] + 0.25 * below[at]).margin(1e-5));
      }
    }
  }
}

}  // namespace brigade::tests
