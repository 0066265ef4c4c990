#pragma once

#include "vision/geometry.hpp"
#include "vision/image.hpp"
#include "vision/similarity.hpp"

#include <cstdint>
#include <vector>

namespace brigade::tests {

/// Pixels and their view, which goes with them.
struct Photograph {
  vision::ImageLayout layout;
  std::vector<std::uint8_t> pixels;

  [[nodiscard]] vision::ImageView view() const { return vision::packed_view(layout, pixels); }
};

/// Brightness, 0..255, of an endless wall with a random pattern, another for each seed, smooth enough to be seen in a
/// reduced picture.
[[nodiscard]] double wall_brightness(double x, double y, unsigned seed);

/// A photograph (i420) of the wall by a camera that sees it through `pose`: what is at a place of the wall is at
/// apply(pose, place) in the picture.
[[nodiscard]] Photograph photograph_wall(int width, int height, const vision::Similarity& pose, unsigned seed = 1);

/// Covers a box of an i420 photograph with a pattern of its own, which moves along with the box.
void paint_object(Photograph& photograph, const vision::Box& box, unsigned seed);

/// Adds brightness between -amplitude and +amplitude to every pixel of an i420 photograph.
void add_noise(Photograph& photograph, int amplitude, unsigned seed);

/// The motion between two poses.
[[nodiscard]] vision::Similarity motion_between(const vision::Similarity& before, const vision::Similarity& after);

/// The distance, in pixels, that two motions put at most between the same corner of a picture.
[[nodiscard]] double largest_difference(const vision::Similarity& one, const vision::Similarity& other, int width,
                                        int height);

}  // namespace brigade::tests
