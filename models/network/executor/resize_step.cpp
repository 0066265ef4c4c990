#include "models/network/executor/resize_step.hpp"

#include "models/network/executor/parallel_step.hpp"
#include "models/network/kernels/aligned_memory.hpp"

#include <algorithm>
#include <vector>

namespace brigade::models::network {

namespace {

/// Where a row or column of the output lies between two of the input.
struct Sample {
  int first = 0;
  int second = 0;
  float share = 0;  ///< of the second
};

/// As TensorFlow places them: with half-pixel centres pixels are squares, else points, from the first pixel's on or,
/// with aligned corners, from the first to the last.
std::vector<Sample> samples(int input, int output, const Resize& resize) {
  const bool corners = resize.align_corners && output > 1;
  const float step = corners ? static_cast<float>(input - 1) / static_cast<float>(output - 1)
                             : static_cast<float>(input) / static_cast<float>(output);
  const float shift = resize.half_pixel_centers && !resize.align_corners ? 0.5F : 0.0F;
  std::vector<Sample> made;
  for (int i = 0; i < output; ++i) {
    const float place = std::clamp((static_cast<float>(i) + shift) * step - shift, 0.0F, static_cast<float>(input - 1));
    const int first = static_cast<int>(place);
    made.push_back(
        {.first = first, .second = std::min(first + 1, input - 1), .share = place - static_cast<float>(first)});
  }
  return made;
}

/// All that the threads share.
struct ResizeRun {
  const KernelSet* kernels = nullptr;
  Image input;
  Image output;
  Activation activation;
  std::vector<Sample> rows;
  std::vector<Sample> columns;
};

const float* row_of(const Image& image, int row) {
  return image.values + static_cast<std::ptrdiff_t>(row) * image.shape.width * image.pixel_stride;
}

/// The row of input pixels that the sample stands for, at `memory`.
void blend_rows(const ResizeRun& run, const Sample& sample, float* memory) {
  const Image& image = run.input;
  const bool dense = image.pixel_stride == image.shape.channels;
  const int pixels = dense ? 1 : image.shape.width;
  const int count = dense ? image.shape.width * image.shape.channels : image.shape.channels;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    const std::ptrdiff_t offset = std::ptrdiff_t{pixel} * image.pixel_stride;
    run.kernels->blend({.a = row_of(image, sample.first) + offset,
                        .b = row_of(image, sample.second) + offset,
                        .share = sample.share,
                        .output = memory + std::ptrdiff_t{pixel} * count,
                        .count = count,
                        .activation = {}});
  }
}

/// `workspace`: a row of the input's width.
void compute_row(const ResizeRun& run, std::size_t row, void* workspace) {
  auto* blended = static_cast<float*>(workspace);
  blend_rows(run, run.rows[row], blended);
  const std::ptrdiff_t channels = run.input.shape.channels;
  float* output =
      run.output.values + static_cast<std::ptrdiff_t>(row) * run.output.shape.width * run.output.pixel_stride;
  for (const Sample& column : run.columns) {
    run.kernels->blend({.a = blended + column.first * channels,
                        .b = blended + column.second * channels,
                        .share = column.share,
                        .output = output,
                        .count = run.input.shape.channels,
                        .activation = run.activation});
    output += run.output.pixel_stride;
  }
}

}  // namespace

Step make_resize_step(const Lowering& lowering, const Resize& resize) {
  const Image& input = lowering.inputs[0];
  const Image& output = lowering.output;
  const auto row_floats = static_cast<std::size_t>(input.shape.width) * static_cast<std::size_t>(input.shape.channels);
  return make_parallel_step(
      lowering, describe(lowering, resize.clamp.unbounded() ? "resize bilinear" : "resize bilinear + clamp"),
      ResizeRun{.kernels = lowering.kernels,
                .input = input,
                .output = output,
                .activation = {.low = resize.clamp.low, .high = resize.clamp.high},
                .rows = samples(input.shape.height, output.shape.height, resize),
                .columns = samples(input.shape.width, output.shape.width, resize)},
      static_cast<std::size_t>(output.shape.height), whole_lines(row_floats * sizeof(float)), compute_row);
}

}  // namespace brigade::models::network
