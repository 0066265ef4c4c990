#include "models/network/executor/resize_step.hpp"

#include "models/network/kernels/aligned_memory.hpp"

#include <algorithm>
#include <memory>
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
  std::size_t row_floats = 0;
  float* workspace = nullptr;  ///< a row of the input's width for every thread
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

void compute_row(void* context, std::size_t thread, std::size_t row) {
  const auto& run = *static_cast<const ResizeRun*>(context);
  float* blended = run.workspace + thread * run.row_floats;
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
  auto run = std::make_shared<ResizeRun>();
  run->kernels = lowering.kernels;
  run->input = lowering.inputs[0];
  run->output = lowering.output;
  run->activation = {.low = resize.clamp.low, .high = resize.clamp.high};
  run->rows = samples(run->input.shape.height, run->output.shape.height, resize);
  run->columns = samples(run->input.shape.width, run->output.shape.width, resize);
  const std::size_t line = kBufferAlignment / sizeof(float);
  run->row_floats =
      (static_cast<std::size_t>(run->input.shape.width * run->input.shape.channels) + line - 1) / line * line;
  Step step;
  step.info = {.name = lowering.node->name,
               .kind = resize.clamp.unbounded() ? "resize bilinear" : "resize bilinear + clamp",
               .output_shape = to_string(lowering.output.shape)};
  step.workspace_bytes = run->row_floats * sizeof(float) * pthreadpool_get_threads_count(lowering.threads);
  step.set_up = [run](void* workspace) {
    run->workspace = static_cast<float*>(workspace);
    return xnn_status_success;
  };
  const std::uint32_t flags = lowering.last ? PTHREADPOOL_FLAG_YIELD_WORKERS : 0U;
  step.run = [run, flags, threads = lowering.threads] {
    pthreadpool_parallelize_1d_with_thread(threads, compute_row, run.get(), run->rows.size(), flags);
    return xnn_status_success;
  };
  return step;
}

}  // namespace brigade::models::network
