#include "models/network/executor/block_step.hpp"

#include "models/network/executor/block_parts.hpp"
#include "models/network/executor/image_sources.hpp"
#include "models/network/executor/kernel_table.hpp"
#include "models/network/executor/parallel_step.hpp"
#include "models/network/kernels/block_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

const Tensor& constant_at(const Lowering& lowering, std::size_t input) {
  return *float_constant(*lowering.graph, lowering.node->inputs[input]);
}

std::int64_t dimension(const Lowering& lowering, const BlockLayer& layer, std::size_t index) {
  return constant_at(lowering, layer.filter).shape[index];
}

/// `image`: that it is computed for. If that is a single pixel, it waits for nothing but its weights, and reads those
/// that were rounded as the 8 bits that they are.
PointwiseLayer pointwise_layer(const Lowering& lowering, const BlockLayer& layer, const ImageShape& image) {
  const Tensor& filter = constant_at(lowering, layer.filter);
  const Tensor& bias = constant_at(lowering, layer.filter + 1);
  PointwiseLayer made{.inputs = static_cast<int>(dimension(lowering, layer, 2)),
                      .outputs = static_cast<int>(dimension(lowering, layer, 3)),
                      .weights = nullptr,
                      .activation = activation_of(layer)};
  if (layer.convolution.int8()) {
    made.integers = lowering.weights->integers(*lowering.kernels, layer.convolution, filter, bias);
  } else if (image.pixels() == 1 && !layer.convolution.filter_scales.empty()) {
    made.rounded_weights = lowering.weights->rounded(*lowering.kernels, layer.convolution, filter, bias);
  } else if (choose_strassen(*lowering.kernels, made.inputs, made.outputs, image.width)) {
    made.strassen_weights = lowering.weights->strassen(*lowering.kernels, filter, bias);
  } else {
    made.weights = lowering.weights->pointwise(*lowering.kernels, filter, bias);
  }
  return made;
}

const FusedBlock& block_of(const Lowering& lowering) { return std::get<FusedBlock>(lowering.node->op); }

/// What the first layer reads.
ImageShape image_shape(const Lowering& lowering) { return joined_shape(lowering.inputs, block_of(lowering).sources); }

/// Of a layer whose window is square.
Padding padding_of(const Lowering& lowering, const BlockLayer& layer, const ImageShape& image) {
  const int window = static_cast<int>(dimension(lowering, layer, 0));
  return explicit_padding(layer.convolution.padding, {.height = image.height, .width = image.width},
                          {.height = window, .width = window}, layer.convolution.stride);
}

/// Whether a layer that computes in floats has rounded weights, and kernels that take its values in bfloat16.
bool computes_in_bfloat16(const Lowering& lowering, const BlockLayer& layer) {
  return lowering.kernels->bfloat16 != nullptr && !layer.convolution.filter_scales.empty() && !layer.convolution.int8();
}

/// Whether the depthwise layers of a block read rows in pairs: all or none, as they read the same rows. To a window of
/// 3x3 they save no more than it costs to pair them, and a residual that lies in these rows must not be rounded.
bool reads_pairs(const Lowering& lowering, const FusedBlock& fused) {
  constexpr int kLeastWindow = 5;
  std::vector<const BlockLayer*> layers;
  if (fused.depthwise) {
    layers.push_back(&*fused.depthwise);
  }
  if (fused.beside) {
    layers.push_back(&fused.beside->depthwise);
  }
  const auto is_large = [&](const BlockLayer* layer) { return dimension(lowering, *layer, 0) >= kLeastWindow; };
  const auto is_rounded = [&](const BlockLayer* layer) { return computes_in_bfloat16(lowering, *layer); };
  return std::ranges::any_of(layers, is_large) && std::ranges::all_of(layers, is_rounded) && !fused.adds_input;
}

/// `pairs`: whether it reads rows in pairs.
DepthwiseLayer depthwise_layer(const Lowering& lowering, const BlockLayer& layer, const ImageShape& image, bool pairs) {
  const Padding padding = padding_of(lowering, layer, image);
  const Tensor& filter = constant_at(lowering, layer.filter);
  const Tensor& bias = constant_at(lowering, layer.filter + 1);
  DepthwiseLayer made{.window = static_cast<int>(dimension(lowering, layer, 0)),
                      .stride = layer.convolution.stride.height,
                      .channels = static_cast<int>(dimension(lowering, layer, 2)),
                      .padding_top = padding.top,
                      .padding_left = padding.left,
                      .weights = nullptr,
                      .activation = activation_of(layer)};
  if (pairs) {
    made.pairs = lowering.weights->depthwise_pairs(*lowering.kernels, layer.convolution, filter, bias);
  } else {
    made.weights = lowering.weights->depthwise(*lowering.kernels, filter, bias);
  }
  return made;
}

DenseLayer dense_layer(const Lowering& lowering, const BlockLayer& layer, const ImageShape& image) {
  const Padding padding = padding_of(lowering, layer, image);
  const Tensor& filter = constant_at(lowering, layer.filter);
  const Tensor& bias = constant_at(lowering, layer.filter + 1);
  DenseLayer made{.window = static_cast<int>(dimension(lowering, layer, 0)),
                  .stride = layer.convolution.stride.height,
                  .inputs = static_cast<int>(dimension(lowering, layer, 2)),
                  .outputs = static_cast<int>(dimension(lowering, layer, 3)),
                  .padding_top = padding.top,
                  .padding_left = padding.left,
                  .weights = nullptr,
                  .activation = activation_of(layer)};
  if (computes_in_bfloat16(lowering, layer)) {
    made.pairs = lowering.weights->dense_pairs(*lowering.kernels, layer.convolution, filter, bias);
  } else {
    made.weights = lowering.weights->pointwise(*lowering.kernels, filter, bias);
  }
  return made;
}

/// Rows of two rows, and so on, until they are wide. A 1x1 convolution alone does not care in which rows its pixels
/// lie, and Strassen's algorithm pairs the halves of a row: those are to fill tiles.
ImageShape in_wide_rows(ImageShape image) {
  constexpr int kLeastWidth = 28;
  while (image.width < kLeastWidth && image.height % 2 == 0) {
    image.width *= 2;
    image.height /= 2;
  }
  return image;
}

/// `input`: the shape of what the block's producer makes, or of the image that it reads; `output`: of what it makes.
Block make_layers(const Lowering& lowering, const FusedBlock& fused, const ImageShape& input,
                  const ImageShape& output) {
  const bool pairs = reads_pairs(lowering, fused);
  Block block;
  block.kernels = lowering.kernels;
  block.input_rows = input.height;
  block.input_columns = input.width;
  block.output_rows = output.height;
  block.output_columns = output.width;
  block.adds_input = fused.adds_input;
  if (fused.expand) {
    block.expand = pointwise_layer(lowering, *fused.expand, input);
  }
  if (fused.depthwise) {
    block.depthwise = depthwise_layer(lowering, *fused.depthwise, input, pairs);
  }
  if (fused.project) {
    block.project = pointwise_layer(lowering, *fused.project, output);
  }
  if (fused.dense) {
    block.dense = dense_layer(lowering, *fused.dense, input);
  }
  if (fused.beside) {
    block.beside = BlockBranch{.depthwise = depthwise_layer(lowering, fused.beside->depthwise, input, pairs),
                               .project = pointwise_layer(lowering, fused.beside->project, output)};
  }
  return block;
}

/// `producer`: what `fused` has as its producer.
Block make_block(const Lowering& lowering, const FusedBlock& fused, std::shared_ptr<const Block> producer) {
  const ImageShape image = image_shape(lowering);
  const auto shape_of = [&](const FusedBlock& block) {
    return block_shape(*lowering.graph, *lowering.node, block, image);
  };
  Block block = make_layers(lowering, fused, producer ? shape_of(*fused.producer) : image, shape_of(fused));
  block.producer = std::move(producer);
  return block;
}

/// Whether the block is a 1x1 convolution alone to which wide rows are worth something, and of which nobody asks for
/// rows. (Integers of one row are rounded together: they keep theirs.)
bool wants_wide_rows(const Lowering& lowering, const FusedBlock& fused) {
  const bool of_floats = fused.project && !fused.project->convolution.int8();
  return of_floats && !fused.depthwise && lowering.kernels->strassen_pays && lowering.largest.values == nullptr;
}

/// The block that makes the step's image.
Block make_last_block(const Lowering& lowering, std::shared_ptr<const Block> producer) {
  const FusedBlock& fused = block_of(lowering);
  if (wants_wide_rows(lowering, fused)) {
    const ImageShape rows = in_wide_rows(image_shape(lowering));
    return make_layers(lowering, fused, rows, rows);
  }
  return make_block(lowering, fused, std::move(producer));
}

std::shared_ptr<const Block> make_producer(const Lowering& lowering, const FusedBlock& fused) {
  return fused.producer ? std::make_shared<const Block>(
                              make_block(lowering, *fused.producer, make_producer(lowering, *fused.producer)))
                        : nullptr;
}

/// The block that reads the image.
const FusedBlock& first_of(const FusedBlock& fused) { return fused.producer ? first_of(*fused.producer) : fused; }

BlockImages images_of(const Lowering& lowering, const FusedBlock& fused) {
  const auto source = [](const Image& image) {
    return RowSource{.values = image.values, .pixel_stride = image.pixel_stride};
  };
  const std::optional<std::size_t> scale = first_of(fused).scale;
  return {.input = source(lowering.inputs[0]),
          .sources = fused.sources.empty() ? std::vector<ImageSource>{} : image_sources(lowering.inputs, fused.sources),
          .scale = scale ? lowering.inputs[*scale].values : nullptr,
          .residual = fused.residual ? source(lowering.inputs[*fused.residual]) : RowSource{},
          .output = lowering.output.values,
          .output_pixel_stride = lowering.output.pixel_stride,
          .largest = lowering.largest};
}

std::string hard_swish_text(const Activation& activation) { return activation.hard_swish ? " hard-swish" : ""; }

template <typename Layer>
std::string windowed_text(const std::string& name, const Layer& layer) {
  return (layer.pairs ? "bfloat16 " : "") + name +
         window_text({.height = layer.window, .width = layer.window}, {.height = layer.stride, .width = layer.stride}) +
         hard_swish_text(layer.activation);
}

std::string pointwise_text(const PointwiseLayer& layer, const std::string& outputs = "") {
  return (layer.integers ? "int8 1x1" : "1x1") + outputs + (layer.rounded_weights ? " of 8-bit weights" : "") +
         hard_swish_text(layer.activation);
}

std::string branch_text(const DepthwiseLayer& depthwise, const PointwiseLayer& project) {
  return windowed_text("depthwise ", depthwise) + " + " + pointwise_text(project);
}

/// What a profile says of a block alone.
std::string kind_of_layers(const FusedBlock& fused, const Block& block) {
  std::vector<std::string> parts;
  if (block.expand) {
    parts.push_back(pointwise_text(*block.expand, fmt::format(" to {}", block.expand->outputs)));
  }
  if (block.depthwise) {
    parts.push_back(windowed_text("depthwise ", *block.depthwise));
  }
  if (block.project) {
    parts.push_back(pointwise_text(*block.project));
  }
  if (block.dense) {
    parts.push_back(windowed_text("conv ", *block.dense));
  }
  if (fused.residual || fused.adds_input) {
    parts.emplace_back("add");
  }
  const std::string layers = fmt::format("{}", fmt::join(parts, " + "));
  return (reads_resized(fused.sources) ? "resize + " : "") +
         (block.beside ? branch_text(block.beside->depthwise, block.beside->project) + " beside " : "") + layers;
}

/// What it says of the producer, and of what that reads.
std::string kind_of_producer(const FusedBlock& fused, const Block& block) {
  return fused.producer ? kind_of_producer(*fused.producer, *block.producer) +
                              kind_of_layers(*fused.producer, *block.producer) + ", "
                        : "";
}

/// Of one pixel of its output.
std::int64_t multiply_accumulates(const PointwiseLayer& layer) { return std::int64_t{layer.inputs} * layer.outputs; }

std::int64_t multiply_accumulates(const DepthwiseLayer& layer) {
  return std::int64_t{layer.channels} * layer.window * layer.window;
}

std::int64_t multiply_accumulates(const DenseLayer& layer) {
  return std::int64_t{layer.inputs} * layer.outputs * layer.window * layer.window;
}

/// Those of them that Strassen's algorithm does without: one product of eight, where there are pairs of strips.
std::int64_t spared(const KernelSet& kernels, const PointwiseLayer& layer) {
  const int paired = layer.outputs - layer.outputs % strassen_channels(kernels);
  return layer.strassen_weights ? std::int64_t{layer.inputs} * paired / 8 : 0;
}

/// Strassen's algorithm is for 1x1 convolutions alone.
std::int64_t spared(const KernelSet& /*kernels*/, const DepthwiseLayer& /*layer*/) { return 0; }
std::int64_t spared(const KernelSet& /*kernels*/, const DenseLayer& /*layer*/) { return 0; }

/// Of all layers, each of which has `count(layer)` for every pixel of its output.
template <typename Count>
std::int64_t sum_of_layers(const Block& block, const Count& count) {
  const std::int64_t inputs = std::int64_t{block.input_rows} * block.input_columns;
  const std::int64_t outputs = std::int64_t{block.output_rows} * block.output_columns;
  const auto of_layer = [&](const auto& layer) { return layer ? count(*layer) : 0; };
  std::int64_t sum = inputs * of_layer(block.expand) +
                     outputs * (of_layer(block.depthwise) + of_layer(block.project) + of_layer(block.dense));
  if (block.beside) {
    sum += outputs * (count(block.beside->depthwise) + count(block.beside->project));
  }
  return sum;
}

std::int64_t multiply_accumulates(const Block& block) {
  return sum_of_layers(block, [](const auto& layer) { return multiply_accumulates(layer); });
}

std::int64_t spared(const Block& block) {
  return sum_of_layers(block, [&](const auto& layer) { return spared(*block.kernels, layer); });
}

/// What the threads share, but for the workers, of which each has one.
struct BlockRun {
  std::vector<BlockTask> tasks;
  std::deque<BlockWorker> workers = {};  ///< a deque, because they know their own addresses
};

void compute_task(const std::shared_ptr<BlockRun>& run, std::size_t task, const TaskPlace& place) {
  run->workers[place.thread].compute(task);
}

OperatorInfo describe_readers(std::span<const Lowering> readers, std::span<const PlacedBlock> blocks) {
  std::string kind = kind_of_producer(block_of(readers[0]), blocks[0].block);
  std::int64_t all = 0;
  std::int64_t not_done = 0;
  const auto count = [&](const Block& block) {
    all += multiply_accumulates(block);
    not_done += spared(block);
  };
  for (const Block* producer = blocks[0].block.producer.get(); producer != nullptr;
       producer = producer->producer.get()) {
    count(*producer);
  }
  for (std::size_t i = 0; i < readers.size(); ++i) {
    kind += (i == 0 ? "" : ", ") + kind_of_layers(block_of(readers[i]), blocks[i].block);
    count(blocks[i].block);
  }
  OperatorInfo info = describe(readers[0], std::move(kind), all - not_done);
  info.spared = not_done;
  return info;
}

}  // namespace

Step make_block_step(std::span<const Lowering> readers) {
  const std::shared_ptr<const Block> producer = make_producer(readers[0], block_of(readers[0]));
  std::vector<PlacedBlock> blocks;
  blocks.reserve(readers.size());
  for (const Lowering& reader : readers) {
    blocks.push_back({.block = make_last_block(reader, producer), .images = images_of(reader, block_of(reader))});
  }
  const std::size_t threads = pthreadpool_get_threads_count(readers[0].threads);
  const auto run = std::make_shared<BlockRun>(BlockRun{.tasks = share_out(blocks, static_cast<int>(threads))});
  const std::size_t bytes = BlockWorker::floats(run->tasks) * sizeof(float);
  Step step =
      make_parallel_step(readers[0], describe_readers(readers, blocks), run, run->tasks.size(), bytes, compute_task);
  step.set_up = [set_up = std::move(step.set_up), run, threads](const Workspaces& workspaces) {
    for (std::size_t thread = 0; thread < threads; ++thread) {
      run->workers.emplace_back(run->tasks, reinterpret_cast<float*>(workspaces.of(thread)));
    }
    return set_up(workspaces);
  };
  step.run = [compute = std::move(step.run), run] {
    std::ranges::for_each(run->workers, &BlockWorker::begin);
    return compute();
  };
  return step;
}

}  // namespace brigade::models::network
