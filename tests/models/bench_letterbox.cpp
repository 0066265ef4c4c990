// Time of the letterbox alone, for each pixel format: JSON, medians over repeated runs on random pixels.

#include "models/catalogue.hpp"
#include "models/letterbox.hpp"
#include "vision/image.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using brigade::models::Letterbox;
using brigade::vision::ImageLayout;
using brigade::vision::PixelFormat;

constexpr int kSize = 512;
constexpr int kRuns = 201;

constexpr std::array<std::pair<const char*, PixelFormat>, 5> kFormats{{{"i420", PixelFormat::i420},
                                                                       {"nv12", PixelFormat::nv12},
                                                                       {"bgr", PixelFormat::bgr},
                                                                       {"rgb", PixelFormat::rgb},
                                                                       {"rgba", PixelFormat::rgba}}};

std::vector<std::uint8_t> random_pixels(std::size_t count) {
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same pixels in every run
  std::vector<std::uint8_t> pixels(count);
  std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random()); });
  return pixels;
}

double median_milliseconds(const ImageLayout& layout) {
  const std::vector<std::uint8_t> pixels = random_pixels(packed_bytes(layout));
  const auto image = packed_view(layout, pixels);
  std::vector<float> input(std::size_t{3} * kSize * kSize);
  Letterbox letterbox(kSize, kSize, brigade::models::catalogue().front().preprocessing);
  letterbox.apply(image, input);
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    letterbox.apply(image, input);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::ranges::nth_element(times, times.begin() + kRuns / 2);
  return times[kRuns / 2];
}

}  // namespace

int main() {  // NOLINT(bugprone-exception-escape): out of memory may end it
  nlohmann::ordered_json report;
  for (const auto& [width, height] : {std::pair{1280, 720}, std::pair{768, 576}}) {
    auto& row = report["letterbox_ms"][std::to_string(width) + "x" + std::to_string(height)];
    for (const auto& [name, format] : kFormats) {
      row[name] = median_milliseconds({.format = format, .width = width, .height = height});
    }
  }
  report["input"] = kSize;
  std::puts(report.dump(2).c_str());
}
