// What drawing a frame costs, each step alone, as JSON: milliseconds a frame at 768x576 (median and best of many).
#include "stages/render/convert.hpp"
#include "stages/render/draw.hpp"
#include "stages/render/trails.hpp"

#include <fmt/format.h>
#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string_view>
#include <vector>

namespace {

using namespace brigade;
using Clock = std::chrono::steady_clock;

constexpr int kWidth = 768;
constexpr int kHeight = 576;

void measure(std::string_view name, int repetitions, const std::function<void(int)>& step, bool last = false) {
  std::vector<double> milliseconds;
  for (int i = 0; i < repetitions; ++i) {
    const auto start = Clock::now();
    step(i);
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::ranges::sort(milliseconds);
  fmt::print("  \"{}\": {{\"median_ms\": {:.3f}, \"best_ms\": {:.3f}}}{}\n", name,
             milliseconds[milliseconds.size() / 2], milliseconds.front(), last ? "" : ",");
}

std::vector<std::uint8_t> smooth_noise(std::size_t bytes) {
  std::mt19937 random(1);
  std::vector<std::uint8_t> pixels(bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    pixels[i] = static_cast<std::uint8_t>(128 + static_cast<int>((i / 7) % 64) + static_cast<int>(random() % 8));
  }
  return pixels;
}

std::vector<vision::TrackedObject> walkers(int count, int frame) {
  std::vector<vision::TrackedObject> tracks;
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<float>(60 * i + 2 * frame % 80);
    tracks.push_back({.id = i + 1, .box = {x, 40.0F + 30.0F * static_cast<float>(i), 45, 110}, .score = 0.8F});
  }
  return tracks;
}

void measure_conversions(cv::Mat& bgr) {
  constexpr std::array<std::pair<std::string_view, vision::PixelFormat>, 4> kFormats{
      {{"convert_i420", vision::PixelFormat::i420},
       {"convert_nv12", vision::PixelFormat::nv12},
       {"convert_rgb", vision::PixelFormat::rgb},
       {"convert_rgba", vision::PixelFormat::rgba}}};
  for (const auto& [name, format] : kFormats) {
    const vision::ImageLayout layout{.format = format, .width = kWidth, .height = kHeight};
    const std::vector<std::uint8_t> pixels = smooth_noise(vision::packed_bytes(layout));
    measure(name, 200, [&](int) { stages::to_bgr(vision::packed_view(layout, pixels), bgr); });
  }
}

void measure_drawing(cv::Mat& bgr) {
  constexpr std::array<std::string_view, 1> kLabels{"person"};
  const stages::Style style = stages::style_for(bgr.size());
  stages::Trails trails;
  measure(
      "draw_10_tracks", 200,
      [&](int frame) {
        const std::vector<vision::TrackedObject> tracks = walkers(10, frame);
        trails.update(tracks, std::chrono::milliseconds(40 * frame));
        stages::draw_tracks(bgr, tracks, kLabels, &trails, style);
      },
      true);
}

}  // namespace

int main() {
  cv::Mat bgr;
  fmt::print("{{\n");
  measure_conversions(bgr);
  measure_drawing(bgr);
  fmt::print("}}\n");
}
