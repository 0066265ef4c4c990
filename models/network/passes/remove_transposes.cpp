#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace brigade::models::network {

namespace {

/// Of a value in the model file; `none` is a constant's.
enum class Layout : std::uint8_t { none, channels_last, channels_first };

constexpr int kRows = 1;
constexpr int kColumns = 2;
constexpr int kChannels = 3;

/// Where batch, rows, columns and channels are in that layout.
std::array<int, 4> axes_of(Layout layout) {
  return layout == Layout::channels_first ? std::array{0, 2, 3, 1} : std::array{0, 1, 2, 3};
}

/// Which of batch, rows, columns and channels an axis of that layout is; axes below 0 count from the last.
int meaning_of(const Node& node, int axis, Layout layout) {
  const auto axes = axes_of(layout);
  const auto* found = std::ranges::find(axes, axis < 0 ? axis + 4 : axis);
  if (found == axes.end()) {
    throw ModelError("node {} works along axis {} of 4", node.name, axis);
  }
  return static_cast<int>(found - axes.begin());
}

class Relayout {
 public:
  explicit Relayout(Graph& graph) : graph_(&graph), layouts_(graph.nodes.size(), Layout::none) {}

  void visit(NodeIndex node) {
    // The operator is taken out while it changes, because the graph may grow meanwhile.
    Operator op = graph_->nodes[node].op;
    layouts_[node] = std::visit([&](auto& kind) { return turn(node, kind); }, op);
    if (std::holds_alternative<Transpose>(op)) {
      op = Identity{};
    }
    graph_->nodes[node].op = std::move(op);
  }

 private:
  /// The layout that all inputs which are no constants have in common.
  Layout common_layout(NodeIndex node) const {
    Layout common = Layout::none;
    for (const NodeIndex input : graph_->nodes[node].inputs) {
      const Layout layout = input < layouts_.size() ? layouts_[input] : Layout::none;
      if (layout != Layout::none && common != Layout::none && layout != common) {
        throw ModelError("node {} combines values of different layouts", graph_->nodes[node].name);
      }
      common = layout == Layout::none ? common : layout;
    }
    if (common == Layout::none) {
      throw ModelError("node {} has only constants to compute with", graph_->nodes[node].name);
    }
    return common;
  }

  Layout turn(NodeIndex node, Input& input) const {
    Shape& shape = input.declared;
    if (shape.empty()) {
      return Layout::channels_last;
    }
    if (shape.size() == 4 && shape[3] == 3) {
      return Layout::channels_last;
    }
    if (shape.size() == 4 && shape[1] == 3) {
      shape = {shape[0], shape[2], shape[3], shape[1]};
      return Layout::channels_first;
    }
    throw ModelError("node {} is an input, but not of one image with 3 channels", graph_->nodes[node].name);
  }

  static Layout turn(NodeIndex, Constant&) { return Layout::none; }

  Layout turn(NodeIndex node, Transpose& transpose) const {
    const Layout before = common_layout(node);
    const std::vector<int>& order = transpose.permutation;
    const auto is = [&](const std::array<int, 4>& other) { return std::ranges::equal(order, other); };
    if (is({0, 1, 2, 3})) {
      return before;
    }
    if (before == Layout::channels_first && is({0, 2, 3, 1})) {
      return Layout::channels_last;
    }
    if (before == Layout::channels_last && is({0, 3, 1, 2})) {
      return Layout::channels_first;
    }
    throw ModelError("node {} is a transpose between other layouts than channels first and channels last",
                     graph_->nodes[node].name);
  }

  Layout turn(NodeIndex node, Arithmetic&) {
    const Layout layout = common_layout(node);
    for (std::size_t i = 0; i < 2; ++i) {
      if (const Tensor* tensor = float_constant(*graph_, graph_->nodes[node].inputs[i])) {
        const Shape shape = per_channel_shape(node, tensor->shape, layout);
        const NodeIndex turned =
            add_constant(*graph_, graph_->nodes[graph_->nodes[node].inputs[i]].name, shape, *tensor->floats());
        graph_->nodes[node].inputs[i] = turned;
      }
    }
    return layout;
  }

  /// A constant operand must be one number or one a channel: then its values need no turning, only another shape.
  Shape per_channel_shape(NodeIndex node, const Shape& shape, Layout layout) const {
    const std::int64_t count = element_count(shape);
    if (count == 1) {
      return {};
    }
    const std::size_t channel_axis = layout == Layout::channels_first ? 1 : kChannels;
    const std::size_t missing = 4 - std::min<std::size_t>(shape.size(), 4);
    if (shape.size() > 4 || channel_axis < missing || shape[channel_axis - missing] != count) {
      throw ModelError("node {} computes with a constant that is neither one number nor one a channel",
                       graph_->nodes[node].name);
    }
    return {count};
  }

  Layout turn(NodeIndex node, Concat& concat) const {
    const Layout layout = common_layout(node);
    if (meaning_of(graph_->nodes[node], concat.axis, layout) != kChannels) {
      throw ModelError("node {} concatenates along axis {}; only channels can be", graph_->nodes[node].name,
                       concat.axis);
    }
    concat.axis = kChannels;
    return layout;
  }

  Layout turn(NodeIndex node, Pad& pad) const {
    const Layout layout = common_layout(node);
    const std::vector<int> before = pad.amounts;
    const auto axes = axes_of(layout);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      const auto source = static_cast<std::size_t>(axes[axis]);
      pad.amounts[2 * axis] = before[2 * source];
      pad.amounts[2 * axis + 1] = before[2 * source + 1];
    }
    if (pad.amounts[0] + pad.amounts[1] + pad.amounts[6] + pad.amounts[7] > 0) {
      throw ModelError("node {} pads something else than rows and columns", graph_->nodes[node].name);
    }
    return layout;
  }

  Layout turn(NodeIndex node, Mean& mean) const {
    const Layout layout = common_layout(node);
    for (int& axis : mean.axes) {
      axis = meaning_of(graph_->nodes[node], axis, layout);
    }
    std::ranges::sort(mean.axes);
    if (mean.axes != std::vector{kRows, kColumns}) {
      throw ModelError("node {} takes a mean over something else than rows and columns", graph_->nodes[node].name);
    }
    return layout;
  }

  template <typename Kind>
  Layout turn(NodeIndex node, Kind&) const {
    constexpr bool kNeedsChannelsLast = std::is_same_v<Kind, Convolution> || std::is_same_v<Kind, MaxPool> ||
                                        std::is_same_v<Kind, BatchNorm> || std::is_same_v<Kind, Resize>;
    const Layout layout = common_layout(node);
    if (kNeedsChannelsLast && layout != Layout::channels_last) {
      throw ModelError("node {} computes channels-last, but its input is channels-first", graph_->nodes[node].name);
    }
    return layout;
  }

  Graph* graph_;
  std::vector<Layout> layouts_;
};

}  // namespace

void remove_transposes(Graph& graph) {
  Relayout relayout(graph);
  const std::size_t count = graph.nodes.size();
  for (NodeIndex node = 0; node < count; ++node) {
    relayout.visit(node);
  }
  remove_identities(graph);
}

}  // namespace brigade::models::network
