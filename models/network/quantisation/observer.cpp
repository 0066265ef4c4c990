#include "models/network/quantisation/observer.hpp"

#include "models/network/loading.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace brigade::models::network {

namespace {

/// Of the largest scale, the least.
constexpr float kLeastScale = 1.0F / 4;
/// Of a layer that reads nothing but zeros.
constexpr float kAnyScale = 1;

}  // namespace

void ObservedValues::add(const TensorView& image) {
  channels.resize(static_cast<std::size_t>(image.channels));
  for (std::size_t i = 0; i < image.values.size(); ++i) {
    const float value = image.values[i];
    Channel& channel = channels[i % channels.size()];
    channel.largest = std::max(channel.largest, std::abs(value));
    is_signed = is_signed || value < 0;
    channel.sum += double{value};
  }
  pixels += std::int64_t{image.height} * image.width;
}

std::vector<float> ObservedValues::channel_means() const {
  std::vector<float> means;
  for (const Channel& channel : channels) {
    means.push_back(static_cast<float>(channel.sum / static_cast<double>(std::max<std::int64_t>(pixels, 1))));
  }
  return means;
}

InputRounding ObservedValues::rounding() const {
  const float widest = std::ranges::max(channels, {}, &Channel::largest).largest;
  InputRounding rounding{.scales = {}, .is_signed = is_signed};
  for (const Channel& channel : channels) {
    rounding.scales.push_back(widest > 0 ? std::max(channel.largest, widest * kLeastScale) : kAnyScale);
  }
  return rounding;
}

Observer::Observer(Graph graph, Extent input_size, int threads) {
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (as<Convolution>(graph, node) != nullptr) {
      values_.try_emplace(graph.nodes[node].inputs[0]);
    }
  }
  // Outputs keep their memory, so that every value is there after a run.
  graph.outputs.clear();
  for (const auto& [node, ignored] : values_) {
    graph.outputs.push_back({.name = graph.nodes[node].name, .node = node});
  }
  plan_ = std::move(make_plans(std::move(graph), input_size, threads, 1).front());
}

Result<void> Observer::observe() {
  return plan_->run().map([&] {
    std::size_t output = 0;
    for (auto& [node, values] : values_) {
      values.add(plan_->output(output++));
    }
  });
}

}  // namespace brigade::models::network
