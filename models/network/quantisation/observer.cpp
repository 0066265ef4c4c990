#include "models/network/quantisation/observer.hpp"

#include "models/network/loading.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace brigade::models::network {

void ObservedValues::add(const TensorView& image) {
  sums.resize(static_cast<std::size_t>(image.channels));
  for (std::size_t i = 0; i < image.values.size(); ++i) {
    const float value = image.values[i];
    extremes = {.low = std::min(extremes.low, value), .high = std::max(extremes.high, value)};
    sums[i % sums.size()] += double{value};
  }
  pixels += std::int64_t{image.height} * image.width;
}

std::vector<float> ObservedValues::channel_means() const {
  const auto count = static_cast<double>(std::max<std::int64_t>(pixels, 1));
  std::vector<float> means(sums.size());
  std::ranges::transform(sums, means.begin(), [&](double sum) { return static_cast<float>(sum / count); });
  return means;
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
