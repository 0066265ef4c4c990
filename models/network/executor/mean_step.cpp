#include "models/network/executor/mean_step.hpp"

#include "models/network/executor/parallel_step.hpp"

#include <algorithm>

namespace brigade::models::network {

namespace {

/// All that the threads share.
struct MeanRun {
  MeanWork whole;
  void (*mean)(const MeanWork& work) = nullptr;
  int channels_of_task = 0;
};

void compute_channels(const MeanRun& run, std::size_t task, void*) {
  const int first = static_cast<int>(task) * run.channels_of_task;
  MeanWork work = run.whole;
  work.input.values += first;
  work.output += first;
  work.channels = std::min(run.channels_of_task, run.whole.channels - first);
  run.mean(work);
}

/// Less than this is done sooner by one thread than another is woken.
constexpr std::int64_t kLeastValues = 1 << 15;

}  // namespace

Step make_mean_step(const Lowering& lowering) {
  const Image& image = lowering.inputs[0];
  const ImageShape& shape = image.shape;
  const auto threads =
      shape.values() < kLeastValues ? 1 : static_cast<int>(pthreadpool_get_threads_count(lowering.threads));
  // Whole lines of memory: a thread that read parts of another's would read them from memory again.
  const int line = static_cast<int>(kBufferAlignment / sizeof(float));
  const int lines = (shape.channels + line - 1) / line;
  const int channels_of_task = (lines + threads - 1) / threads * line;
  return make_parallel_step(lowering, describe(lowering, "mean"),
                            MeanRun{.whole = {.input = {.values = image.values, .pixel_stride = image.pixel_stride},
                                              .channels = shape.channels,
                                              .rows = shape.height,
                                              .columns = shape.width,
                                              .output = lowering.output.values},
                                    .mean = lowering.kernels->mean,
                                    .channels_of_task = channels_of_task},
                            static_cast<std::size_t>((shape.channels + channels_of_task - 1) / channels_of_task), 0,
                            compute_channels);
}

}  // namespace brigade::models::network
