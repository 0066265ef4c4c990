#include "bench/track/speed.hpp"

#include "bench/track/contestants.hpp"
#include "bench/track/random.hpp"
#include "bench/track/sequence.hpp"
#include "common/median.hpp"
#include "stages/track/offline/sequence_frame.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace brigade::bench {
namespace {

using vision::Detection;

/// Walkers who cross a frame of 1920 x 1080 to and fro; one in ten detections is missing, one in five weak.
std::vector<Frame> make_frames(int objects, int count) {
  Random random(1);
  std::vector<Detection> walkers;
  std::vector<double> speeds;
  for (int i = 0; i < objects; ++i) {
    const auto x = static_cast<float>(random.between(0, 1880));
    const auto y = static_cast<float>(random.between(0, 980));
    walkers.push_back({.box = {.x = x, .y = y, .width = 40, .height = 100}, .score = 0, .category = 0});
    speeds.push_back(random.between(-5, 5));
  }
  std::vector<Frame> frames;
  for (int number = 1; number <= count; ++number) {
    Frame frame{.number = number, .time = stages::frame_time(number, 25), .detections = {}, .camera = {}};
    for (std::size_t i = 0; i < walkers.size(); ++i) {
      speeds[i] = walkers[i].box.x < 0 || walkers[i].box.x > 1880 ? -speeds[i] : speeds[i];
      walkers[i].box.x += static_cast<float>(speeds[i]);
      Detection seen = walkers[i];
      seen.box.x += static_cast<float>(random.between(-3, 3));
      seen.box.height += static_cast<float>(random.between(-3, 3));
      seen.score = random.chance(0.2) ? 0.25F : 0.8F;
      if (!random.chance(0.1)) {
        frame.detections.push_back(seen);
      }
    }
    frames.push_back(std::move(frame));
  }
  return frames;
}

double time_frames(const Contestant& contestant, const std::vector<Frame>& frames) {
  const Step step = contestant.start(Sequence{}.score);
  std::vector<vision::TrackedObject> shown;
  const auto start = std::chrono::steady_clock::now();
  for (const Frame& frame : frames) {
    step(frame, shown);
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return static_cast<double>(frames.size()) / taken.count();
}

/// The first of the names, which are those that the docs compare.
std::vector<Contestant> timed_contestants() {
  std::vector<Contestant> timed = all_contestants();
  std::erase_if(timed, [](const Contestant& contestant) {
    return contestant.role != Role::ours && contestant.name != "SORT" && contestant.name != "ByteTrack";
  });
  return timed;
}

}  // namespace

std::vector<Speed> measure_speed(int objects, int frames, int rounds) {
  const std::vector<Frame> scene = make_frames(objects, frames);
  const std::vector<Contestant> contestants = timed_contestants();
  std::vector<std::vector<double>> rates(contestants.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      rates[i].push_back(time_frames(contestants[i], scene));
    }
  }
  std::vector<Speed> speeds;
  for (std::size_t i = 0; i < contestants.size(); ++i) {
    const double rate = median(rates[i]);
    speeds.push_back({.tracker = contestants[i].name,
                      .objects = objects,
                      .frames_per_second = rate,
                      .milliseconds_per_frame = 1000 / rate});
  }
  return speeds;
}

}  // namespace brigade::bench
