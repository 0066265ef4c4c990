#include "models/network/executor/resize_step.hpp"

#include "models/network/executor/image_sources.hpp"
#include "models/network/executor/parallel_step.hpp"
#include "models/network/kernels/aligned_memory.hpp"

namespace brigade::models::network {

namespace {

/// All that the threads share.
struct ResizeRun {
  const KernelSet* kernels = nullptr;
  ImageSource input;
  Image output;
};

void compute_row(const ResizeRun& run, std::size_t row, const TaskPlace& place) {
  const Image& output = run.output;
  const RowTarget target{
      .values = output.values + static_cast<std::ptrdiff_t>(row) * output.shape.width * output.pixel_stride,
      .pixel_stride = output.pixel_stride,
      .block_stride = run.kernels->lanes};
  read_row(*run.kernels, run.input, static_cast<int>(row), output.shape.width, nullptr, target,
           static_cast<float*>(place.workspace));
}

}  // namespace

Step make_resize_step(const Lowering& lowering, const Resize& resize) {
  const ImageSource input = resized_source(lowering.inputs[0], resize);
  const std::size_t bytes = row_workspace_floats(input) * sizeof(float);
  return make_parallel_step(
      lowering, describe(lowering, resize.clamp.unbounded() ? "resize bilinear" : "resize bilinear + clamp"),
      ResizeRun{.kernels = lowering.kernels, .input = input, .output = lowering.output},
      static_cast<std::size_t>(lowering.output.shape.height), bytes, compute_row);
}

}  // namespace brigade::models::network
