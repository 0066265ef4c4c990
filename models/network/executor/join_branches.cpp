#include "models/network/executor/join_branches.hpp"

#include "models/network/passes/passes.hpp"

#include <optional>
#include <utility>
#include <vector>

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads the layers of a branch is called where it has them

namespace brigade::models::network {

namespace {

/// A block that is a depthwise convolution with a 1x1 one after it, or null.
const FusedBlock* branch_at(const Graph& graph, NodeIndex node) {
  const auto* block = as<FusedBlock>(graph, node);
  const bool is_branch = block != nullptr && !block->expand && block->depthwise && block->project && !block->beside;
  return is_branch && !is_sparse(graph, node) ? block : nullptr;
}

/// The node that is that input of another, if it has one there.
std::optional<NodeIndex> input_at(const Node& node, const std::optional<std::size_t>& position) {
  return position ? std::optional(node.inputs[*position]) : std::nullopt;
}

/// Two branches of which one is added to the other.
struct Branches {
  NodeIndex last = 0;
  NodeIndex first = 0;  ///< the residual of `last`
};

class BranchFinder {
 public:
  BranchFinder(const Graph& graph, Extent input_size)
      : graph_(&graph), shapes_(infer_shapes(graph, input_size)), uses_(count_uses(graph)) {}

  /// The branches whose sum that node gives, if they can be one block.
  [[nodiscard]] std::optional<Branches> branches_of(NodeIndex node) const {
    const FusedBlock* last = branch_at(*graph_, node);
    if (last == nullptr || !last->residual) {
      return std::nullopt;
    }
    const Branches branches{.last = node, .first = graph_->nodes[node].inputs[*last->residual]};
    const FusedBlock* first = branch_at(*graph_, branches.first);
    const bool only_added = first != nullptr && uses_[branches.first] == 1 && !first->project->hard_swish &&
                            first->project->convolution.clamp.unbounded();
    return only_added && read_the_same(branches, *first, *last) && windows_fit(branches, *first, *last)
               ? std::optional(branches)
               : std::nullopt;
  }

 private:
  [[nodiscard]] bool read_the_same(const Branches& branches, const FusedBlock& first, const FusedBlock& last) const {
    const Node& a = graph_->nodes[branches.first];
    const Node& b = graph_->nodes[branches.last];
    return a.inputs[0] == b.inputs[0] && input_at(a, first.scale) == input_at(b, last.scale);
  }

  /// Whether windows move alike, and one lies within the other.
  [[nodiscard]] bool windows_fit(const Branches& branches, const FusedBlock& first, const FusedBlock& last) const {
    const Sides a = sides_of(branches.first, *first.depthwise);
    const Sides b = sides_of(branches.last, *last.depthwise);
    return first.depthwise->convolution.stride.height == last.depthwise->convolution.stride.height &&
           (lies_within(a, b) || lies_within(b, a));
  }

  /// How far a window reaches to each side of the pixel that it begins to move from.
  struct Sides {
    int top = 0;
    int right = 0;
    int bottom = 0;
    int left = 0;
  };

  [[nodiscard]] Sides sides_of(NodeIndex node, const BlockLayer& layer) const {
    const std::vector<NodeIndex>& inputs = graph_->nodes[node].inputs;
    const ImageShape& image = shapes_[inputs[0]];
    const int window = static_cast<int>(float_constant(*graph_, inputs[layer.filter])->shape[0]);
    const Padding padding = explicit_padding(layer.convolution.padding, {.height = image.height, .width = image.width},
                                             {.height = window, .width = window}, layer.convolution.stride);
    return {.top = padding.top, .right = window - padding.left, .bottom = window - padding.top, .left = padding.left};
  }

  static bool lies_within(const Sides& inner, const Sides& outer) {
    return inner.top <= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom &&
           inner.left <= outer.left;
  }

  const Graph* graph_;
  std::vector<ImageShape> shapes_;
  std::vector<int> uses_;
};

/// The node of `last` with the layers of both.
Node joined(const Graph& graph, const Branches& branches) {
  const Node& first = graph.nodes[branches.first];
  const Node& last = graph.nodes[branches.last];
  const auto& added = std::get<FusedBlock>(first.op);
  auto block = std::get<FusedBlock>(last.op);
  std::vector<NodeIndex> inputs{last.inputs[0]};
  const auto take_layer = [&](const Node& node, BlockLayer layer) {
    const NodeIndex filter = node.inputs[layer.filter];
    const NodeIndex bias = node.inputs[layer.filter + 1];
    layer.filter = inputs.size();
    inputs.insert(inputs.end(), {filter, bias});
    return layer;
  };
  const auto take_input = [&](const std::optional<NodeIndex>& node) -> std::optional<std::size_t> {
    if (!node) {
      return std::nullopt;
    }
    inputs.push_back(*node);
    return inputs.size() - 1;
  };
  block.depthwise = take_layer(last, *block.depthwise);
  block.project = take_layer(last, *block.project);
  block.beside =
      FusedBranch{.depthwise = take_layer(first, *added.depthwise), .project = take_layer(first, *added.project)};
  block.residual = take_input(input_at(first, added.residual));
  block.scale = take_input(input_at(last, block.scale));
  return {.name = last.name, .op = std::move(block), .inputs = std::move(inputs)};
}

}  // namespace

void join_branches(Graph& graph, Extent input_size) {
  const BranchFinder finder(graph, input_size);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (const auto branches = finder.branches_of(node)) {
      graph.nodes[node] = joined(graph, *branches);
    }
  }
  remove_dead_code(graph);
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
