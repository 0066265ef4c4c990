// What painting and writing a frame costs, each step alone, as JSON: milliseconds a frame (median and best of many).
#include "stages/render/convert.hpp"
#include "stages/render/draw.hpp"
#include "stages/render/output/video_writer.hpp"
#include "stages/render/to_i420.hpp"
#include "stages/render/trails.hpp"

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace brigade;
using Clock = std::chrono::steady_clock;

constexpr int kRepetitions = 150;
constexpr std::array<std::string_view, 1> kLabels{"person"};

void measure(std::string_view name, const std::function<void(int)>& step, bool last = false) {
  std::vector<double> milliseconds;
  for (int i = 0; i < kRepetitions; ++i) {
    const auto start = Clock::now();
    step(i);
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::ranges::sort(milliseconds);
  fmt::print("    \"{}\": {{\"median_ms\": {:.3f}, \"best_ms\": {:.3f}}}{}\n", name,
             milliseconds[milliseconds.size() / 2], milliseconds.front(), last ? "" : ",");
}

/// Steps of grey with a little noise, about as hard to encode as a street at dusk.
std::vector<std::uint8_t> smooth_noise(std::size_t bytes) {
  std::mt19937 random(1);
  std::vector<std::uint8_t> pixels(bytes);
  for (std::size_t i = 0; i < bytes; ++i) {
    pixels[i] = static_cast<std::uint8_t>(128 + static_cast<int>((i / 97) % 64) + static_cast<int>(random() % 3));
  }
  return pixels;
}

std::vector<vision::TrackedObject> walkers(int count, int frame) {
  std::vector<vision::TrackedObject> tracks;
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<float>(60 * i + 2 * frame % 80);
    tracks.push_back({.id = i + 1,
                      .box = {.x = x, .y = 40.0F + 30.0F * static_cast<float>(i), .width = 45, .height = 110},
                      .score = 0.8F});
  }
  return tracks;
}

void measure_conversions(cv::Size size, cv::Mat& bgr) {
  constexpr std::array<std::pair<std::string_view, vision::PixelFormat>, 4> kFormats{
      {{"convert_i420", vision::PixelFormat::i420},
       {"convert_nv12", vision::PixelFormat::nv12},
       {"convert_rgb", vision::PixelFormat::rgb},
       {"convert_rgba", vision::PixelFormat::rgba}}};
  for (const auto& [name, format] : kFormats) {
    const vision::ImageLayout layout{.format = format, .width = size.width, .height = size.height};
    const std::vector<std::uint8_t> pixels = smooth_noise(vision::packed_bytes(layout));
    measure(name, [&](int) { stages::to_bgr(vision::packed_view(layout, pixels), bgr); });
  }
}

void measure_drawing(cv::Mat& bgr) {
  const stages::Style style = stages::style_for(bgr.size());
  stages::Trails trails;
  measure("draw_10_tracks", [&](int frame) {
    const std::vector<vision::TrackedObject> tracks = walkers(10, frame);
    trails.update(tracks, std::chrono::milliseconds(40 * frame));
    stages::draw_tracks(bgr, tracks, kLabels, &trails, style);
  });
}

void measure_to_i420(const cv::Mat& bgr) {
  const vision::ImageLayout layout{.width = bgr.cols, .height = bgr.rows};
  std::vector<std::uint8_t> pixels(vision::packed_bytes(layout));
  const auto luma = static_cast<std::ptrdiff_t>(bgr.total());
  const stages::I420Planes target{.planes = {pixels.data(), pixels.data() + luma, pixels.data() + luma + luma / 4},
                                  .strides = {bgr.cols, bgr.cols / 2, bgr.cols / 2}};
  measure("bgr_to_i420",
          [&](int) { stages::to_i420(stages::view_of_bgr(bgr), vision::YuvEncoding::Matrix::bt601, target); });
}

/// A still scene with ten boxes walking through it; drawing them is not in the figure.
void measure_encoding(cv::Size size, const std::string& preset, bool last) {
  const vision::ImageLayout layout{.width = size.width, .height = size.height};
  const std::vector<std::uint8_t> scene = smooth_noise(vision::packed_bytes(layout));
  const stages::Style style = stages::style_for(size);
  std::vector<cv::Mat> pictures(kRepetitions);
  for (int frame = 0; frame < kRepetitions; ++frame) {
    stages::to_bgr(vision::packed_view(layout, scene), pictures[static_cast<std::size_t>(frame)]);
    stages::draw_tracks(pictures[static_cast<std::size_t>(frame)], walkers(10, frame), kLabels, nullptr, style);
  }
  const auto path = std::filesystem::temp_directory_path() / fmt::format("brigade-bench-{}.mp4", ::getpid());
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = preset});
  if (!writer) {
    fmt::print(stderr, "{}\n", writer.error().message);
    std::exit(1);  // NOLINT(concurrency-mt-unsafe)
  }
  measure(
      "encode_" + preset,
      [&](int frame) {
        (void)writer->write({.picture = stages::view_of_bgr(pictures[static_cast<std::size_t>(frame)]),
                             .media_time = std::chrono::milliseconds(40 * frame),
                             .number = frame + 1});
      },
      last);
  (void)writer->finish();
  std::filesystem::remove(path);
}

void measure_size(cv::Size size, bool last) {
  cv::Mat bgr;
  fmt::print("  \"{}x{}\": {{\n", size.width, size.height);
  measure_conversions(size, bgr);
  measure_drawing(bgr);
  measure_to_i420(bgr);
  measure_encoding(size, "superfast", false);
  measure_encoding(size, "fast", true);
  fmt::print("  }}{}\n", last ? "" : ",");
}

}  // namespace

int main() {
  fmt::print("{{\n");
  measure_size({768, 576}, false);
  measure_size({1280, 720}, true);
  fmt::print("}}\n");
}
