// What a frame costs the tracker, as JSON: a made-up scene of walkers with jitter, misses and weak detections.

#include "stages/track/tracker.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using brigade::stages::Tracker;
using brigade::vision::Detection;
using brigade::vision::TrackedObject;

constexpr std::chrono::nanoseconds kFrame = std::chrono::milliseconds(40);

/// Walkers who cross a frame of 1920 x 1080 to and fro; one in ten detections is missing, one in five weak.
std::vector<std::vector<Detection>> make_scene(int objects, int frames) {
  std::mt19937 random(1);
  const auto draw = [&random](float from, float to) {
    return from + (to - from) * static_cast<float>(random() % 10000) / 10000.0F;
  };
  std::vector<Detection> walkers;
  std::vector<float> speeds;
  for (int i = 0; i < objects; ++i) {
    walkers.push_back({.box = {.x = draw(0, 1880), .y = draw(0, 980), .width = 40, .height = 100}});
    speeds.push_back(draw(-5, 5));
  }
  std::vector<std::vector<Detection>> scene(static_cast<std::size_t>(frames));
  for (std::vector<Detection>& detections : scene) {
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      speeds[i] = walkers[i].box.x < 0 || walkers[i].box.x > 1880 ? -speeds[i] : speeds[i];
      walkers[i].box.x += speeds[i];
      Detection seen = walkers[i];
      seen.box.x += draw(-3, 3);
      seen.box.height += draw(-3, 3);
      seen.score = draw(0, 1) < 0.2F ? 0.25F : 0.8F;
      if (draw(0, 1) >= 0.1F) {
        detections.push_back(seen);
      }
    }
  }
  return scene;
}

double frames_per_second(int objects, int frames) {
  const std::vector<std::vector<Detection>> scene = make_scene(objects, frames);
  Tracker tracker;
  std::vector<TrackedObject> tracked;
  std::chrono::nanoseconds media_time{0};
  const auto start = std::chrono::steady_clock::now();
  for (const std::vector<Detection>& detections : scene) {
    tracker.update(detections, media_time);
    tracker.predict(media_time, tracked);
    media_time += kFrame;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return frames / taken.count();
}

}  // namespace

int main() {
  const double few = frames_per_second(10, 20000);
  const double many = frames_per_second(100, 2000);
  fmt::print(R"({{"benchmark": "tracker", "results": [)"
             R"({{"objects": 10, "frames_per_second": {:.0f}, "microseconds_per_frame": {:.2f}}}, )"
             R"({{"objects": 100, "frames_per_second": {:.0f}, "microseconds_per_frame": {:.2f}}}]}})"
             "\n",
             few, 1e6 / few, many, 1e6 / many);
}
