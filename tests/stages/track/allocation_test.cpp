#include "stages/track/camera_motion/camera_motion.hpp"
#include "stages/track/tracker.hpp"
#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

using namespace brigade;
using namespace brigade::stages;
using brigade::vision::Detection;
using brigade::vision::TrackedObject;

namespace {

std::size_t allocations = 0;  // the tests of this program run in one thread

void* counted(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) {  // NOLINT(cppcoreguidelines-no-malloc)
    return memory;
  }
  throw std::bad_alloc();
}

void release(void* memory) {
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

TEST_CASE("a tracker allocates nothing after its construction") {
  constexpr std::size_t kObjects = 100;
  Tracker tracker;
  std::vector<Detection> detections(kObjects);
  std::vector<TrackedObject> objects;
  objects.reserve(kObjects);
  std::size_t most = 0;
  const std::size_t before = allocations;
  for (int frame = 0; frame < 500; ++frame) {
    for (std::size_t i = 0; i < kObjects; ++i) {
      const auto along = static_cast<float>(frame) * static_cast<float>(i % 7);
      const bool weak = (static_cast<std::size_t>(frame) + i) % 5 == 0;
      detections[i] = {.box = {.x = 60 * static_cast<float>(i) + along, .y = along, .width = 40, .height = 90},
                       .score = weak ? 0.2F : 0.8F,
                       .category = static_cast<int>(i % 2)};
    }
    const std::size_t count = frame % 50 < 45 ? kObjects : kObjects / 2;
    const auto time = std::chrono::milliseconds(40 * frame);
    tracker.update(std::span(detections).first(count), time);
    tracker.predict(time + std::chrono::milliseconds(20), objects);
    most = std::max(most, objects.size());
  }
  const std::size_t during = allocations - before;
  CHECK(during == 0);
  CHECK(most == kObjects);
}

TEST_CASE("measuring the camera's motion allocates nothing after the first two pictures") {
  std::vector<tests::Photograph> pictures;
  pictures.reserve(4);
  for (int i = 0; i < 4; ++i) {
    pictures.push_back(tests::photograph_wall(640, 360, {.right = 5.0 * (i % 3), .down = 3.0 * (i % 2)}));
  }
  const std::vector<Detection> detections(20, {.box = {.x = 5, .y = 5, .width = 40, .height = 90}, .score = 0.8F});
  CameraMotion camera_motion;
  int moved = 0;
  std::size_t before = 0;
  for (std::size_t frame = 0; frame < 20; ++frame) {
    before = frame == 2 ? allocations : before;
    moved += camera_motion.update(pictures[frame % pictures.size()].view(), detections) != vision::Similarity() ? 1 : 0;
  }
  const std::size_t during = allocations - before;
  CHECK(during == 0);
  CHECK(moved == 19);
}
