#include "models/network/kernels/image_source.hpp"

#include "models/network/kernels/aligned_memory.hpp"

#include <algorithm>

namespace brigade::models::network {

namespace {

float between(float a, float b, float share) { return share * b + (1 - share) * a; }

/// The row of pixels in memory that the sample stands for: one that is there, or one made at `memory`.
RowSource blended_row(const KernelSet& kernels, const ImageSource& source, const Sample& sample, float* memory) {
  const RowSource first = moved(source.image, sample.first * source.columns);
  if (sample.share == 0) {
    return first;
  }
  kernels.blend({.a = first,
                 .b = moved(source.image, sample.second * source.columns),
                 .share = sample.share,
                 .output = memory,
                 .channels = source.channels,
                 .pixels = source.columns});
  return {.values = memory, .pixel_stride = source.channels};
}

}  // namespace

std::size_t row_workspace_floats(const ImageSource& source) {
  return source.resampling
             ? buffer_floats(static_cast<std::size_t>(source.columns) * static_cast<std::size_t>(source.channels))
             : 0;
}

void read_row(const KernelSet& kernels, const ImageSource& source, int row, int pixels, const float* scale,
              const RowTarget& target, float* memory) {
  if (!source.resampling) {
    kernels.copy({.input = moved(source.image, row * source.columns),
                  .scale = scale,
                  .output = target,
                  .channels = source.channels,
                  .pixels = pixels});
    return;
  }
  const Resampling& resampling = *source.resampling;
  kernels.interpolate({.input = blended_row(kernels, source, resampling.rows[static_cast<std::size_t>(row)], memory),
                       .samples = resampling.columns.data(),
                       .scale = scale,
                       .output = target,
                       .channels = source.channels,
                       .pixels = pixels,
                       .activation = resampling.clamp});
}

void add_row(const KernelSet& kernels, const ImageSource& source, int row, int pixels, float* sums, float* memory) {
  if (!source.resampling) {
    kernels.sum({.input = moved(source.image, row * source.columns),
                 .channels = source.channels,
                 .pixels = pixels,
                 .sums = sums});
    return;
  }
  const Resampling& resampling = *source.resampling;
  kernels.sum_interpolated(
      {.input = blended_row(kernels, source, resampling.rows[static_cast<std::size_t>(row)], memory),
       .samples = resampling.columns.data(),
       .channels = source.channels,
       .pixels = pixels,
       .activation = resampling.clamp,
       .sums = sums});
}

void read_pixel(const ImageSource& source, int row, int column, std::span<float> values) {
  const auto pixel = [&](int y, int x) { return moved(source.image, y * source.columns + x).values; };
  if (!source.resampling) {
    std::copy_n(pixel(row, column), values.size(), values.begin());
    return;
  }
  const Resampling& resampling = *source.resampling;
  const Sample& y = resampling.rows[static_cast<std::size_t>(row)];
  const Sample& x = resampling.columns[static_cast<std::size_t>(column)];
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float left = between(pixel(y.first, x.first)[i], pixel(y.second, x.first)[i], y.share);
    const float right = between(pixel(y.first, x.second)[i], pixel(y.second, x.second)[i], y.share);
    values[i] = std::clamp(between(left, right, x.share), resampling.clamp.low, resampling.clamp.high);
  }
}

}  // namespace brigade::models::network
