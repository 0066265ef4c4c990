#pragma once

#include "models/colour_transform.hpp"
#include "models/letterbox_geometry.hpp"
#include "models/preprocessing.hpp"
#include "vision/image.hpp"

#include <array>
#include <span>
#include <vector>

namespace brigade::models {

/// How one axis of a plane is resized: sample i becomes the blend of the plane's samples `indices[i]` and
/// `indices[i] + 1`, of the second by `weights[i]`.
struct AxisSampling {
  std::vector<int> indices;
  std::vector<float> weights;  ///< 0..1
};

/// Brings images of any format and size into a network's input tensor in one pass: resized bilinearly (half-pixel
/// centres, as OpenCV's INTER_LINEAR), letterboxed, converted to the tensor's colours and normalised.
///
/// Row by row: the two image rows around an input row are blended, at each plane's own resolution; then columns are
/// blended, at places computed once per image size; only the resized row is converted to colours. Chroma of i420 and
/// nv12 is taken to lie in the centre of its four pixels. One thread may use it at a time.
class Letterbox {
 public:
  /// `input_width` and `input_height`, in pixels, are those of the tensor that `apply` fills.
  Letterbox(int input_width, int input_height, const Preprocessing& preprocessing);

  /// Fills the tensor, input_height x input_width x 3 values, channels fastest. Allocates only when the image's layout
  /// differs from the last one's. The image is at least 1x1 and has all planes of its format.
  void apply(const vision::ImageView& image, std::span<float> input);

  /// Of the last image.
  [[nodiscard]] const LetterboxGeometry& geometry() const { return geometry_; }

 private:
  void plan(const vision::ImageLayout& layout);
  void resize_row(const vision::ImageView& image, int row);

  Preprocessing preprocessing_;
  int input_width_;
  int input_height_;

  // Of the last image's layout.
  vision::ImageLayout layout_{.width = 0, .height = 0};
  LetterboxGeometry geometry_;
  ColourTransform colours_;
  std::array<AxisSampling, 3> columns_;  ///< for each plane
  std::array<AxisSampling, 3> rows_;     ///< for each plane

  // One row: of each plane, blended from two of the image's rows; then of each channel, resized.
  std::array<std::vector<float>, 3> plane_rows_;
  std::array<std::vector<float>, 3> channel_rows_;
};

}  // namespace brigade::models
