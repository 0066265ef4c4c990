#include "models/network/executor/placement.hpp"

#include "models/network/executor/chain_blocks.hpp"

#include <xnnpack.h>

#include <algorithm>
#include <limits>

namespace brigade::models::network {

namespace {

constexpr std::size_t kForever = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

template <typename... Kinds>
bool is_any(const Node& node) {
  return (std::holds_alternative<Kinds>(node.op) || ...);
}

bool is_elementwise(const Node& node) { return is_any<Clamp, HardSwish, LeakyRelu, Sigmoid>(node); }

/// Operators that can read and write pixels that are further apart than their channels.
bool takes_strides(const Node& node) {
  return is_elementwise(node) || is_any<Convolution, FusedBlock, MaxPool, Resize>(node);
}

class Placer {
 public:
  Placer(const Graph& graph, std::span<const ImageShape> shapes)
      : graph_(&graph), shapes_(shapes), kept_(graph.nodes.size(), false), readers_(readers_of(graph)) {
    for (const Output& output : graph.outputs) {
      keep(output);
    }
    for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
      kept_[node] = kept_[node] || as<Input>(graph, node) != nullptr;
    }
    placement_.places.assign(graph.nodes.size(), {.buffer = kNowhere});
    computed_with_ = computed_with(graph);
  }

  /// From the last node to the first, because where a value best lies depends on its readers.
  Placement place_all() {
    for (NodeIndex node = graph_->nodes.size(); node-- > 0;) {
      if (as<Constant>(*graph_, node) == nullptr && !is_sparse(*graph_, node)) {
        placement_.places[node] = place_of(node);
      }
    }
    for (NodeIndex node = 0; node < graph_->nodes.size(); ++node) {
      extend_lifetime(node);
    }
    return std::move(placement_);
  }

 private:
  /// What is read after a run: the output, or what its pixels are computed from.
  void keep(const Output& output) {
    if (!output.sparse) {
      kept_[output.node] = true;
      return;
    }
    for (const NodeIndex input : graph_->nodes[output.node].inputs) {
      kept_[input] = true;
    }
  }

  Place place_of(NodeIndex node) {
    if (!kept_[node]) {
      if (const Place in_place = place_in_reader(node); in_place.buffer != kNowhere) {
        return in_place;
      }
      if (const Place slot = place_in_concatenation(node); slot.buffer != kNowhere) {
        return slot;
      }
    }
    const auto bytes = static_cast<std::size_t>(shapes_[node].values()) * sizeof(float);
    placement_.buffers.push_back({.bytes = bytes + XNN_EXTRA_BYTES, .first_step = kForever, .last_step = 0});
    return {.buffer = placement_.buffers.size() - 1, .first_channel = 0, .pixel_stride = shapes_[node].channels};
  }

  /// The place of the only reader's result, if that can overwrite this value.
  Place place_in_reader(NodeIndex node) const {
    if (readers_[node].size() != 1) {
      return {.buffer = kNowhere};
    }
    const NodeIndex reader = readers_[node].front();
    const Place& place = placement_.places[reader];
    if (is_elementwise(graph_->nodes[reader])) {
      const bool dense = place.pixel_stride == shapes_[node].channels;
      return dense || takes_strides(graph_->nodes[node]) ? place : Place{.buffer = kNowhere};
    }
    if (as<Arithmetic>(*graph_, reader) != nullptr && shapes_[reader] == shapes_[node] && is_first_fit(reader, node)) {
      return place;
    }
    return {.buffer = kNowhere};
  }

  /// Only one of two operands can lie where the result goes: the later one, whose value waits less.
  bool is_first_fit(NodeIndex reader, NodeIndex node) const {
    const std::vector<NodeIndex>& inputs = graph_->nodes[reader].inputs;
    const NodeIndex other = inputs[0] == node ? inputs[1] : inputs[0];
    return placement_.places[other].buffer != placement_.places[reader].buffer;
  }

  Place place_in_concatenation(NodeIndex node) const {
    const auto reads_strided = [&](NodeIndex reader) {
      return takes_strides(graph_->nodes[reader]) || as<Concat>(*graph_, reader) != nullptr;
    };
    const auto is_concat = [&](NodeIndex reader) { return as<Concat>(*graph_, reader) != nullptr; };
    const auto concat = std::ranges::find_if(readers_[node], is_concat);
    if (concat == readers_[node].end() || !takes_strides(graph_->nodes[node]) ||
        !std::ranges::all_of(readers_[node], reads_strided)) {
      return {.buffer = kNowhere};
    }
    const Place& joined = placement_.places[*concat];
    Place place{.buffer = joined.buffer, .first_channel = joined.first_channel, .pixel_stride = joined.pixel_stride};
    for (const NodeIndex input : graph_->nodes[*concat].inputs) {
      if (input == node) {
        break;
      }
      place.first_channel += shapes_[input].channels;
    }
    return place;
  }

  void extend_lifetime(NodeIndex node) {
    const Place& place = placement_.places[node];
    if (place.buffer == kNowhere) {
      return;
    }
    BufferLifetime& lifetime = placement_.buffers[place.buffer];
    const bool given = as<Input>(*graph_, node) != nullptr;
    lifetime.first_step = std::min(lifetime.first_step, given ? 0 : computed_with_[node]);
    lifetime.last_step = std::max(lifetime.last_step, node);
    for (const NodeIndex reader : readers_[node]) {
      lifetime.last_step = std::max(lifetime.last_step, reader);
    }
    if (kept_[node]) {
      lifetime.last_step = kForever;
    }
  }

  const Graph* graph_;
  std::span<const ImageShape> shapes_;
  std::vector<bool> kept_;
  std::vector<std::vector<NodeIndex>> readers_;
  std::vector<NodeIndex> computed_with_;
  Placement placement_;
};

}  // namespace

Placement place_values(const Graph& graph, std::span<const ImageShape> shapes) {
  return Placer(graph, shapes).place_all();
}

}  // namespace brigade::models::network
