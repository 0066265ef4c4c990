#include "models/network/quantisation/observer.hpp"

#include "models/network/loading.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace brigade::models::network {

namespace {

/// What is stored of what was seen.
constexpr float kMargin = 1.1F;
/// Of the coarsest steps, the finest: a channel that was always near 0 need not stay there.
constexpr float kFinest = 1.0F / 64;

}  // namespace

void ObservedValues::add(const TensorView& image) {
  channels.resize(static_cast<std::size_t>(image.channels));
  for (std::size_t i = 0; i < image.values.size(); ++i) {
    const float value = image.values[i];
    Channel& channel = channels[i % channels.size()];
    channel.extremes = {.low = std::min(channel.extremes.low, value), .high = std::max(channel.extremes.high, value)};
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

std::vector<Quantisation> ObservedValues::channel_quantisations() const {
  float widest = 0;
  for (const Channel& channel : channels) {
    widest = std::max(widest, channel.extremes.high - channel.extremes.low);
  }
  std::vector<Quantisation> quantisations;
  for (const Channel& channel : channels) {
    const auto [low, high] = channel.extremes;
    const float least = high > low ? widest * kFinest / (high - low) : 0;
    const float wider = kMargin * std::max(least, 1.0F);
    quantisations.push_back(high > low ? quantisation_for({.low = low * wider, .high = high * wider})
                                       : quantisation_for({.low = 0, .high = widest * kFinest}));
  }
  return quantisations;
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
