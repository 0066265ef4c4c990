// Each pass on the smallest graph that it changes: what is left, and for passes with conditions, what they leave alone.
// That values stay the same is for operators_test.cpp.

#include "models/network/passes/passes.hpp"

#include "models/network/graph/shapes.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <map>

namespace brigade::tests {

namespace {

using namespace models::network;

/// How many nodes of each kind the outputs still need.
template <typename Kind>
long count(Graph& graph) {
  remove_dead_code(graph);
  return std::ranges::count_if(graph.nodes, [](const Node& node) { return std::holds_alternative<Kind>(node.op); });
}

/// The only node of that kind, until the graph changes or is counted again.
template <typename Kind>
const Node& only(Graph& graph) {
  REQUIRE(count<Kind>(graph) == 1);
  return *std::ranges::find_if(graph.nodes, [](const Node& node) { return std::holds_alternative<Kind>(node.op); });
}

const std::vector<float>& floats_of(const Graph& graph, NodeIndex node) {
  return *float_constant(graph, node)->floats();
}

/// "convolution" of the image to 2 channels with the filter 1 2, 3 4, 5 6 and no bias.
ModelBuilder with_convolution(const std::string& padding = "SAME", const std::string& image = "image") {
  return ModelBuilder()
      .floats("filter", {1, 1, 3, 2}, {1, 2, 3, 4, 5, 6})
      .node("Conv2D", "convolution", {image, "filter"}, window_attributes(padding, 1));
}

}  // namespace

TEST_CASE("dead code is removed and the rest comes after what it reads") {
  Graph graph = read(with_convolution().node("Relu", "output", {"convolution"}), {"output"});
  graph.outputs[0].node = graph.nodes.back().inputs[0];
  std::swap(graph.nodes[0], graph.nodes[1]);  // out of order: the filter first
  for (Node& node : graph.nodes) {
    for (NodeIndex& input : node.inputs) {
      input = input < 2 ? 1 - input : input;
    }
  }
  remove_dead_code(graph);
  REQUIRE(graph.nodes.size() == 3);
  CHECK(graph.nodes[graph.outputs[0].node].name == "convolution");
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    for (const NodeIndex input : graph.nodes[node].inputs) {
      CHECK(input < node);
    }
  }
}

TEST_CASE("identities are removed, at outputs as well") {
  Graph graph = read(
      ModelBuilder().node("Relu", "a", {"image"}).node("Identity", "b", {"a"}).node("Identity", "c", {"b"}), {"c"});
  remove_identities(graph);
  CHECK(count<Identity>(graph) == 0);
  CHECK(graph.outputs[0].name == "c");
  CHECK(graph.nodes[graph.outputs[0].node].name == "a");
}

TEST_CASE("what is computed from constants alone is folded, with broadcasting") {
  Graph graph = read(ModelBuilder()
                         .floats("column", {2, 1}, {10, 20})
                         .floats("row", {3}, {1, -2, 3})
                         .node("Relu", "positive", {"row"})
                         .node("Add", "sum", {"column", "positive"})
                         .node("Sub", "difference", {"sum", "row"})
                         .node("Mul", "product", {"difference", "row"})
                         .node("Mul", "output", {"image", "product"}),
                     {"output"});
  fold_constants(graph);
  CHECK(count<Clamp>(graph) == 0);
  const Node& product = only<Arithmetic>(graph);
  const Tensor* folded = float_constant(graph, product.inputs[1]);
  REQUIRE(folded != nullptr);
  CHECK(folded->shape == Shape{2, 3});
  CHECK(*folded->floats() == std::vector<float>{10, -24, 30, 20, -44, 60});
}

TEST_CASE("elementwise functions of constants are folded") {
  Graph graph = read(ModelBuilder()
                         .floats("x", {3}, {-4, 0, 3})
                         .node("LeakyRelu", "leaky", {"x"}, {{"alpha", {{"f", 0.5}}}})
                         .node("Sigmoid", "gate", {"leaky"})
                         .node("Add", "output", {"image", "gate"}),
                     {"output"});
  fold_constants(graph);
  const std::vector<float>& folded = floats_of(graph, only<Arithmetic>(graph).inputs[1]);
  CHECK(folded[0] == Catch::Approx(reference::sigmoid(-2)));
  CHECK(folded[1] == 0.5F);
  CHECK(folded[2] == Catch::Approx(reference::sigmoid(3)));
}

TEST_CASE("transposes vanish; axes, paddings and constants follow") {
  Graph graph = read(ModelBuilder()
                         .channels_first()
                         .integers("to last", {4}, {0, 2, 3, 1})
                         .integers("to first", {4}, {0, 3, 1, 2})
                         .integers("amounts", {4, 2}, {0, 0, 0, 0, 1, 2, 3, 4})
                         .integers("axes", {2}, {2, 3})
                         .integers("axis", {}, {-3})
                         .floats("offsets", {1, 3, 1, 1}, {1, 2, 3})
                         .node("Pad", "padded", {"image", "amounts"})
                         .node("Add", "sum", {"padded", "offsets"})
                         .node("Transpose", "there", {"sum", "to last"})
                         .node("Transpose", "back", {"there", "to first"})
                         .node("ConcatV2", "joined", {"back", "padded", "axis"})
                         .node("Mean", "output", {"joined", "axes"}, {{"keep_dims", {{"b", true}}}}),
                     {"output"});
  remove_transposes(graph);
  CHECK(count<Transpose>(graph) == 0);
  CHECK(std::get<Input>(only<Input>(graph).op).declared == Shape{1, 32, 32, 3});
  CHECK(std::get<Pad>(only<Pad>(graph).op).amounts == std::vector{0, 0, 1, 2, 3, 4, 0, 0});
  CHECK(std::get<Mean>(only<Mean>(graph).op).axes == std::vector{1, 2});
  CHECK(std::get<Concat>(only<Concat>(graph).op).axis == 3);
  CHECK(float_constant(graph, only<Arithmetic>(graph).inputs[1])->shape == Shape{3});
}

TEST_CASE("constant resize sizes become factors of any input size") {
  Graph graph = read(ModelBuilder()
                         .integers("half", {2}, {16, 16})
                         .integers("back", {2}, {32, 32})
                         .node("ResizeBilinear", "small", {"image", "half"})
                         .node("ResizeBilinear", "output", {"small", "back"}),
                     {"output"});
  make_resizes_relative(graph);
  const std::vector<ImageShape> shapes = infer_shapes(graph, {.height = 64, .width = 96});
  CHECK(shapes[graph.nodes[graph.outputs[0].node].inputs[0]] == ImageShape{32, 48, 3});
  CHECK(shapes[graph.outputs[0].node] == ImageShape{64, 96, 3});
}

TEST_CASE("hard-swishes are found however they are bracketed") {
  const std::vector<std::array<std::vector<std::string>, 2>> spellings{
      {{{"x", "sixth"}, {"inner", "gate"}}},  // (x * c) * gate
      {{{"sixth", "gate"}, {"x", "inner"}}},  // x * (c * gate)
      {{{"x", "gate"}, {"inner", "sixth"}}},  // (x * gate) * c
  };
  for (const auto& [inner, outer] : spellings) {
    Graph graph = read(ModelBuilder()
                           .floats("sixth", {}, {1.0F / 6.0F})
                           .floats("three", {}, {3})
                           .node("Sigmoid", "x", {"image"})
                           .node("Add", "shifted", {"three", "x"})
                           .node("Relu6", "gate", {"shifted"})
                           .node("Mul", "inner", inner)
                           .node("Mul", "output", outer),
                       {"output"});
    CHECK(fuse_hard_swish(graph));
    CHECK(count<Arithmetic>(graph) == 0);
    CHECK(graph.nodes[only<HardSwish>(graph).inputs[0]].name == "x");
    CHECK_FALSE(fuse_hard_swish(graph));
  }
}

TEST_CASE("a rounded sixth stays as a factor behind the hard-swish; another number is no hard-swish") {
  const auto graph_with = [](float sixth, float three) {
    return read(ModelBuilder()
                    .floats("sixth", {}, {sixth})
                    .floats("three", {}, {three})
                    .node("Add", "shifted", {"image", "three"})
                    .node("Relu6", "gate", {"shifted"})
                    .node("Mul", "inner", {"image", "sixth"})
                    .node("Mul", "output", {"inner", "gate"}),
                {"output"});
  };
  Graph rounded = graph_with(0.1666259765625F, 3);
  CHECK(fuse_hard_swish(rounded));
  const Node& product = only<Arithmetic>(rounded);
  CHECK(floats_of(rounded, product.inputs[1])[0] == Catch::Approx(0.999755859375));
  CHECK(as<HardSwish>(rounded, product.inputs[0]) != nullptr);

  Graph other_factor = graph_with(0.2F, 3);
  CHECK_FALSE(fuse_hard_swish(other_factor));
  Graph other_shift = graph_with(1.0F / 6.0F, 2);
  CHECK_FALSE(fuse_hard_swish(other_shift));
}

TEST_CASE("a batch normalisation becomes part of the convolution before it") {
  Graph graph = read(with_convolution()
                         .floats("scale", {2}, {2, 3})
                         .floats("offset", {2}, {1, 1})
                         .floats("mean", {2}, {10, 20})
                         .floats("variance", {2}, {0.75F, 0.75F})
                         .node("FusedBatchNormV3", "output", {"convolution", "scale", "offset", "mean", "variance"},
                               {{"epsilon", {{"f", 0.25}}}}),
                     {"output"});
  CHECK(expand_batch_norms(graph));
  remove_dead_code(graph);
  CHECK(fold_scales(graph));
  CHECK(fold_biases(graph));
  CHECK(count<Arithmetic>(graph) == 0);
  CHECK(graph.nodes[graph.outputs[0].node].name == "convolution");
  const Node& convolution = only<Convolution>(graph);
  CHECK(floats_of(graph, convolution.inputs[1]) == std::vector<float>{2, 6, 6, 12, 10, 18});
  CHECK(floats_of(graph, convolution.inputs[2]) == std::vector<float>{1 - 20, 1 - 60});
}

TEST_CASE("additions and subtractions become a convolution's bias") {
  Graph graph = read(with_convolution()
                         .floats("offsets", {2}, {1, 2})
                         .floats("one", {}, {1})
                         .node("Add", "a", {"offsets", "convolution"})
                         .node("Sub", "output", {"a", "one"}),
                     {"output"});
  CHECK(fold_biases(graph));
  CHECK(count<Arithmetic>(graph) == 0);
  const Node& convolution = only<Convolution>(graph);
  CHECK(floats_of(graph, convolution.inputs[2]) == std::vector<float>{0, 1});
}

TEST_CASE("a convolution that others read as it is, or that clamps, keeps its bias") {
  Graph shared = read(with_convolution().floats("one", {}, {1}).node("Add", "output", {"convolution", "one"}),
                      {"output", "convolution"});
  CHECK_FALSE(fold_biases(shared));
  CHECK_FALSE(fold_scales(shared));

  Graph clamped = read(with_convolution()
                           .floats("one", {}, {1})
                           .node("Relu", "clamped", {"convolution"})
                           .node("Add", "output", {"clamped", "one"}),
                       {"output"});
  CHECK(fuse_clamps(clamped));
  CHECK_FALSE(fold_biases(clamped));
}

TEST_CASE("a multiplication goes into filter, bias and clamp of the convolution") {
  Graph graph = read(with_convolution()
                         .floats("offsets", {2}, {1, 2})
                         .floats("half", {}, {0.5F})
                         .node("Add", "a", {"convolution", "offsets"})
                         .node("Relu6", "b", {"a"})
                         .node("Mul", "output", {"half", "b"}),
                     {"output"});
  CHECK(fold_biases(graph));
  CHECK(fuse_clamps(graph));
  CHECK(fold_scales(graph));
  CHECK(count<Arithmetic>(graph) == 0);
  const Node& convolution = only<Convolution>(graph);
  CHECK(floats_of(graph, convolution.inputs[1]) == std::vector<float>{0.5F, 1, 1.5F, 2, 2.5F, 3});
  CHECK(floats_of(graph, convolution.inputs[2]) == std::vector<float>{0.5F, 1});
  CHECK(std::get<Convolution>(convolution.op).clamp.low == 0);
  CHECK(std::get<Convolution>(convolution.op).clamp.high == 3);
}

TEST_CASE("a negative factor does not go past a clamp") {
  Graph graph = read(with_convolution()
                         .floats("minus", {}, {-1})
                         .node("Relu", "a", {"convolution"})
                         .node("Mul", "output", {"minus", "a"}),
                     {"output"});
  CHECK(fuse_clamps(graph));
  CHECK_FALSE(fold_scales(graph));
}

TEST_CASE("filters that several convolutions share change for one of them alone") {
  Graph graph = read(with_convolution()
                         .node("Conv2D", "other", {"image", "filter"}, window_attributes("SAME", 1))
                         .floats("two", {}, {2})
                         .node("Mul", "output", {"convolution", "two"}),
                     {"output", "other"});
  CHECK(fold_scales(graph));
  CHECK(floats_of(graph, graph.nodes[graph.outputs[0].node].inputs[1])[5] == 12);
  CHECK(floats_of(graph, graph.nodes[graph.outputs[1].node].inputs[1])[5] == 6);
}

TEST_CASE("two clamps are one") {
  Graph graph = read(with_convolution().node("Relu6", "a", {"convolution"}).node("Relu", "output", {"a"}), {"output"});
  CHECK(fuse_clamps(graph));
  const auto& convolution = std::get<Convolution>(only<Convolution>(graph).op);
  CHECK(convolution.clamp.low == 0);
  CHECK(convolution.clamp.high == 6);
  CHECK(count<Clamp>(graph) == 0);
}

TEST_CASE("a clamp of a concatenation is done by the convolutions before it") {
  Graph graph = read(with_convolution()
                         .integers("axis", {}, {3})
                         .node("ConcatV2", "joined", {"convolution", "image", "axis"})
                         .node("Relu", "output", {"joined"}),
                     {"output"});
  CHECK(sink_clamps(graph));
  remove_dead_code(graph);
  CHECK(fuse_clamps(graph));
  CHECK(std::get<Convolution>(only<Convolution>(graph).op).clamp.low == 0);
  CHECK(graph.nodes[only<Clamp>(graph).inputs[0]].name == "image");
  CHECK(as<Concat>(graph, graph.outputs[0].node) != nullptr);
}

TEST_CASE("zero padding becomes the convolution's own, -infinity the maximum's") {
  nlohmann::json pooling = window_attributes("VALID", 1);
  pooling["ksize"] = integers_attribute({1, 3, 3, 1});
  Graph graph = read(with_convolution("VALID", "padded")
                         .integers("amounts", {4, 2}, {0, 0, 1, 2, 3, 4, 0, 0})
                         .floats("low", {}, {-std::numeric_limits<float>::infinity()})
                         .node("Pad", "padded", {"image", "amounts"})
                         .node("PadV2", "lowered", {"convolution", "amounts", "low"})
                         .node("MaxPool", "output", {"lowered"}, pooling),
                     {"output"});
  CHECK(fuse_paddings(graph));
  CHECK(count<Pad>(graph) == 0);
  for (const Padding& padding : {std::get<Convolution>(only<Convolution>(graph).op).padding,
                                 std::get<MaxPool>(only<MaxPool>(graph).op).padding}) {
    CHECK(padding.top == 1);
    CHECK(padding.bottom == 2);
    CHECK(padding.left == 3);
    CHECK(padding.right == 4);
  }
}

TEST_CASE("a SAME convolution does not take up a padding") {
  Graph graph = read(with_convolution("SAME", "padded")
                         .integers("amounts", {4, 2}, {0, 0, 1, 1, 1, 1, 0, 0})
                         .node("Pad", "padded", {"image", "amounts"}),
                     {"convolution"});
  CHECK_FALSE(fuse_paddings(graph));
}

TEST_CASE("a factor sinks over means, products and sums into filters") {
  // k * s(image) is read by a mean, a product with it, a convolution, and a sum with that convolution.
  Graph graph = read(ModelBuilder()
                         .floats("k", {}, {4})
                         .floats("filter", {1, 1, 3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1})
                         .floats("other filter", {1, 1, 3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1})
                         .integers("axes", {2}, {1, 2})
                         .node("Sigmoid", "s", {"image"})
                         .node("Mul", "scaled", {"s", "k"})
                         .node("Mean", "mean", {"scaled", "axes"}, {{"keep_dims", {{"b", true}}}})
                         .node("Mul", "gated", {"mean", "scaled"})
                         .node("Conv2D", "a", {"gated", "filter"}, window_attributes("SAME", 1))
                         .node("Add", "sum", {"a", "scaled"})
                         .node("Conv2D", "b", {"sum", "other filter"}, window_attributes("SAME", 1)),
                     {"b"});
  optimise(graph);
  CHECK(count<Arithmetic>(graph) == 2);  // the product and the sum of two images
  std::map<std::string, float> first_weight;
  for (const Node& node : graph.nodes) {
    if (std::holds_alternative<Convolution>(node.op)) {
      first_weight[node.name] = floats_of(graph, node.inputs[1])[0];
    }
  }
  CHECK(first_weight["a"] == 4 * 4 / 4);  // both factors of the product, and divided for the sum
  CHECK(first_weight["b"] == 4);
}

TEST_CASE("factors in a row become one") {
  Graph graph = read(ModelBuilder()
                         .floats("two", {}, {2})
                         .floats("three", {}, {3})
                         .node("Mul", "a", {"image", "two"})
                         .node("Mul", "output", {"three", "a"}),
                     {"output"});
  optimise(graph);
  CHECK(floats_of(graph, only<Arithmetic>(graph).inputs[1]) == std::vector<float>{6});
}

}  // namespace brigade::tests
