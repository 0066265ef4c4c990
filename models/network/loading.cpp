#include "models/network/loading.hpp"

#include "models/network/executor/chain_blocks.hpp"
#include "models/network/executor/choose_instruction_set.hpp"
#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/join_branches.hpp"
#include "models/network/executor/kernel_table.hpp"
#include "models/network/executor/take_in_resizes.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/quantised_file/quantised_file.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace brigade::models::network {

namespace {

constexpr int kLargestSize = 4096;

bool is_valid_size(int size) { return size >= kSizeStep && size <= kLargestSize && size % kSizeStep == 0; }

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Layers in int8 as well: their rounded weights are floats, and are read as such, because widening 8 bits takes longer
/// without SIMD than reading more. Profiles show what computes.
void compute_in_floats(Graph& graph) {
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (auto* convolution = as<Convolution>(graph, node)) {
      convolution->input_rounding = {};
      convolution->filter_scales.clear();
    }
  }
}

}  // namespace

Result<void> check(const NetworkOptions& options) {
  if (!is_valid_size(options.input_width) || !is_valid_size(options.input_height)) {
    return failure("{}: cannot run at {}x{}: both sides of the input must be multiples of {} from {} to {}",
                   options.model_json.string(), options.input_width, options.input_height, kSizeStep, kSizeStep,
                   kLargestSize);
  }
  if (options.threads < 1) {
    return failure("{}: cannot run on {} threads: at least 1 is needed", options.model_json.string(), options.threads);
  }
  if (options.output_names.empty()) {
    return failure("{}: no output was asked for", options.model_json.string());
  }
  for (const std::string& name : options.sparse_outputs) {
    if (!holds(options.output_names, name)) {
      return failure("{}: the sparse output {} is none of the outputs asked for", options.model_json.string(), name);
    }
  }
  for (const std::string& name : options.searched_outputs) {
    if (!holds(options.output_names, name) || holds(options.sparse_outputs, name)) {
      return failure("{}: the searched output {} is none of the outputs asked for that are computed whole",
                     options.model_json.string(), name);
    }
  }
  return choose_instruction_set().map([](const KernelSet*) {});
}

Graph read_network(const NetworkOptions& options) {
  if (is_quantised_file(options.model_json)) {
    return read_quantised_file(options.model_json, options.output_names);
  }
  Graph graph = read_graph_model(options.model_json, options.output_names);
  optimise(graph);
  return graph;
}

void mark_outputs(Graph& graph, const NetworkOptions& options) {
  for (Output& output : graph.outputs) {
    output.sparse = holds(options.sparse_outputs, output.name);
    output.searched = holds(options.searched_outputs, output.name);
  }
}

std::vector<std::unique_ptr<Plan>> make_plans(Graph graph, Extent input_size, int threads, int count) {
  const KernelSet& kernels = **choose_instruction_set();  // as `check` has seen
  if (!kernels.integers_pay) {
    compute_in_floats(graph);
  }
  fuse_blocks(graph, input_size, [&](const BlockShape& shape) { return choose_kernels(kernels, shape); });
  join_branches(graph, input_size);
  chain_blocks(graph, input_size);
  take_in_resizes(graph, input_size);
  const auto weights = std::make_shared<WeightStore>();
  std::vector<std::unique_ptr<Plan>> plans(static_cast<std::size_t>(count));
  for (auto& plan : plans) {
    plan = std::make_unique<Plan>(graph, input_size, threads, kernels, weights);
  }
  weights->close();
  return plans;
}

}  // namespace brigade::models::network
