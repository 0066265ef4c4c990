#pragma once

#include "vision/geometry.hpp"

namespace brigade::models {

/// Where an image lies within a network's input: as large as fits with its shape kept, centred, black around it.
struct LetterboxGeometry {
  int width = 0;      ///< of the resized image, pixels of the input
  int height = 0;     ///< of the resized image, pixels of the input
  int offset_x = 0;   ///< left edge of the resized image within the input
  int offset_y = 0;   ///< upper edge of the resized image within the input
  float scale_x = 1;  ///< pixels of the input per pixel of the image; unlike `scale_y` only by the rounding of the size
  float scale_y = 1;

  /// A box in pixels of the input as one in pixels of the image. It is not clipped.
  [[nodiscard]] vision::Box to_image(const vision::Box& box) const;

  friend bool operator==(const LetterboxGeometry&, const LetterboxGeometry&) = default;
};

/// How an image of that size, at least 1x1, is fitted into an input of that size.
[[nodiscard]] LetterboxGeometry letterbox_geometry(int image_width, int image_height, int input_width,
                                                   int input_height);

}  // namespace brigade::models
