#include "tests/eval/detections/random_judged_images.hpp"

#include <random>

namespace brigade::tests {
namespace {

using Random = std::mt19937;

/// Unlike std::uniform_int_distribution the same on every standard library.
int from_to(Random& random, int first, int last) {
  return first + static_cast<int>(random() % static_cast<std::uint32_t>(last - first + 1));
}

vision::Box random_box(Random& random) {
  return {.x = static_cast<float>(from_to(random, 0, 20)),
          .y = static_cast<float>(from_to(random, 0, 20)),
          .width = static_cast<float>(from_to(random, 12, 24)),
          .height = static_cast<float>(from_to(random, 12, 24))};
}

vision::Box shifted(const vision::Box& box, Random& random) {
  vision::Box moved = box;
  moved.x += static_cast<float>(from_to(random, -2, 2));
  moved.y += static_cast<float>(from_to(random, -2, 2));
  moved.width += static_cast<float>(from_to(random, -2, 2));
  return moved;
}

vision::Detection random_detection(const std::vector<eval::TrueObject>& truth, Random& random) {
  vision::Detection detection{.box = random_box(random),
                              .score = static_cast<float>(from_to(random, 1, 9)) / 10,
                              .category = from_to(random, 0, 3)};
  if (!truth.empty() && from_to(random, 0, 3) > 0) {
    const auto& object = truth[random() % truth.size()];
    detection.box = shifted(object.box, random);
    detection.category = from_to(random, 0, 9) > 0 ? object.category : detection.category;
  }
  return detection;
}

}  // namespace

std::vector<eval::JudgedImage> random_judged_images(std::uint32_t seed, int images, int detections_per_image) {
  Random random(seed);
  std::vector<eval::JudgedImage> judged(static_cast<std::size_t>(images));
  for (eval::JudgedImage& image : judged) {
    for (int objects = from_to(random, 0, 12); objects > 0; --objects) {
      image.truth.push_back({.box = random_box(random), .category = from_to(random, 0, 2)});
    }
    for (int i = 0; i < detections_per_image; ++i) {
      image.detections.push_back(random_detection(image.truth, random));
    }
  }
  return judged;
}

}  // namespace brigade::tests
