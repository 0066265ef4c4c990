// Every operator, run through the whole of reader, passes and executor, against its definition.

#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <limits>

namespace brigade::tests {

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// A 1x1 convolution from the image to more channels, so that operators see something else than 3.
struct Widened {
  ModelBuilder builder;
  std::vector<float> filter = noise(3 * 8, 2);

  Widened() {
    builder.floats("widen/filter", {1, 1, 3, 8}, filter)
        .node("Conv2D", "widen", {"image", "widen/filter"}, window_attributes("SAME", 1));
  }

  [[nodiscard]] Values apply(const Values& image) const { return reference::convolution(image, {}, 8, filter); }
};

/// Runs a model whose output is "output" on noise and compares.
template <typename Expected>
void check_model(const ModelBuilder& builder, Expected expected, int height = 32, int width = 32) {
  for (const int threads : thread_counts()) {
    models::Network network = load(builder, {"output"}, width, height, threads);
    const Values image = fill_with_noise(network, height, width);
    REQUIRE(network.run());
    check_output(network, 0, expected(image));
  }
}

}  // namespace

TEST_CASE("convolutions of every window, stride and padding equal their definition") {
  const int size = GENERATE(1, 2, 3, 5);
  const int stride = GENERATE(1, 2);
  const bool same = GENERATE(false, true);
  INFO(size << "x" << size << " /" << stride << (same ? " SAME" : " VALID"));
  const std::vector<float> filter = noise(static_cast<std::size_t>(size * size * 3 * 10), 3);
  const std::vector<float> bias = noise(10, 4);
  const ModelBuilder builder = ModelBuilder()
                                   .floats("filter", {size, size, 3, 10}, filter)
                                   .floats("bias", {10}, bias)
                                   .node("_FusedConv2D", "output", {"image", "filter", "bias"},
                                         window_attributes(same ? "SAME" : "VALID", stride, {"BiasAdd"}));
  check_model(
      builder,
      [&](const Values& image) {
        return reference::convolution(image, {.size = size, .stride = stride, .same = same}, 10, filter, bias);
      },
      64, 96);
}

TEST_CASE("depthwise convolutions equal their definition") {
  const int size = GENERATE(3, 5);
  const int stride = GENERATE(1, 2);
  INFO(size << "x" << size << " /" << stride);
  const Widened widened;
  const std::vector<float> filter = noise(static_cast<std::size_t>(size * size * 8), 5);
  const std::vector<float> bias = noise(8, 6);
  ModelBuilder builder = widened.builder;
  builder.floats("filter", {size, size, 8, 1}, filter)
      .floats("bias", {8}, bias)
      .node("FusedDepthwiseConv2dNative", "output", {"widen", "filter", "bias"},
            window_attributes("SAME", stride, {"BiasAdd"}));
  check_model(builder, [&](const Values& image) {
    return reference::depthwise(widened.apply(image), {.size = size, .stride = stride}, filter, bias);
  });
}

TEST_CASE("a depthwise convolution without a bias equals its definition") {
  const std::vector<float> filter = noise(3 * 3 * 3, 5);
  const ModelBuilder builder =
      ModelBuilder()
          .floats("filter", {3, 3, 3, 1}, filter)
          .node("DepthwiseConv2dNative", "output", {"image", "filter"}, window_attributes("SAME", 1));
  check_model(builder, [&](const Values& image) { return reference::depthwise(image, {.size = 3}, filter); });
}

TEST_CASE("fused activations clamp what a convolution gives") {
  const auto [activation, high] = GENERATE(table<std::string, float>({{"Relu", kInfinity}, {"Relu6", 6.0F}}));
  const std::vector<float> filter = noise(3 * 4, 7);
  const ModelBuilder builder = ModelBuilder()
                                   .floats("filter", {1, 1, 3, 4}, filter)
                                   .floats("bias", {4}, {1, -1, 2, 5})
                                   .node("_FusedConv2D", "output", {"image", "filter", "bias"},
                                         window_attributes("SAME", 1, {"BiasAdd", activation}));
  check_model(builder, [&, limit = high](const Values& image) {
    return reference::map(reference::convolution(image, {}, 4, filter, std::vector<float>{1, -1, 2, 5}),
                          [limit](float x) { return std::clamp(x, 0.0F, limit); });
  });
}

TEST_CASE("maxima equal their definition") {
  const bool same = GENERATE(false, true);
  const int stride = GENERATE(1, 2);
  nlohmann::json attributes = window_attributes(same ? "SAME" : "VALID", stride);
  attributes["ksize"] = integers_attribute({1, 3, 3, 1});
  const ModelBuilder builder = ModelBuilder().node("MaxPool", "output", {"image"}, attributes);
  check_model(builder, [&](const Values& image) {
    return reference::max_pool(image, {.size = 3, .stride = stride, .same = same});
  });
}

TEST_CASE("elementwise operators equal their definition") {
  using Case = std::pair<std::string, float (*)(float)>;
  const auto [operation, function] = GENERATE(
      Case{"Relu", [](float x) { return std::max(x, 0.0F); }},
      Case{"Relu6", [](float x) { return std::clamp(x, 0.0F, 6.0F); }}, Case{"Sigmoid", reference::sigmoid},
      Case{"LeakyRelu", [](float x) { return x < 0 ? 0.1F * x : x; }}, Case{"Identity", [](float x) { return x; }});
  INFO(operation);
  const ModelBuilder builder = ModelBuilder()
                                   .node(operation, "inner", {"image"}, {{"alpha", {{"f", 0.1}}}})
                                   .node("Identity", "output", {"inner"});
  check_model(builder, [f = function](const Values& image) { return reference::map(image, f); });
}

TEST_CASE("sums, differences and products of two images equal their definition") {
  using Case = std::pair<std::string, float (*)(float, float)>;
  const auto [operation, function] = GENERATE(
      Case{"Add", [](float a, float b) { return a + b; }}, Case{"AddV2", [](float a, float b) { return a + b; }},
      Case{"Sub", [](float a, float b) { return a - b; }}, Case{"Mul", [](float a, float b) { return a * b; }});
  INFO(operation);
  const Widened widened;
  ModelBuilder builder = widened.builder;
  builder.node("Sigmoid", "gate", {"widen"}).node(operation, "output", {"gate", "widen"});
  check_model(builder, [&, f = function](const Values& image) {
    const Values wide = widened.apply(image);
    return reference::combine(reference::map(wide, reference::sigmoid), wide, f);
  });
}

TEST_CASE("an image may be combined with itself") {
  const ModelBuilder builder =
      ModelBuilder().node("Sigmoid", "gate", {"image"}).node("Mul", "output", {"gate", "gate"});
  check_model(builder, [](const Values& image) {
    return reference::map(image, [](float x) { return reference::sigmoid(x) * reference::sigmoid(x); });
  });
}

TEST_CASE("constants may be combined with an image on either side") {
  const bool constant_first = GENERATE(false, true);
  const auto inputs = [&](const std::string& image, const std::string& constant) {
    return constant_first ? std::vector{constant, image} : std::vector{image, constant};
  };
  const ModelBuilder builder = ModelBuilder()
                                   .floats("offsets", {3}, {0.5F, -1, 2})
                                   .floats("two", {}, {2})
                                   .node("Sub", "shifted", inputs("image", "offsets"))
                                   .node("Mul", "output", inputs("shifted", "two"));
  check_model(builder, [&](const Values& image) {
    const Values offsets{.height = 1, .width = 1, .channels = 3, .values = {0.5F, -1, 2}};
    const float sign = constant_first ? -1.0F : 1.0F;
    return reference::combine(image, offsets, [sign](float a, float b) { return 2 * sign * (a - b); });
  });
}

TEST_CASE("a mean over rows and columns equals its definition") {
  const std::vector<std::int32_t> axes = GENERATE(std::vector{1, 2}, std::vector{-2, -3});
  const ModelBuilder builder = ModelBuilder()
                                   .integers("axes", {2}, axes)
                                   .node("Mean", "output", {"image", "axes"}, {{"keep_dims", {{"b", true}}}});
  check_model(builder, [](const Values& image) { return reference::mean(image); });
}

TEST_CASE("an image may be padded with any value") {
  const ModelBuilder builder = ModelBuilder()
                                   .integers("amounts", {4, 2}, {0, 0, 1, 2, 3, 4, 0, 0})
                                   .floats("value", {}, {7})
                                   .node("PadV2", "output", {"image", "amounts", "value"});
  check_model(builder, [](const Values& image) { return reference::pad(image, 1, 2, 3, 4, 7); });
}

TEST_CASE("a convolution of a padded image equals its definition") {
  const std::vector<float> filter = noise(3 * 3 * 3 * 4, 8);
  const float value = GENERATE(0.0F, 1.0F);  // only zeros can become the convolution's own padding
  const ModelBuilder builder = ModelBuilder()
                                   .integers("amounts", {4, 2}, {0, 0, 1, 1, 1, 1, 0, 0})
                                   .floats("value", {}, {value})
                                   .floats("filter", {3, 3, 3, 4}, filter)
                                   .node("PadV2", "padded", {"image", "amounts", "value"})
                                   .node("Conv2D", "output", {"padded", "filter"}, window_attributes("VALID", 2));
  check_model(builder, [&](const Values& image) {
    return reference::convolution(reference::pad(image, 1, 1, 1, 1, value), {.size = 3, .stride = 2, .same = false}, 4,
                                  filter);
  });
}

TEST_CASE("channels may be concatenated, whoever else reads the parts") {
  // "widen" is read by a convolution, by the sum and twice by concatenations; "image" cannot be written in place.
  const Widened widened;
  ModelBuilder builder = widened.builder;
  builder.integers("axis", {}, {3})
      .node("Relu", "positive", {"widen"})
      .node("ConcatV2", "inner", {"image", "positive", "axis"})
      .node("ConcatV2", "outer", {"inner", "widen", "axis"})
      .node("Sigmoid", "output", {"outer"});
  check_model(builder, [&](const Values& image) {
    const Values wide = widened.apply(image);
    const Values positive = reference::map(wide, [](float x) { return std::max(x, 0.0F); });
    return reference::map(reference::concatenate(reference::concatenate(image, positive), wide), reference::sigmoid);
  });
}

TEST_CASE("what is concatenated twice lies in both places") {
  const Widened widened;
  ModelBuilder builder = widened.builder;
  builder.integers("axis", {}, {-1}).node("ConcatV2", "output", {"widen", "widen", "axis"});
  check_model(builder,
              [&](const Values& image) { return reference::concatenate(widened.apply(image), widened.apply(image)); });
}

TEST_CASE("resizes fit any input size") {
  const bool half_pixel_centers = GENERATE(false, true);
  const int declared = GENERATE(64, 16);  // twice or half of the declared input
  const ModelBuilder builder =
      ModelBuilder()
          .integers("size", {2}, {declared, declared})
          .node("ResizeBilinear", "output", {"image", "size"}, {{"half_pixel_centers", {{"b", half_pixel_centers}}}});
  check_model(
      builder,
      [&](const Values& image) {
        return reference::resize(image, 64 * declared / 32, 96 * declared / 32, half_pixel_centers);
      },
      64, 96);
}

TEST_CASE("a squeeze-excite block with hard-swishes equals its definition, for a sixth as float16 has it") {
  const float sixth = GENERATE(1.0F / 6.0F, 0.1666259765625F);
  const Widened widened;
  const std::vector<float> squeeze = noise(8 * 4, 9);
  const std::vector<float> excite = noise(4 * 8, 10);
  const std::vector<float> project = noise(8 * 5, 11);
  ModelBuilder builder = widened.builder;
  builder.floats("sixth", {}, {sixth})
      .floats("three", {}, {3})
      .integers("axes", {2}, {1, 2})
      .floats("squeeze/filter", {1, 1, 8, 4}, squeeze)
      .floats("excite/filter", {1, 1, 4, 8}, excite)
      .floats("project/filter", {1, 1, 8, 5}, project)
      .node("Mul", "swish/a", {"sixth", "widen"})
      .node("Add", "swish/b", {"widen", "three"})
      .node("Relu6", "swish/c", {"swish/b"})
      .node("Mul", "swish", {"swish/a", "swish/c"})
      .node("Mean", "mean", {"swish", "axes"}, {{"keep_dims", {{"b", true}}}})
      .node("Conv2D", "squeeze", {"mean", "squeeze/filter"}, window_attributes("SAME", 1))
      .node("Conv2D", "excite", {"squeeze", "excite/filter"}, window_attributes("SAME", 1))
      .node("Add", "gate/a", {"excite", "three"})
      .node("Relu6", "gate/b", {"gate/a"})
      .node("Mul", "gate", {"sixth", "gate/b"})
      .node("Mul", "gated", {"gate", "swish"})
      .node("Conv2D", "projected", {"gated", "project/filter"}, window_attributes("SAME", 1))
      .node("Identity", "output", {"projected"});
  check_model(builder, [&](const Values& image) {
    const Values swish =
        reference::map(widened.apply(image), [&](float x) { return x * sixth * std::clamp(x + 3.0F, 0.0F, 6.0F); });
    const Values squeezed = reference::convolution(reference::mean(swish), {}, 4, squeeze);
    const Values gate = reference::map(reference::convolution(squeezed, {}, 8, excite),
                                       [&](float x) { return sixth * std::clamp(x + 3.0F, 0.0F, 6.0F); });
    const Values gated = reference::combine(gate, swish, [](float a, float b) { return a * b; });
    return reference::convolution(gated, {}, 5, project);
  });
}

TEST_CASE("a residual block after a hard-swish equals its definition, for a sixth as float16 has it") {
  constexpr float sixth = 0.1666259765625F;
  const Widened widened;
  const std::vector<float> filter = noise(3 * 3 * 8, 12);
  const std::vector<float> project = noise(8 * 8, 13);
  ModelBuilder builder = widened.builder;
  builder.floats("sixth", {}, {sixth})
      .floats("three", {}, {3})
      .floats("filter", {3, 3, 8, 1}, filter)
      .floats("project/filter", {1, 1, 8, 8}, project)
      .node("Mul", "swish/a", {"sixth", "widen"})
      .node("Add", "swish/b", {"widen", "three"})
      .node("Relu6", "swish/c", {"swish/b"})
      .node("Mul", "swish", {"swish/a", "swish/c"})
      .node("DepthwiseConv2dNative", "inner", {"swish", "filter"}, window_attributes("SAME", 1))
      .node("Conv2D", "project", {"inner", "project/filter"}, window_attributes("SAME", 1))
      .node("Add", "output", {"project", "swish"});
  check_model(builder, [&](const Values& image) {
    const Values swish =
        reference::map(widened.apply(image), [&](float x) { return x * sixth * std::clamp(x + 3.0F, 0.0F, 6.0F); });
    const Values inner = reference::depthwise(swish, {.size = 3}, filter);
    return reference::combine(reference::convolution(inner, {}, 8, project), swish,
                              [](float a, float b) { return a + b; });
  });
}

TEST_CASE("a channels-first model gives channels-last outputs") {
  // The way PyTorch models come: every convolution between two transposes, paddings and maxima apart.
  const std::vector<float> filter = noise(3 * 3 * 3 * 4, 14);
  const ModelBuilder builder = ModelBuilder()
                                   .channels_first()
                                   .integers("to last", {4}, {0, 2, 3, 1})
                                   .integers("to first", {4}, {0, 3, 1, 2})
                                   .integers("amounts", {4, 2}, {0, 0, 0, 0, 1, 1, 1, 1})
                                   .integers("axis", {}, {1})
                                   .floats("low", {}, {-kInfinity})
                                   .floats("filter", {3, 3, 3, 4}, filter)
                                   .floats("offsets", {4, 1, 1}, {1, 2, 3, 4})
                                   .node("Pad", "padded", {"image", "amounts"})
                                   .node("Transpose", "a", {"padded", "to last"})
                                   .node("Conv2D", "b", {"a", "filter"}, window_attributes("VALID", 1))
                                   .node("Transpose", "c", {"b", "to first"})
                                   .node("Add", "shifted", {"c", "offsets"})
                                   .node("LeakyRelu", "leaky", {"shifted"}, {{"alpha", {{"f", 0.1}}}})
                                   .node("PadV2", "lowered", {"leaky", "amounts", "low"})
                                   .node("Transpose", "d", {"lowered", "to last"})
                                   .node("MaxPool", "pooled", {"d"},
                                         [] {
                                           nlohmann::json attributes = window_attributes("VALID", 1);
                                           attributes["ksize"] = integers_attribute({1, 3, 3, 1});
                                           return attributes;
                                         }())
                                   .node("Transpose", "e", {"pooled", "to first"})
                                   .node("ConcatV2", "output", {"e", "leaky", "axis"});
  check_model(builder, [&](const Values& image) {
    const Values convolved = reference::convolution(image, {.size = 3}, 4, filter, std::vector<float>{1, 2, 3, 4});
    const Values leaky = reference::map(convolved, [](float x) { return x < 0 ? 0.1F * x : x; });
    return reference::concatenate(reference::max_pool(leaky, {.size = 3}), leaky);
  });
}

TEST_CASE("a batch normalisation equals its definition") {
  const Widened widened;
  const std::vector<float> scale = noise(8, 15);
  const std::vector<float> offset = noise(8, 16);
  const std::vector<float> mean = noise(8, 17);
  const std::vector<float> variance(8, 0.7F);
  ModelBuilder builder = widened.builder;
  builder.floats("scale", {8}, scale)
      .floats("offset", {8}, offset)
      .floats("mean", {8}, mean)
      .floats("variance", {8}, variance)
      .node("FusedBatchNormV3", "output", {"widen", "scale", "offset", "mean", "variance"},
            {{"epsilon", {{"f", 0.001}}}});
  check_model(builder, [&](const Values& image) {
    Values wide = widened.apply(image);
    for (std::size_t i = 0; i < wide.values.size(); ++i) {
      const std::size_t c = i % 8;
      wide.values[i] = (wide.values[i] - mean[c]) / std::sqrt(variance[c] + 0.001F) * scale[c] + offset[c];
    }
    return wide;
  });
}

TEST_CASE("an input keeps its values and several outputs are left side by side") {
  const Widened widened;
  ModelBuilder builder = widened.builder;
  builder.node("Relu", "positive", {"widen"}).node("Sigmoid", "gate", {"positive"});
  models::Network network = load(builder, {"gate", "widen", "image", "positive"});
  const Values image = fill_with_noise(network);
  REQUIRE(network.run());
  REQUIRE(network.run());
  const Values wide = widened.apply(image);
  const Values positive = reference::map(wide, [](float x) { return std::max(x, 0.0F); });
  check_output(network, 0, reference::map(positive, reference::sigmoid));
  check_output(network, 1, wide);
  check_output(network, 2, image);
  check_output(network, 3, positive);
}

TEST_CASE("operators say what they are, what they cost and, when asked, how long they take") {
  ModelBuilder builder;
  builder.floats("filter", {3, 3, 3, 4}, noise(3 * 3 * 3 * 4, 1))
      .node("Conv2D", "convolution", {"image", "filter"}, window_attributes("SAME", 2))
      .node("Sigmoid", "gate", {"convolution"});
  models::Network network = load(builder, {"gate"}, 64, 32);
  REQUIRE(network.operators().size() == 2);
  CHECK(network.operators()[0].name == "convolution");
  CHECK(network.operators()[0].kind == "conv 3x3 /2");
  CHECK(network.operators()[0].output_shape == "16x32x4");
  CHECK(network.operators()[0].multiply_accumulates == 16 * 32 * 4 * 3 * 3 * 3);
  CHECK(network.operators()[1].kind == "sigmoid");
  CHECK(network.operators()[1].multiply_accumulates == 0);
  CHECK(network.multiply_accumulates() == 16 * 32 * 4 * 3 * 3 * 3);
  CHECK(network.parameters() == 3 * 3 * 3 * 4);

  REQUIRE(network.run());
  const auto total = [&] { return network.operator_times()[0] + network.operator_times()[1]; };
  CHECK(total().count() == 0);
  network.measure_operators(true);
  REQUIRE(network.run());
  CHECK(total().count() > 0);
}

}  // namespace brigade::tests
