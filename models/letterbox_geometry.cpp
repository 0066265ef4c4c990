#include "models/letterbox_geometry.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::models {

namespace {

int resized(int length, double scale, int limit) {
  return std::clamp(static_cast<int>(std::lround(length * scale)), 1, limit);
}

}  // namespace

vision::Box LetterboxGeometry::to_image(const vision::Box& box) const {
  return {.x = (box.x - static_cast<float>(offset_x)) / scale_x,
          .y = (box.y - static_cast<float>(offset_y)) / scale_y,
          .width = box.width / scale_x,
          .height = box.height / scale_y};
}

LetterboxGeometry letterbox_geometry(int image_width, int image_height, int input_width, int input_height) {
  const double scale =
      std::min(static_cast<double>(input_width) / image_width, static_cast<double>(input_height) / image_height);
  const int width = resized(image_width, scale, input_width);
  const int height = resized(image_height, scale, input_height);
  return {.width = width,
          .height = height,
          .offset_x = (input_width - width) / 2,
          .offset_y = (input_height - height) / 2,
          .scale_x = static_cast<float>(width) / static_cast<float>(image_width),
          .scale_y = static_cast<float>(height) / static_cast<float>(image_height)};
}

}  // namespace brigade::models
