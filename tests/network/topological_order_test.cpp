#include "models/network/graph/topological_order.hpp"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace brigade::tests {

namespace {

using Edges = std::vector<std::vector<std::size_t>>;

auto order(const Edges& inputs, std::vector<std::size_t> roots) {
  return models::network::topological_order(inputs.size(), [&](std::size_t node) { return inputs[node]; }, roots);
}

}  // namespace

TEST_CASE("nodes come after their inputs, once, and only those that are needed") {
  const Edges diamond{{}, {0}, {0}, {1, 2, 1}, {3}};
  CHECK(order(diamond, {3}).value() == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(order(diamond, {2, 1}).value() == std::vector<std::size_t>{0, 2, 1});
  CHECK(order(diamond, {}).value().empty());
}

TEST_CASE("a cycle is named, if it is needed") {
  const Edges edges{{}, {2}, {1}, {0}};
  CHECK(order(edges, {3}).has_value());
  CHECK(order(edges, {1}).error() == 1);
  CHECK(order({{0}}, {0}).error() == 0);
}

TEST_CASE("a chain may be deeper than a thread's stack") {
  Edges chain(1'000'000);
  for (std::size_t node = 1; node < chain.size(); ++node) {
    chain[node] = {node - 1};
  }
  const std::vector<std::size_t> nodes = order(chain, {chain.size() - 1}).value();
  REQUIRE(nodes.size() == chain.size());
  CHECK(nodes.front() == 0);
}

}  // namespace brigade::tests
