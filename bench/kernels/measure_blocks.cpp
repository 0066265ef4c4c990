#include "bench/kernels/measure_blocks.hpp"

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace brigade::bench {

using namespace models::network;

namespace {

constexpr std::array kChoices{
    BlockChoice{.expand = false, .depthwise = false, .project = false},
    BlockChoice{.expand = false, .depthwise = false, .project = true},  // a dense convolution alone
    BlockChoice{.expand = false, .depthwise = true, .project = false},
    BlockChoice{.expand = true, .depthwise = true, .project = false},
    BlockChoice{.expand = false, .depthwise = true, .project = true},
    BlockChoice{.expand = true, .depthwise = true, .project = true},
};

/// What of the choice a block of that shape can follow.
BlockChoice possible(const BlockChoice& choice, const BlockShape& shape) {
  if (shape.window == 0 || shape.dense) {
    return {.expand = false, .depthwise = false, .project = choice.project};
  }
  return {.expand = choice.expand && shape.expanded > 0,
          .depthwise = choice.depthwise,
          .project = choice.project && choice.depthwise && shape.projected > 0};
}

/// The least time of every operator, microseconds, by the name of its node.
using OperatorTimes = std::map<std::string, double, std::less<>>;

void run_once(Plan& plan, OperatorTimes& times) {
  if (const auto ran = plan.run(); !ran) {
    throw ModelError("{}", ran.error().message);
  }
  OperatorTimes now;  // a name may have several operators
  for (std::size_t i = 0; i < plan.operators().size(); ++i) {
    now[plan.operators()[i].name] += std::chrono::duration<double, std::micro>(plan.operator_times()[i]).count();
  }
  for (const auto& [name, time] : now) {
    const auto [known, is_new] = times.try_emplace(name, time);
    known->second = std::min(known->second, time);
  }
}

std::vector<OperatorTimes> run_in_turns(const Graph& graph, Extent size, const KernelSet& kernels, int rounds) {
  std::vector<std::unique_ptr<Plan>> plans;
  for (const BlockChoice& choice : kChoices) {
    Graph fused = graph;
    fuse_blocks(fused, size, [&](const BlockShape& shape) { return possible(choice, shape); });
    plans.push_back(std::make_unique<Plan>(fused, size, 1, kernels, std::make_shared<WeightStore>()));
    plans.back()->measure_operators(true);
  }
  std::vector<OperatorTimes> times(plans.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < plans.size(); ++i) {
      run_once(*plans[i], times[i]);
    }
  }
  return times;
}

double time_of(const Graph& graph, const BlockCandidate& candidate, const OperatorTimes& times) {
  std::vector<std::string> names;
  for (const NodeIndex node : candidate.nodes) {
    names.push_back(graph.nodes[node].name);
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  double sum = 0;
  for (const std::string& name : names) {
    if (const auto found = times.find(name); found != times.end()) {
      sum += found->second;
    }
  }
  return sum;
}

void add_times(std::vector<BlockTimes>& blocks, const Graph& graph, const BlockCandidate& candidate,
               const std::vector<OperatorTimes>& times) {
  auto block = std::ranges::find(blocks, candidate.shape, &BlockTimes::shape);
  if (block == blocks.end()) {
    block = blocks.insert(block, {.shape = candidate.shape, .choices = {}});
  }
  for (std::size_t i = 0; i < kChoices.size(); ++i) {
    if (possible(kChoices[i], candidate.shape) != kChoices[i]) {
      continue;
    }
    auto known = std::ranges::find(block->choices, kChoices[i], &ChoiceTime::choice);
    if (known == block->choices.end()) {
      known = block->choices.insert(known, {.choice = kChoices[i]});
    }
    known->microseconds += time_of(graph, candidate, times[i]);
  }
}

}  // namespace

Result<std::vector<BlockTimes>> measure_blocks(const models::ModelEntry& model, int size, const KernelSet& kernels,
                                               int rounds) {
  try {
    const std::vector<std::string> outputs(model.output_names.begin(), model.output_names.end());
    Graph graph = read_graph_model(models::weights_folder() / model.graph.name, outputs);
    optimise(graph);
    const Extent extent{.height = size, .width = size};
    const auto times = run_in_turns(graph, extent, kernels, rounds);
    std::vector<BlockTimes> blocks;
    for (const BlockCandidate& candidate : find_blocks(graph, infer_shapes(graph, extent))) {
      add_times(blocks, graph, candidate, times);
    }
    return blocks;
  } catch (const ModelError& error) {
    return failure("{} at {}: {}", model.name, size, error.what());
  }
}

BlockChoice fastest(const BlockTimes& times) {
  return std::ranges::min_element(times.choices, {}, &ChoiceTime::microseconds)->choice;
}

}  // namespace brigade::bench
