#include "stages/track/offline/track_offline.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

using namespace brigade::stages;
using namespace std::chrono_literals;
using brigade::vision::Detection;
using Catch::Matchers::WithinAbs;

namespace {

Detection walker(int frame, float speed = 4, float y = 100, float score = 0.9F) {
  return {.box = {.x = 50 + speed * static_cast<float>(frame), .y = y, .width = 40, .height = 100}, .score = score};
}

std::vector<SequenceFrame> still_frames(int count) {
  std::vector<SequenceFrame> frames;
  frames.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    frames.push_back({.number = i + 1, .time = i * 40ms, .detections = {}});
  }
  return frames;
}

/// A walker in all frames but those from `lost` to before `found`.
std::vector<SequenceFrame> walk_with_gap(int count, int lost, int found) {
  std::vector<SequenceFrame> frames = still_frames(count);
  for (int i = 0; i < count; ++i) {
    if (i < lost || i >= found) {
      frames[static_cast<std::size_t>(i)].detections.push_back(walker(i));
    }
  }
  return frames;
}

}  // namespace

TEST_CASE("offline an object is there from its first detection on, smoothed, under one id") {
  std::vector<SequenceFrame> frames = still_frames(50);
  std::mt19937 random(1);
  for (int i = 10; i < 50; ++i) {
    Detection seen = walker(i);
    seen.box.x += static_cast<float>(random() % 9) - 4;
    frames[static_cast<std::size_t>(i)].detections.push_back(seen);
  }
  const auto objects = track_offline(frames, {});
  double error = 0;
  double detected_error = 0;
  for (int i = 0; i < 50; ++i) {
    const auto place = static_cast<std::size_t>(i);
    REQUIRE(objects[place].size() == (i < 10 ? 0 : 1));
    if (i >= 10) {
      CHECK(objects[place][0].id == 1);
      error += std::abs(objects[place][0].box.x - walker(i).box.x);
      detected_error += std::abs(frames[place].detections[0].box.x - walker(i).box.x);
    }
  }
  CHECK(error < 0.8 * detected_error);
}

TEST_CASE("offline a gap is filled in along the way, with the score of its weaker end") {
  auto frames = walk_with_gap(60, 20, 40);
  frames[40].detections[0].score = 0.7F;
  const auto objects = track_offline(frames, {});
  for (int i = 20; i < 40; ++i) {
    const auto& found = objects[static_cast<std::size_t>(i)];
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == 1);
    CHECK(found[0].score == 0.7F);
    CHECK_THAT(found[0].box.x, WithinAbs(walker(i).box.x, 3));
  }
}

TEST_CASE("offline a gap longer than the longest to fill stays one, under one id") {
  OfflineOptions options;
  options.longest_fill = 0.5;
  const auto objects = track_offline(walk_with_gap(60, 20, 40), options);
  CHECK(objects[30].empty());
  REQUIRE(objects[50].size() == 1);
  CHECK(objects[50][0].id == 1);
}

TEST_CASE("offline frames that nobody searched are filled in") {
  std::vector<SequenceFrame> frames = still_frames(40);
  for (int i = 0; i < 40; ++i) {
    frames[static_cast<std::size_t>(i)].searched = i % 3 == 0;
    if (i % 3 == 0) {
      frames[static_cast<std::size_t>(i)].detections.push_back(walker(i));
    }
  }
  const auto objects = track_offline(frames, {});
  for (int i = 0; i < 40; ++i) {
    const auto& found = objects[static_cast<std::size_t>(i)];
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0].box.x, WithinAbs(walker(i).box.x, 2));
  }
}

TEST_CASE("offline what is seen for a moment only, or never well, is no object") {
  std::vector<SequenceFrame> frames = still_frames(40);
  for (int i = 0; i < 3; ++i) {
    frames[static_cast<std::size_t>(i) + 10].detections.push_back(walker(i));
  }
  for (int i = 0; i < 20; ++i) {
    frames[static_cast<std::size_t>(i)].detections.push_back(walker(i, 2, 400, i == 0 ? 0.55F : 0.35F));
  }
  for (const auto& found : track_offline(frames, {})) {
    CHECK(found.empty());
  }
}

TEST_CASE("offline ids go from 1 on by first appearance, and a frame's objects lie by id") {
  std::vector<SequenceFrame> frames = still_frames(60);
  for (int i = 0; i < 60; ++i) {
    auto& detections = frames[static_cast<std::size_t>(i)].detections;
    if (i >= 20) {
      detections.push_back(walker(i, 4, 500));
    }
    detections.push_back(walker(i));
  }
  const auto objects = track_offline(frames, {});
  REQUIRE(objects[40].size() == 2);
  CHECK(objects[40][0].id == 1);
  CHECK(objects[40][0].box.y < 200);
  CHECK(objects[40][1].id == 2);
  CHECK(objects[19].size() == 1);
  CHECK(objects[20].size() == 2);
}

TEST_CASE("offline nothing comes of nothing") {
  CHECK(track_offline({}, {}).empty());
  for (const auto& found : track_offline(still_frames(5), {})) {
    CHECK(found.empty());
  }
}
