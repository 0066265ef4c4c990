#include "tests/eval/tracks/scenes.hpp"

#include "eval/tracks/judge.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

namespace brigade::tests {
namespace {

/// Numbers from 0 to 1, from the engine alone: the standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}

  float roll() { return static_cast<float>(engine_() % 10'000) / 10'000; }
  float between(float low, float high) { return low + (high - low) * roll(); }

 private:
  std::mt19937 engine_;
};

void jitter(vision::Box& box, Dice& dice) {
  box.x += dice.between(-0.2F, 0.2F) * box.width;
  box.y += dice.between(-0.1F, 0.1F) * box.height;
  box.width *= dice.between(0.8F, 1.2F);
}

}  // namespace

Rows rows_of(std::int64_t id, float left, std::initializer_list<std::int64_t> frames) {
  Rows rows;
  for (const std::int64_t frame : frames) {
    rows.push_back({.frame = frame, .id = id, .box = {.x = left, .y = 0, .width = 100, .height = 100}});
  }
  return rows;
}

Rows together(std::initializer_list<Rows> parts) {
  Rows all;
  for (const Rows& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  std::ranges::sort(all, {}, [](const stages::MotRow& row) { return std::pair(row.frame, row.id); });
  return all;
}

eval::TrackCounts counts(const Rows& truth, const Rows& tracks) {
  const auto counted = eval::judge_rows(truth, "truth", tracks, "tracks");
  INFO((counted ? "" : counted.error().message));
  REQUIRE(counted);
  return *counted;
}

Scene random_scene(std::uint32_t seed) {
  constexpr int kObjects = 8;
  constexpr int kFrames = 60;
  Dice dice(seed);
  Scene scene;
  std::vector<vision::Box> boxes;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> entered;
  for (int object = 0; object < kObjects; ++object) {
    boxes.push_back({.x = dice.between(0, 200), .y = dice.between(0, 100), .width = 40, .height = 90});
    ids.push_back(object);
    entered.push_back(static_cast<std::int64_t>(dice.between(1, 20)));
  }
  for (std::int64_t frame = 1; frame <= kFrames; ++frame) {
    if (dice.roll() < 0.2F) {
      std::swap(ids[static_cast<std::size_t>(dice.between(0, 7.99F))], ids[0]);
    }
    for (std::size_t object = 0; object < boxes.size(); ++object) {
      vision::Box& box = boxes[object];
      box.x += dice.between(-6, 6);
      box.y += dice.between(-3, 3);
      if (frame >= entered[object]) {
        scene.truth.push_back({.frame = frame, .id = static_cast<std::int64_t>(object), .box = box});
      }
      if (dice.roll() < 0.8F) {
        scene.tracks.push_back({.frame = frame, .id = ids[object], .box = box});
        jitter(scene.tracks.back().box, dice);
      }
    }
  }
  return scene;
}

}  // namespace brigade::tests
