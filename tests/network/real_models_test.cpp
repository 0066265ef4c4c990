#include "models/network/network.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace brigade::tests {

namespace {

const std::vector<std::string> kCenternetOutputs{"tower_0/CenternetHead/centernet_cls_output/BiasAdd", "tower_0/wh"};
const std::vector<std::string> kNanodetOutputs{"PartitionedCall/Add_29", "PartitionedCall/Add_33",
                                               "PartitionedCall/Add_37"};

models::Network load_model(const std::string& name, int width, int height, std::vector<std::string> outputs) {
  auto network = models::Network::load({.model_json = require_cached("weights/human-models-3.0.4/" + name + ".json"),
                                        .input_width = width,
                                        .input_height = height,
                                        .output_names = std::move(outputs)});
  if (!network) {
    FAIL(network.error().message);
  }
  return std::move(*network);
}

models::Network centernet(int width, int height) { return load_model("centernet", width, height, kCenternetOutputs); }

/// What is left of a model when nothing superfluous is.
models::network::Graph optimised(const std::string& name, const std::vector<std::string>& outputs) {
  models::network::Graph graph =
      models::network::read_graph_model(require_cached("weights/human-models-3.0.4/" + name + ".json"), outputs);
  models::network::optimise(graph);
  return graph;
}

template <typename Kind>
long count(const models::network::Graph& graph) {
  return std::ranges::count_if(graph.nodes, [](const auto& node) { return std::holds_alternative<Kind>(node.op); });
}

long count_convolutions(const models::network::Graph& graph, bool depthwise) {
  return std::ranges::count_if(graph.nodes, [&](const auto& node) {
    const auto* convolution = std::get_if<models::network::Convolution>(&node.op);
    return convolution != nullptr && convolution->depthwise == depthwise;
  });
}

}  // namespace

TEST_CASE("centernet has the parameters and multiplications that are known of it, at every size") {
  const models::Network full = centernet(512, 512);
  CHECK(full.parameters() == 2'014'924);
  CHECK(full.multiply_accumulates() / 1'000'000 == 1295);
  CHECK(centernet(320, 320).multiply_accumulates() / 1'000'000 == 506);
}

TEST_CASE("centernet is reduced to what must be computed") {
  using namespace models::network;
  const Graph graph = optimised("centernet", kCenternetOutputs);
  CHECK(count_convolutions(graph, false) == 63);
  CHECK(count_convolutions(graph, true) == 26);
  CHECK(count<HardSwish>(graph) == 20);
  CHECK(count<Mean>(graph) == 9);
  CHECK(count<Arithmetic>(graph) == 9 + 13);  // one product a squeeze-excite block, and sums
}

TEST_CASE("centernet needs no passes for concatenations and clamps beside its convolutions") {
  const models::Network network = centernet(512, 512);
  const auto operators = [&](const std::string& kind) {
    return std::ranges::count_if(network.operators(), [&](const auto& op) { return op.kind.starts_with(kind); });
  };
  CHECK(operators("copy") == 0);  // what is concatenated is written in place
  CHECK(operators("clamp") == 0);
}

TEST_CASE("centernet runs at sizes that are not square") {
  models::Network network = centernet(416, 256);
  REQUIRE(network.input().size() == 416 * 256 * 3);
  REQUIRE(network.run());
  CHECK(network.output(0).height == 64);
  CHECK(network.output(0).width == 104);
  CHECK(network.output(0).channels == 80);
  CHECK(network.output(1).channels == 4);
}

TEST_CASE("nanodet has the parameters and multiplications that are known of it, and no transpose or padding is left") {
  const models::Network network = load_model("nanodet", 416, 416, kNanodetOutputs);
  CHECK(network.parameters() == 3'786'068);
  CHECK(network.multiply_accumulates() / 1'000'000 == 2090);
  using namespace models::network;
  const Graph graph = optimised("nanodet", kNanodetOutputs);
  CHECK(count_convolutions(graph, false) == 34);
  CHECK(count<LeakyRelu>(graph) == 28);
  CHECK(count<MaxPool>(graph) == 1);
  CHECK(count<Resize>(graph) == 4);
  CHECK(count<Arithmetic>(graph) == 4);
  CHECK(count<Transpose>(graph) + count<Pad>(graph) == 0);
  CHECK(network.output(2).height == 13);
  CHECK(network.output(2).channels == 124);
}

}  // namespace brigade::tests
