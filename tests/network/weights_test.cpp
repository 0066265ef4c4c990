#include "models/network/reader/base64.hpp"
#include "models/network/reader/graph_reader.hpp"
#include "models/network/reader/half.hpp"
#include "tests/network/model_builder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <fstream>
#include <limits>

namespace brigade::tests {

namespace {

/// The values of the constant "c" of two or three floats.
std::vector<float> decoded(const std::string& type, const std::vector<std::uint8_t>& bytes,
                           const nlohmann::json& quantization, int count) {
  const auto graph = read(ModelBuilder()
                              .stored("before", {1}, "float32", {0, 0, 0, 0})
                              .stored("c", {count}, type, bytes, quantization)
                              .floats("after", {}, {1})
                              .node("Add", "sum", {"image", "c"}),
                          {"sum"});
  for (const auto& node : graph.nodes) {
    if (node.name == "c") {
      return *std::get<models::network::Constant>(node.op).tensor.floats();
    }
  }
  return {};
}

}  // namespace

TEST_CASE("float32 weights are read as they are") {
  CHECK(decoded("float32", {0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC1}, {}, 2) == std::vector<float>{1, -10});
}

TEST_CASE("float16 weights are widened") {
  CHECK(decoded("float32", {0x00, 0x3C, 0x55, 0xB1, 0x01, 0x00}, {{"dtype", "float16"}}, 3) ==
        std::vector<float>{1, -0.1666259765625F, std::ldexp(1.0F, -24)});
}

TEST_CASE("uint8 and uint16 weights are scaled and shifted") {
  const nlohmann::json affine8 = {{"dtype", "uint8"}, {"scale", 0.5}, {"min", -3.0}};
  CHECK(decoded("float32", {0, 6, 255}, affine8, 3) == std::vector<float>{-3, 0, 124.5F});
  const nlohmann::json affine16 = {{"dtype", "uint16"}, {"scale", 0.25}, {"min", 1.0}};
  CHECK(decoded("float32", {0, 0, 0, 1}, affine16, 2) == std::vector<float>{1, 65});
}

TEST_CASE("quantised integers are rounded to the nearest") {
  const auto graph = read(ModelBuilder()
                              .stored("axes", {2}, "int32", {3, 6}, {{"dtype", "uint8"}, {"scale", 0.33}, {"min", 0.0}})
                              .node("Mean", "mean", {"image", "axes"}, {{"keep_dims", {{"b", true}}}}),
                          {"mean"});
  CHECK(std::get<models::network::Mean>(graph.nodes.back().op).axes == std::vector{1, 2});
}

TEST_CASE("weights may be spread over several shards, cut anywhere") {
  ModelBuilder builder;
  builder.floats("c", {3}, {1, -2, 3}).node("Add", "sum", {"image", "c"});
  builder.json["weightsManifest"][0]["paths"] = {"a.bin", "b.bin"};
  const TemporaryFolder folder;
  const auto model = builder.save(folder.path());
  const std::string bytes(builder.shard.begin(), builder.shard.end());
  std::ofstream(folder.path() / "a.bin", std::ios::binary) << bytes.substr(0, 5);
  std::ofstream(folder.path() / "b.bin", std::ios::binary) << bytes.substr(5);
  const auto graph = models::network::read_graph_model(model, std::vector<std::string>{"sum"});
  CHECK(*models::network::float_constant(graph, graph.nodes.back().inputs[1])->floats() ==
        std::vector<float>{1, -2, 3});
}

TEST_CASE("halves of every kind are exact") {
  using models::network::half_to_float;
  CHECK(half_to_float(0x0000) == 0);
  CHECK(std::signbit(half_to_float(0x8000)));
  CHECK(half_to_float(0x7BFF) == 65504);
  CHECK(half_to_float(0xFBFF) == -65504);
  CHECK(half_to_float(0x0400) == std::ldexp(1.0F, -14));
  CHECK(half_to_float(0x03FF) == std::ldexp(1023.0F, -24));
  CHECK(half_to_float(0x7C00) == std::numeric_limits<float>::infinity());
  CHECK(half_to_float(0xFC00) == -std::numeric_limits<float>::infinity());
  CHECK(std::isnan(half_to_float(0x7E00)));
}

TEST_CASE("base64 is decoded with and without padding") {
  using models::network::decode_base64;
  CHECK(decode_base64("TkhXQw==") == "NHWC");
  CHECK(decode_base64("TkhXQw") == "NHWC");
  CHECK(decode_base64("UmVsdTY=") == "Relu6");
  CHECK(decode_base64("Qmlhc0FkZA==") == "BiasAdd");
  CHECK(decode_base64("").empty());
}

}  // namespace brigade::tests
