#include "models/network/executor/mean_step.hpp"

#include "models/network/executor/image_sources.hpp"
#include "models/network/executor/parallel_step.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

/// Less than this is done sooner by one thread than another is woken.
constexpr std::int64_t kLeastValues = 1 << 15;
/// However many threads there are, so that sums, and so results, do not depend on their number.
constexpr int kBands = 8;

/// All that the threads share: the image's rows come in bands, each of which is added up by itself.
struct MeanRun {
  const KernelSet* kernels = nullptr;
  std::vector<ImageSource> sources;
  ImageShape shape;
  int bands = 1;
  std::shared_ptr<float> sums = nullptr;  ///< of each channel of each band
  float* output = nullptr;
};

std::size_t channels_floats(const MeanRun& run) { return buffer_floats(static_cast<std::size_t>(run.shape.channels)); }

float* sums_of(const MeanRun& run, int band) {
  return run.sums.get() + static_cast<std::size_t>(band) * channels_floats(run);
}

std::size_t workspace_bytes(const MeanRun& run) {
  std::size_t floats = 0;
  for (const ImageSource& source : run.sources) {
    floats = std::max(floats, row_workspace_floats(source));
  }
  return floats * sizeof(float);
}

void add_band(const MeanRun& run, std::size_t index, const TaskPlace& place) {
  const int band = static_cast<int>(index);
  const int end_row = run.shape.height * (band + 1) / run.bands;
  float* sums = sums_of(run, band);
  std::fill_n(sums, run.shape.channels, 0.0F);
  for (const ImageSource& source : run.sources) {
    for (int row = run.shape.height * band / run.bands; row < end_row; ++row) {
      add_row(*run.kernels, source, row, run.shape.width, sums, static_cast<float*>(place.workspace));
    }
    sums += source.channels;
  }
}

void add_bands(const MeanRun& run) {
  const float share = 1.0F / (static_cast<float>(run.shape.height) * static_cast<float>(run.shape.width));
  std::fill_n(run.output, run.shape.channels, 0.0F);
  for (int band = 0; band < run.bands; ++band) {
    const float* sums = sums_of(run, band);
    std::transform(sums, sums + run.shape.channels, run.output, run.output,
                   [&](float sum, float total) { return total + sum * share; });
  }
}

std::shared_ptr<float> allocate_sums(const MeanRun& run) {
  const std::size_t floats = channels_floats(run) * static_cast<std::size_t>(run.bands);
  const auto memory = std::make_shared<std::vector<float>>(floats);
  return {memory, memory->data()};
}

}  // namespace

Step make_mean_step(const Lowering& lowering, const Mean& mean) {
  MeanRun run{.kernels = lowering.kernels,
              .sources = image_sources(lowering.inputs, mean.sources),
              .shape = joined_shape(lowering.inputs, mean.sources),
              .output = lowering.output.values};
  run.bands = run.shape.values() < kLeastValues ? 1 : std::min(kBands, run.shape.height);
  run.sums = allocate_sums(run);
  Step step = make_parallel_step(lowering, describe(lowering, reads_resized(mean.sources) ? "resize + mean" : "mean"),
                                 run, static_cast<std::size_t>(run.bands), workspace_bytes(run), add_band);
  step.run = [add = std::move(step.run), run] {
    const xnn_status status = add();
    add_bands(run);
    return status;
  };
  return step;
}

}  // namespace brigade::models::network
