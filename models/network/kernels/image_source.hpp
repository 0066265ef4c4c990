#pragma once

#include "models/network/kernels/kernel_set.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace brigade::models::network {

/// How the rows and columns of a resized image lie between those of the image in memory.
struct Resampling {
  std::vector<Sample> rows;  ///< of every row of the resized image
  std::vector<Sample> columns;
  Activation clamp;  ///< of what is interpolated, without hard-swish
};

/// Channels of an image that an operator reads: as they lie in memory or, where there is a resampling, interpolated row
/// by row when they are needed, so that the resized image itself is never in memory.
struct ImageSource {
  RowSource image;  ///< from its first pixel on
  int columns = 0;  ///< of the image in memory
  int channels = 0;
  std::optional<Resampling> resampling = std::nullopt;
};

/// Floats of working memory that a call of `read_row` or `add_row` needs, aligned like allocate_aligned's.
[[nodiscard]] std::size_t row_workspace_floats(const ImageSource& source);

/// Writes a row of so many pixels to `target`, multiplied with `scale`, a value of each channel, where that is not
/// null. Several threads may read rows of one source at once, each with working memory of its own.
void read_row(const KernelSet& kernels, const ImageSource& source, int row, int pixels, const float* scale,
              const RowTarget& target, float* memory);

/// Adds such a row up: the sum of each channel is added to what `sums` has of it. As `read_row` else.
void add_row(const KernelSet& kernels, const ImageSource& source, int row, int pixels, float* sums, float* memory);

/// Writes the channels of a single pixel to `values`, in plain code.
void read_pixel(const ImageSource& source, int row, int column, std::span<float> values);

}  // namespace brigade::models::network
