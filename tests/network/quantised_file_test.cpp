// The file that brigade quantize writes: what it holds comes back, and whatever is wrong with it is said in a sentence.

#include "models/network/quantised_file/quantised_file.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "models/network/quantised_file/header.hpp"
#include "models/network/quantised_file/weight_coding.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <limits>
#include <string>
#include <vector>

namespace brigade::tests {

namespace {

using namespace models::network;
using Catch::Matchers::ContainsSubstring;

const std::vector<std::string> kOutputs{"output", "other"};

/// One of each operator that optimised networks have.
ModelBuilder every_operator() {
  return ModelBuilder()
      .floats("filter", {3, 3, 3, 8}, noise(216, 1))
      .floats("depthwise filter", {3, 3, 8, 1}, noise(72, 2))
      .floats("last", {1, 1, 16, 4}, noise(64, 3))
      .floats("factors", {8}, noise(8, 4))
      .integers("axes", {2}, {1, 2})
      .integers("axis", {}, {3})
      .integers("amounts", {4, 2}, {0, 0, 1, 1, 1, 1, 0, 0})
      .integers("size", {2}, {32, 32})
      .node("Conv2D", "conv", {"image", "filter"}, window_attributes("SAME", 2))
      .node("Relu6", "clamped", {"conv"})
      .node("DepthwiseConv2dNative", "depthwise", {"clamped", "depthwise filter"}, window_attributes("SAME", 1))
      .node("LeakyRelu", "leaky", {"depthwise"}, {{"alpha", {{"f", 0.1}}}})
      .node("Mean", "mean", {"leaky", "axes"}, {{"keep_dims", {{"b", true}}}})
      .node("Sigmoid", "gate", {"mean"})
      .node("Mul", "gated", {"leaky", "gate"})
      .node("Pad", "padded", {"gated", "amounts"})
      .node("Mul", "scaled", {"padded", "factors"})
      .node("ConcatV2", "joined", {"scaled", "padded", "axis"})
      .node("Conv2D", "output", {"joined", "last"}, window_attributes("SAME", 1))
      .node("ResizeBilinear", "other", {"leaky", "size"});
}

/// Its first convolution is computed in int8, the depthwise one has rounded weights, the last one is kept in floats.
Graph quantised() {
  Graph graph = read(every_operator(), kOutputs);
  optimise(graph);
  LayerQuantisations layers;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    const std::string& name = graph.nodes[node].name;
    if (const auto* convolution = as<Convolution>(graph, node); convolution != nullptr && name != "output") {
      const bool int8 = !convolution->depthwise;
      layers[node] = {.input = {}, .channel_means = std::vector<float>(int8 ? 3 : 8)};
      if (int8) {
        layers[node].input = {.scales = {0.25F, 0.5F, 1}, .is_signed = true};
      }
    }
  }
  REQUIRE(layers.size() == 2);
  return quantise_graph(graph, layers);
}

const std::string& encoded() {
  static const std::string bytes = encode_quantised_graph(quantised(), {});
  return bytes;
}

std::string refusal(const std::string& bytes, const std::vector<std::string>& outputs = kOutputs) {
  try {
    static_cast<void>(decode_quantised_graph(bytes, outputs));
  } catch (const ModelError& error) {
    return error.what();
  }
  return "";
}

/// A file of that description and those constants, with a head that fits, so that what is in them is looked at.
std::string sealed(const std::string& description, const std::string& constants) {
  return encode_header({.json_bytes = static_cast<std::uint32_t>(description.size()),
                        .constant_bytes = constants.size(),
                        .checksum = checksum_of(description + constants)}) +
         description + constants;
}

std::string description_of(const std::string& file) {
  return file.substr(QuantisedFileHeader::kBytes, decode_header(file).json_bytes);
}

std::string constants_of(const std::string& file) {
  return file.substr(QuantisedFileHeader::kBytes + decode_header(file).json_bytes);
}

}  // namespace

TEST_CASE("a quantised network comes back from its file as it was") {
  const Graph graph = quantised();
  const Graph again = decode_quantised_graph(encoded(), kOutputs);
  REQUIRE(again.nodes.size() == graph.nodes.size());
  CHECK(encode_quantised_graph(again, {}) == encoded());
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    CHECK(again.nodes[node].op.index() == graph.nodes[node].op.index());
    CHECK(again.nodes[node].inputs == graph.nodes[node].inputs);
    if (const auto* tensor = float_constant(graph, node)) {
      CHECK(*float_constant(again, node)->floats() == *tensor->floats());
    }
    if (const auto* convolution = as<Convolution>(graph, node)) {
      CHECK(as<Convolution>(again, node)->filter_scales == convolution->filter_scales);
      CHECK(as<Convolution>(again, node)->input_rounding == convolution->input_rounding);
    }
  }
}

TEST_CASE("weights come back from their code, whatever they are") {
  const auto weights = GENERATE(std::vector<std::int8_t>{}, std::vector<std::int8_t>{-128},
                                std::vector<std::int8_t>(1000, 7), std::vector<std::int8_t>{127, -128, 0, 0, 0, 5});
  CHECK(decode_weights(encode_weights(weights), weights.size()) == weights);
}

TEST_CASE("skewed weights come back and take fewer bytes than they are") {
  std::vector<std::int8_t> weights;
  for (const float value : noise(20000, 5)) {
    weights.push_back(static_cast<std::int8_t>(value * value * value * 15));
  }
  const std::string code = encode_weights(weights);
  CHECK(code.size() < weights.size());
  CHECK(decode_weights(code, weights.size()) == weights);
  CHECK_THROWS_AS(decode_weights(code, weights.size() + 100), ModelError);
  CHECK_THROWS_AS(decode_weights(code, weights.size() - 100), ModelError);
  CHECK_THROWS_AS(decode_weights(code.substr(0, 100), weights.size()), ModelError);
}

TEST_CASE("a file that is cut anywhere, or has more bytes, is refused") {
  for (std::size_t bytes = 0; bytes < encoded().size(); bytes += 1 + bytes / 7) {
    CHECK_FALSE(refusal(encoded().substr(0, bytes)).empty());
  }
  CHECK_THAT(refusal(encoded().substr(0, encoded().size() - 1)), ContainsSubstring("it is cut or joined"));
  CHECK_THAT(refusal(encoded() + "x"), ContainsSubstring("it is cut or joined"));
}

TEST_CASE("a file with any byte changed is refused") {
  const auto with_change = [](std::size_t at) {
    std::string damaged = encoded();
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    return damaged;
  };
  for (std::size_t at = 0; at < encoded().size(); at += 1 + at / 9) {
    CHECK_FALSE(refusal(with_change(at)).empty());
  }
  CHECK_THAT(refusal(with_change(encoded().size() - 1)), ContainsSubstring("its checksum does not fit"));
  CHECK_THAT(refusal(with_change(8)), ContainsSubstring("version 17, known is 1"));
  CHECK_THAT(refusal(with_change(0)), ContainsSubstring("not a file that brigade quantize wrote"));
}

TEST_CASE("a file whose description cannot be is refused though its checksum fits") {
  const auto [from, to, why] = GENERATE(table<std::string, std::string, std::string>({
      {R"("stride":[2,2])", R"("stride":[0,2])", "holds 0 where 1 to 16384 are possible"},
      {R"("op":"input")", R"("op":"inpux")", "operator inpux, which is not known"},
      {R"("shape":[3,3,3,8])", R"("shape":[3,3,9,8])", "where its nodes need"},
      {R"("shape":[3,3,3,8])", R"("shape":[9999,9999,9999,9999])", "impossible shape"},
      {R"("shape":[3,3,3,8])", R"("shape":[3,3,3,-8])", "holds -8 where"},
      {R"("channels":8)", R"("channels":7)", "scales that do not fit"},
      {R"("channels":8)", R"("channels":0)", "scales that do not fit"},
      {R"("channels":8)", R"("channels":4)", ""},
      {R"("outputs":[)", R"("outputx":[)", "not as it should be"},
      {R"("inputs":[)", R"("inputs":[99)", "reads what it cannot"},
      {R"("int8":3)", R"("int8":-3)", "holds -3 where"},
      {R"("int8":3)", R"("int8":null)", "not as it should be"},
      {R"("signed":true)", R"("signed":2)", "not as it should be"},
      {R"("nodes":[)", R"("nodes":[[)", "not as it should be"},
  }));
  CAPTURE(from, to);
  std::string description = description_of(encoded());
  const std::size_t at = description.find(from);
  REQUIRE(at != std::string::npos);
  description.replace(at, from.size(), to);
  const std::string refused = refusal(sealed(description, constants_of(encoded())));
  CHECK_FALSE(refused.empty());
  CHECK_THAT(refused, ContainsSubstring(why));
}

TEST_CASE("scales and constants that are no numbers are refused though the checksum fits") {
  const auto value = GENERATE(std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 0.0F);
  std::string constants = constants_of(encoded());
  constants.replace(0, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);  // the first filter's scale
  CHECK_FALSE(refusal(sealed(description_of(encoded()), constants)).empty());
}

TEST_CASE("a file of another network is refused") {
  CHECK_THAT(refusal(encoded(), {"elsewhere"}), ContainsSubstring("another network"));
}

}  // namespace brigade::tests
