#include "tests/network/run_graph.hpp"

#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstddef>
#include <memory>

namespace brigade::tests {

using namespace models::network;

std::vector<float> run_graph(const Graph& graph, Extent image, int threads, const KernelSet& kernels) {
  Plan plan(graph, image, threads, kernels, std::make_shared<WeightStore>());
  std::ranges::copy(noise(plan.input().size(), 1), plan.input().begin());
  REQUIRE(plan.run());
  const models::TensorView output = plan.output(0);
  return {output.values.begin(), output.values.end()};
}

float difference(const std::vector<float>& values, const std::vector<float>& expected) {
  REQUIRE(values.size() == expected.size());
  float largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, std::abs(values[i] - expected[i]));
  }
  const auto [low, high] = std::ranges::minmax(expected);
  return largest / (high - low);
}

}  // namespace brigade::tests
