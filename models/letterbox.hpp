#pragma once

#include "models/blend_rows.hpp"
#include "models/colour_transform.hpp"
#include "models/letterbox_geometry.hpp"
#include "models/preprocessing.hpp"
#include "models/resize_row.hpp"
#include "vision/image.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

struct pthreadpool;

namespace brigade::models {

/// Where the rows of a resized plane come from: row i is the blend of the plane's rows `places[i]` and the one below.
struct RowSampling {
  std::vector<int> places;
  std::vector<std::uint16_t> lower_weights;  ///< see RowPair
};

/// Brings images of any format and size into a network's input tensor in one pass: resized bilinearly (half-pixel
/// centres, as OpenCV's INTER_LINEAR), letterboxed, converted to the tensor's colours and normalised.
///
/// Row by row: the two image rows around an input row are blended, at each plane's own resolution; then columns are
/// blended, at places computed once per image size, and what comes out goes through the colours straight into the
/// tensor. Both blends are done in integers, so every build gives the same. Chroma of i420 and nv12 is taken to lie in
/// the centre of its four pixels. One thread may use it at a time; rows are shared out between the threads of a pool.
class Letterbox {
 public:
  /// `input_width` and `input_height`, in pixels, are those of the tensor that `apply` fills. `threads`: those of the
  /// network that reads the tensor, so that each finds its part of it in its own cache and is awake when the network
  /// begins; it must outlive this. Null: the calling thread alone.
  Letterbox(int input_width, int input_height, const Preprocessing& preprocessing, pthreadpool* threads = nullptr);

  /// Fills the tensor, input_height x input_width x 3 values, channels fastest. The border is written only when the
  /// image's layout or the tensor's place differs from the last one's: nobody else may write there in between.
  /// Allocates only when the layout differs. The image is at least 1x1 and has all planes of its format.
  void apply(const vision::ImageView& image, std::span<float> input);

  /// Of the last image.
  [[nodiscard]] const LetterboxGeometry& geometry() const { return geometry_; }

 private:
  /// One row of the image, blended: three channels, or the first has them all.
  using BlendedRow = std::array<std::vector<std::int16_t>, 3>;

  void plan(const vision::ImageLayout& layout);
  [[nodiscard]] RowPair rows_around(const vision::ImageView& image, std::size_t plane, std::size_t row) const;
  void blend(const vision::ImageView& image, std::size_t row, BlendedRow& blended) const;
  void resize(const BlendedRow& blended, float* target) const;
  void fill_band(const vision::ImageView& image, std::size_t band, BlendedRow& blended, float* first_row) const;

  Preprocessing preprocessing_;
  int input_width_;
  int input_height_;
  pthreadpool* threads_;
  const float* bordered_ = nullptr;  ///< the tensor that has its border already; only compared

  // Of the last image's layout.
  vision::ImageLayout layout_{.width = 0, .height = 0};
  LetterboxGeometry geometry_;
  ColourTransform colours_;
  std::array<RowSampling, 3> rows_;        ///< for each plane
  std::array<ColumnSampling, 3> columns_;  ///< for each plane

  std::vector<BlendedRow> blended_;  ///< of each thread
};

}  // namespace brigade::models
