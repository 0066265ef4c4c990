#include "models/network/executor/largest_step.hpp"

#include "models/network/executor/parallel_step.hpp"

#include <cstddef>

namespace brigade::models::network {

namespace {

/// All that the threads share.
struct LargestRun {
  const KernelSet* kernels = nullptr;
  Image image;
  LargestValues largest;
};

void find_in_row(const LargestRun& run, std::size_t row, const TaskPlace& /*place*/) {
  const int width = run.image.shape.width;
  const RowSource image{.values = run.image.values, .pixel_stride = run.image.pixel_stride};
  find_largest(*run.kernels, run.largest, moved(image, static_cast<int>(row) * width), run.image.shape.channels, width,
               static_cast<int>(row));
}

}  // namespace

Step make_largest_step(const Lowering& lowering) {
  return make_parallel_step(
      lowering, describe(lowering, "largest values"),
      LargestRun{.kernels = lowering.kernels, .image = lowering.output, .largest = lowering.largest},
      static_cast<std::size_t>(lowering.output.shape.height), 0, find_in_row);
}

}  // namespace brigade::models::network
