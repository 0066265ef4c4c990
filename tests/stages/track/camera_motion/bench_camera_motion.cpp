// What measuring the camera's motion costs a frame, as JSON: a textured picture that shakes, with ten objects.

#include "stages/track/camera_motion/camera_motion.hpp"
#include "tests/stages/track/camera_motion/textured_wall.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace {

using namespace brigade;

/// The median, in milliseconds.
double milliseconds_per_frame(int width, int height, int frames) {
  std::vector<tests::Photograph> pictures;
  pictures.reserve(8);
  for (int i = 0; i < 8; ++i) {
    pictures.push_back(tests::photograph_wall(width, height, {.right = i * 37 % 23 - 11.0, .down = i * 53 % 19 - 9.0}));
  }
  std::vector<vision::Detection> detections(10, {.box = {.y = 100, .width = 40, .height = 100}, .score = 0.5F});
  for (std::size_t i = 0; i < detections.size(); ++i) {
    detections[i].box.x = static_cast<float>(i) * static_cast<float>(width) / 10;
  }
  stages::CameraMotion camera_motion;
  std::vector<double> times;
  double moved = 0;  // looked at, so that nothing is left out
  for (int frame = 0; frame < frames; ++frame) {
    const auto& picture = pictures[static_cast<std::size_t>(frame) % pictures.size()];
    const auto start = std::chrono::steady_clock::now();
    moved += camera_motion.update(picture.view(), detections).right;
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return moved == moved ? *middle : 0;
}

}  // namespace

int main() {
  fmt::print(R"({{"benchmark": "camera motion", "milliseconds_per_frame": {{)"
             R"("640x360": {:.3f}, "1280x720": {:.3f}, "1920x1080": {:.3f}}}}})"
             "\n",
             milliseconds_per_frame(640, 360, 500), milliseconds_per_frame(1280, 720, 500),
             milliseconds_per_frame(1920, 1080, 300));
}
