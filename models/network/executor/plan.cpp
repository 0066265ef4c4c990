#include "models/network/executor/plan.hpp"

#include "models/network/executor/block_step.hpp"
#include "models/network/executor/chain_blocks.hpp"
#include "models/network/executor/largest_step.hpp"
#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace brigade::models::network {

namespace {

using Clock = std::chrono::steady_clock;

AlignedMemory allocate(std::size_t bytes) {
  AlignedMemory memory = allocate_aligned(bytes);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

/// Of a row of a searched output.
constexpr int groups_of(int columns) { return (columns + kSearchedPixels - 1) / kSearchedPixels; }

/// What makes no work in a run: values that are there already, or computed when they are asked for.
bool is_left_out(const Graph& graph, NodeIndex node) {
  return as<Constant>(graph, node) != nullptr || as<Input>(graph, node) != nullptr || is_sparse(graph, node);
}

/// Whether a block or its producer reads that input as an image.
bool is_image(const FusedBlock& block, std::size_t input) {
  const bool is_source =
      std::ranges::any_of(block.sources, [&](const Source& source) { return source.input == input; });
  return input == 0 || is_source || block.residual == input || block.scale == input ||
         (block.producer && is_image(*block.producer, input));
}

/// Whether an operator packs that input, a filter or a bias, by itself.
bool is_packed(const Node& node, std::size_t input) {
  if (const auto* block = std::get_if<FusedBlock>(&node.op)) {
    return !is_image(*block, input);
  }
  return std::holds_alternative<Convolution>(node.op) && input != 0;
}

/// From this node on every operator lets the pool's threads sleep, so that they do not spin until the next run. (A
/// concatenation may come after it, which often needs no operator.)
NodeIndex first_yielding_node(const Graph& graph) {
  NodeIndex last = 0;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (!is_left_out(graph, node) && as<Concat>(graph, node) == nullptr) {
      last = node;
    }
  }
  return last;
}

}  // namespace

Plan::Plan(const Graph& graph, Extent input_size, int threads, const KernelSet& kernels,
           std::shared_ptr<WeightStore> weights)
    : kernels_(&kernels),
      weights_(std::move(weights)),
      shapes_(infer_shapes(graph, input_size)),
      placement_(place_values(graph, shapes_)),
      layout_(lay_out(placement_.buffers, static_cast<std::size_t>(std::max(threads, 1)))),
      arena_(allocate(layout_.bytes)) {
  if (xnn_initialize(nullptr) != xnn_status_success) {
    throw ModelError("XNNPACK does not run on this machine");
  }
  if (threads > 1) {
    pool_.reset(pthreadpool_create(static_cast<std::size_t>(threads)));
    if (pool_ == nullptr) {
      throw ModelError("cannot start {} threads: ask for fewer, or for 1, which needs no other thread", threads);
    }
  }
  find_input_and_outputs(graph);
  add_steps(graph);
}

void Plan::find_input_and_outputs(const Graph& graph) {
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (as<Input>(graph, node) == nullptr) {
      continue;
    }
    if (!input_.empty()) {
      throw ModelError("node {} is a second input; only one image can be given", graph.nodes[node].name);
    }
    input_ = {place(node), static_cast<std::size_t>(shapes_[node].values())};
  }
  if (input_.empty()) {
    throw ModelError("the outputs asked for do not depend on any input");
  }
  for (const Output& output : graph.outputs) {
    if (as<Constant>(graph, output.node) != nullptr) {
      throw ModelError("the output {} is a constant", output.name);
    }
    const ImageShape& shape = shapes_[output.node];
    TensorView view{.height = shape.height, .width = shape.width, .channels = shape.channels, .values = {}};
    sparse_.emplace_back();
    largest_.emplace_back(output.searched ? static_cast<std::size_t>(shape.height * groups_of(shape.width)) : 0);
    if (output.sparse) {
      sparse_.back() = make_sparse_output(graph, output, inputs_of(graph, output.node));
    } else {
      view.values = {place(output.node), static_cast<std::size_t>(shape.values())};
    }
    outputs_.push_back(view);
  }
}

TensorView Plan::largest_values(std::size_t output) const {
  if (largest_[output].empty()) {
    return {};
  }
  const TensorView& view = outputs_[output];
  return {.height = view.height, .width = groups_of(view.width), .channels = 1, .values = largest_[output]};
}

LargestValues Plan::largest_of(const Graph& graph, NodeIndex node) {
  for (std::size_t output = 0; output < graph.outputs.size(); ++output) {
    if (graph.outputs[output].node == node && !largest_[output].empty()) {
      return {.values = largest_[output].data(), .group = kSearchedPixels, .least_kept = least_kept_.get()};
    }
  }
  return {};
}

std::span<const float> Plan::pixel(std::size_t output, int row, int column) {
  if (auto& sparse = sparse_[output]) {
    return compute_pixel(*sparse, row, column);
  }
  const TensorView& view = outputs_[output];
  return {view.at(row, column), static_cast<std::size_t>(view.channels)};
}

float* Plan::place(NodeIndex node) const {
  const Place& place = placement_.places[node];
  auto* buffer = reinterpret_cast<float*>(arena_.get() + layout_.offsets[place.buffer]);
  return buffer + place.first_channel;
}

Image Plan::image_of(const Graph& graph, NodeIndex node) {
  const ImageShape& shape = shapes_[node];
  const Tensor* constant = float_constant(graph, node);
  if (constant == nullptr) {
    return {.shape = shape, .values = place(node), .pixel_stride = placement_.places[node].pixel_stride};
  }
  AlignedMemory memory = allocate(constant->floats()->size() * sizeof(float) + XNN_EXTRA_BYTES);
  auto* values = reinterpret_cast<float*>(memory.get());
  std::ranges::copy(*constant->floats(), values);
  constants_.push_back(std::move(memory));
  return {.shape = shape, .values = values, .pixel_stride = shape.channels};
}

std::vector<Image> Plan::inputs_of(const Graph& graph, NodeIndex node) {
  const std::vector<NodeIndex>& inputs = graph.nodes[node].inputs;
  std::vector<Image> images;
  images.reserve(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    images.push_back(is_packed(graph.nodes[node], i) ? Image{.shape = shapes_[inputs[i]]} : image_of(graph, inputs[i]));
  }
  return images;
}

Lowering Plan::lower(const Graph& graph, NodeIndex node) {
  Lowering lowering{
      .graph = &graph, .node = &graph.nodes[node], .inputs = inputs_of(graph, node), .output = image_of(graph, node)};
  // What reads a single pixel is done sooner than another thread is woken.
  lowering.threads = lowering.inputs.front().shape.pixels() == 1 ? nullptr : pool_.get();
  lowering.kernels = kernels_;
  lowering.weights = weights_.get();
  lowering.largest = largest_of(graph, node);
  return lowering;
}

void Plan::add_steps(const Graph& graph) {
  const NodeIndex yielding = first_yielding_node(graph);
  const std::vector<NodeIndex> first = computed_with(graph);
  std::vector<Step> steps;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (is_left_out(graph, node) || first[node] != node) {
      continue;
    }
    std::vector<Lowering> together;
    for (NodeIndex other = node; other < graph.nodes.size(); ++other) {
      if (first[other] == node) {
        together.push_back(lower(graph, other));
        together.front().last = other >= yielding;
      }
    }
    if (together.size() > 1) {
      steps.push_back(make_block_step(together));
    } else {
      std::ranges::move(make_steps(together.front()), std::back_inserter(steps));
      if (together.front().largest.values != nullptr && as<FusedBlock>(graph, node) == nullptr) {
        steps.push_back(make_largest_step(together.front()));
      }
    }
  }
  set_up(std::move(steps));
}

void Plan::set_up(std::vector<Step> steps) {
  Workspaces workspaces;
  for (const Step& step : steps) {
    workspaces.bytes = std::max(workspaces.bytes, whole_lines(step.workspace_bytes));
  }
  workspaces_ = allocate(workspaces.bytes * pthreadpool_get_threads_count(pool_.get()) + XNN_EXTRA_BYTES);
  workspaces.first = workspaces_.get();
  for (Step& step : steps) {
    if (step.set_up(workspaces) != xnn_status_success) {
      throw ModelError("node {} cannot be set up by XNNPACK", step.info.name);
    }
    operators_.push_back(std::move(step.run));
    infos_.push_back(std::move(step.info));
  }
  times_.resize(operators_.size());
}

Result<void> Plan::run() {
  *least_kept_ = least_to_keep_;
  Clock::time_point start = measuring_ ? Clock::now() : Clock::time_point{};
  for (std::size_t i = 0; i < operators_.size(); ++i) {
    if (const xnn_status status = operators_[i](); status != xnn_status_success) {
      return failure("the operator {} failed with XNNPACK's status {}", infos_[i].name, static_cast<int>(status));
    }
    if (measuring_) {
      const Clock::time_point end = Clock::now();
      times_[i] = end - start;
      start = end;
    }
  }
  return {};
}

std::int64_t Plan::multiply_accumulates() const {
  std::int64_t sum = 0;
  for (const OperatorInfo& info : infos_) {
    sum += info.multiply_accumulates + info.spared;
  }
  return sum;
}

}  // namespace brigade::models::network
