#include "models/network/executor/mean_step.hpp"

#include "models/network/executor/image_sources.hpp"
#include "models/network/executor/parallel_step.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

/// Channels that one thread computes.
struct MeanPart {
  ImageSource source;
  float* output = nullptr;
};

/// All that the threads share.
struct MeanRun {
  const KernelSet* kernels = nullptr;
  int rows = 0;
  int columns = 0;
  std::vector<MeanPart> parts;
};

/// Working memory: a row, its means, and what reading it needs.
struct MeanWorkspace {
  std::size_t row = 0;
  std::size_t means = 0;
  std::size_t source = 0;
};

MeanWorkspace workspace_of(const MeanRun& run, const ImageSource& source) {
  if (!source.resampling) {
    return {};
  }
  const auto channels = static_cast<std::size_t>(source.channels);
  return {.row = buffer_floats(static_cast<std::size_t>(run.columns) * channels),
          .means = buffer_floats(channels),
          .source = row_workspace_floats(source)};
}

std::size_t workspace_bytes(const MeanRun& run) {
  std::size_t floats = 0;
  for (const MeanPart& part : run.parts) {
    const MeanWorkspace needed = workspace_of(run, part.source);
    floats = std::max(floats, needed.row + needed.means + needed.source);
  }
  return floats * sizeof(float);
}

/// The mean of the means of rows.
void mean_of_resized(const MeanRun& run, const MeanPart& part, float* row) {
  const ImageSource& source = part.source;
  const MeanWorkspace sizes = workspace_of(run, source);
  float* means = row + sizes.row;
  float* memory = means + sizes.means;
  std::fill_n(part.output, source.channels, 0.0F);
  for (int i = 0; i < run.rows; ++i) {
    read_row(*run.kernels, source, i, run.columns, nullptr,
             {.values = row, .pixel_stride = source.channels, .block_stride = run.kernels->lanes}, memory);
    run.kernels->mean({.input = {.values = row, .pixel_stride = source.channels},
                       .channels = source.channels,
                       .rows = 1,
                       .columns = run.columns,
                       .output = means});
    std::transform(means, means + source.channels, part.output, part.output, std::plus<>());
  }
  const float share = 1.0F / static_cast<float>(run.rows);
  std::transform(part.output, part.output + source.channels, part.output, [&](float sum) { return sum * share; });
}

void compute_part(const MeanRun& run, std::size_t index, void* workspace) {
  const MeanPart& part = run.parts[index];
  if (part.source.resampling) {
    mean_of_resized(run, part, static_cast<float*>(workspace));
    return;
  }
  run.kernels->mean({.input = part.source.image,
                     .channels = part.source.channels,
                     .rows = run.rows,
                     .columns = run.columns,
                     .output = part.output});
}

/// Less than this is done sooner by one thread than another is woken.
constexpr std::int64_t kLeastValues = 1 << 15;

/// Channels of each source for each thread, and next to each other what is for the same one, since resized channels
/// take longer. Whole lines of memory: a thread that read parts of another's would read them from memory again.
std::vector<MeanPart> share_out(const std::vector<ImageSource>& sources, float* output, int threads) {
  constexpr int kLine = kBufferAlignment / sizeof(float);
  std::vector<MeanPart> parts;
  for (int thread = 0; thread < threads; ++thread) {
    float* first_output = output;
    for (const ImageSource& source : sources) {
      const int lines = (source.channels + kLine - 1) / kLine;
      const int channels_of_part = (lines + threads - 1) / threads * kLine;
      const int first = thread * channels_of_part;
      const int count = std::min(channels_of_part, source.channels - first);
      if (count > 0) {
        parts.push_back({.source = channels_of(source, first, count), .output = first_output + first});
      }
      first_output += source.channels;
    }
  }
  return parts;
}

}  // namespace

Step make_mean_step(const Lowering& lowering, const Mean& mean) {
  const ImageShape shape = joined_shape(lowering.inputs, mean.sources);
  const auto threads =
      shape.values() < kLeastValues ? 1 : static_cast<int>(pthreadpool_get_threads_count(lowering.threads));
  MeanRun run{.kernels = lowering.kernels,
              .rows = shape.height,
              .columns = shape.width,
              .parts = share_out(image_sources(lowering.inputs, mean.sources), lowering.output.values, threads)};
  const std::size_t parts = run.parts.size();
  const std::size_t bytes = workspace_bytes(run);
  return make_parallel_step(lowering, describe(lowering, reads_resized(mean.sources) ? "resize + mean" : "mean"),
                            std::move(run), parts, bytes, compute_part);
}

}  // namespace brigade::models::network
