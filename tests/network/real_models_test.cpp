#include "models/network/network.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

namespace brigade::tests {

namespace {

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

models::Network centernet(int width, int height) {
  return load_model("centernet", width, height, {"tower_0/CenternetHead/centernet_cls_output/BiasAdd", "tower_0/wh"});
}

long count(const models::Network& network, const std::string& kind) {
  return std::ranges::count_if(network.operators(), [&](const auto& op) { return op.kind.starts_with(kind); });
}

}  // namespace

TEST_CASE("centernet has the parameters and multiplications that are known of it, at every size") {
  const models::Network full = centernet(512, 512);
  CHECK(full.parameters() == 2'014'924);
  CHECK(full.multiply_accumulates() / 1'000'000 == 1295);
  CHECK(centernet(320, 320).multiply_accumulates() / 1'000'000 == 506);
}

TEST_CASE("centernet is reduced to what must be computed") {
  const models::Network network = centernet(512, 512);
  CHECK(count(network, "conv") == 63);
  CHECK(count(network, "depthwise") == 26);
  CHECK(count(network, "hard-swish") == 20);
  CHECK(count(network, "multiply") == 9);  // one a squeeze-excite block
  CHECK(count(network, "mean") == 9);
  CHECK(count(network, "copy") == 0);  // what is concatenated is written in place
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
  const models::Network network =
      load_model("nanodet", 416, 416, {"PartitionedCall/Add_29", "PartitionedCall/Add_33", "PartitionedCall/Add_37"});
  CHECK(network.parameters() == 3'786'068);
  CHECK(network.multiply_accumulates() / 1'000'000 == 2090);
  CHECK(count(network, "conv") == 34);
  CHECK(count(network, "leaky-relu") == 28);
  CHECK(count(network, "max") == 1);
  CHECK(count(network, "resize") == 4);
  CHECK(count(network, "add") == 4);
  CHECK(network.operators().size() == 34 + 28 + 1 + 4 + 4);
  CHECK(network.output(2).height == 13);
  CHECK(network.output(2).channels == 124);
}

}  // namespace brigade::tests
