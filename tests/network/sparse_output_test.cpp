// Outputs of which single pixels are asked for, against the same outputs computed whole.

#include "models/network/quantiser.hpp"
#include "tests/models/allocations.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/network/run_graph.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace brigade::tests {

namespace {

using Catch::Matchers::ContainsSubstring;
using models::Network;
using models::NetworkOptions;

constexpr int kHeight = 64;
constexpr int kWidth = 32;

/// What a random head is made of.
struct Head {
  int channels = 1;
  int outputs = 1;
  int window = 3;
  int stride = 1;
  std::string padding = "SAME";
  bool relu = false;
  bool scale = false;
  bool residual = false;
};

Head random_head(unsigned seed) {
  RandomIntegers pick(seed);
  Head head{.channels = pick(1, 40), .outputs = pick(1, 20)};
  head.window = pick(0, 1) == 0 ? 3 : 5;
  head.stride = pick(1, 2);
  head.padding = pick(0, 1) == 0 ? "SAME" : "VALID";
  head.relu = pick(0, 1) == 0;
  head.scale = pick(0, 1) == 0;
  head.residual = head.stride == 1 && head.padding == "SAME" && pick(0, 2) > 0;
  head.outputs = head.residual ? head.channels : head.outputs;
  return head;
}

/// The image widened to "wide", and "output" from that by a depthwise convolution and a 1x1 one.
ModelBuilder model_of(const Head& head) {
  const auto floats = [](int count, unsigned seed) { return noise(static_cast<std::size_t>(count), seed); };
  const int channels = head.channels;
  const int taps = head.window * head.window;
  ModelBuilder builder;
  builder.floats("widening", {1, 1, 3, channels}, floats(3 * channels, 1))
      .floats("depthwise filter", {head.window, head.window, channels, 1}, floats(taps * channels, 2))
      .floats("depthwise bias", {channels}, floats(channels, 3))
      .floats("filter", {1, 1, channels, head.outputs}, floats(channels * head.outputs, 4))
      .floats("bias", {head.outputs}, floats(head.outputs, 5))
      .integers("axes", {2}, {1, 2})
      .node("Conv2D", "wide", {"image", "widening"}, window_attributes("SAME", 1))
      .node("Mean", "mean", {"wide", "axes"}, {{"keep_dims", {{"b", true}}}})
      .node("Mul", "scaled", {"wide", "mean"})
      .node("FusedDepthwiseConv2dNative", "depthwise",
            {head.scale ? "scaled" : "wide", "depthwise filter", "depthwise bias"},
            window_attributes(
                head.padding, head.stride,
                head.relu ? std::vector<std::string>{"BiasAdd", "Relu6"} : std::vector{std::string("BiasAdd")}))
      .node("_FusedConv2D", head.residual ? "project" : "output", {"depthwise", "filter", "bias"},
            window_attributes("SAME", 1, {"BiasAdd"}));
  if (head.residual) {
    builder.node("Add", "output", {"wide", "project"});
  }
  return builder;
}

/// Has run on noise.
Network run(const NetworkOptions& options) {
  auto network = Network::load(options);
  if (!network) {
    FAIL(network.error().message);
  }
  (void)fill_with_noise(*network, options.input_height, options.input_width);
  REQUIRE(network->run());
  return std::move(*network);
}

NetworkOptions options_for(const std::filesystem::path& model, std::vector<std::string> outputs = {"output"}) {
  return {.model_json = model,
          .input_width = kWidth,
          .input_height = kHeight,
          .output_names = std::move(outputs),
          .threads = 1};
}

NetworkOptions sparse(NetworkOptions options) {
  options.sparse_outputs = {"output"};
  return options;
}

std::string refusal(const ModelBuilder& builder, std::vector<std::string> outputs, const std::string& sparse_output) {
  const TemporaryFolder folder;
  NetworkOptions options = options_for(builder.save(folder.path()), std::move(outputs));
  options.sparse_outputs = {sparse_output};
  const auto network = Network::load(options);
  REQUIRE_FALSE(network);
  return network.error().message;
}

}  // namespace

TEST_CASE("the pixels of a sparse output are those of the whole one, its borders too") {
  const auto seed = GENERATE(range(1U, 17U));
  const Head head = random_head(seed);
  INFO("seed " << seed << ": " << head.channels << " to " << head.outputs << ", " << head.window << "x" << head.window
               << " /" << head.stride << " " << head.padding << (head.relu ? ", relu" : "")
               << (head.scale ? ", scaled" : "") << (head.residual ? ", residual" : ""));
  const TemporaryFolder folder;
  NetworkOptions options = options_for(model_of(head).save(folder.path()));
  options.threads = thread_counts().back();
  Network whole = run(options);
  Network few = run(sparse(options));
  CHECK(few.output(0).height == whole.output(0).height);
  CHECK(few.output(0).width == whole.output(0).width);
  CHECK(few.output(0).channels == head.outputs);
  CHECK(few.output(0).values.empty());
  CHECK(difference(whole_output(few, 0), whole_output(whole, 0)) < 1e-5F);
}

TEST_CASE("a sparse output resizes its image as it reads it, without one in memory") {
  constexpr int kChannels = 16;
  ModelBuilder builder;
  builder.floats("widening", {1, 1, 3, kChannels}, noise(3 * kChannels, 1))
      .floats("narrowing", {3, 3, 3, kChannels}, noise(27 * kChannels, 2))
      .floats("depthwise filter", {3, 3, 2 * kChannels, 1}, noise(18 * kChannels, 3))
      .floats("depthwise bias", {2 * kChannels}, noise(2 * kChannels, 4))
      .floats("filter", {1, 1, 2 * kChannels, 4}, noise(8 * kChannels, 5))
      .floats("bias", {4}, noise(4, 6))
      .integers("size", {2}, {32, 32})
      .integers("axis", {}, {3})
      .node("Conv2D", "wide", {"image", "widening"}, window_attributes("SAME", 1))
      .node("Conv2D", "small", {"image", "narrowing"}, window_attributes("SAME", 2))
      .node("ResizeBilinear", "resized", {"small", "size"})
      .node("Relu", "relu", {"resized"})
      .node("ConcatV2", "joined", {"wide", "relu", "axis"})
      .node("FusedDepthwiseConv2dNative", "depthwise", {"joined", "depthwise filter", "depthwise bias"},
            window_attributes("SAME", 1, {"BiasAdd"}))
      .node("_FusedConv2D", "output", {"depthwise", "filter", "bias"}, window_attributes("SAME", 1, {"BiasAdd"}));
  const TemporaryFolder folder;
  const std::filesystem::path model = builder.save(folder.path());
  const std::vector<std::string> outputs{"output", "small"};
  Network in_memory = run(options_for(model, {"output", "relu"}));
  Network few = run(sparse(options_for(model, outputs)));
  CHECK(std::ranges::none_of(
      few.operators(), [](const models::OperatorInfo& info) { return info.kind.find("resize") != std::string::npos; }));
  CHECK(difference(whole_output(few, 0), whole_output(in_memory, 0)) < 1e-5F);
}

TEST_CASE("a run leaves a sparse output out, and neither run nor pixel allocates") {
  const TemporaryFolder folder;
  const NetworkOptions options =
      options_for(model_of({.channels = 8, .outputs = 4}).save(folder.path()), {"wide", "output"});
  const Network whole = run(options);
  Network few = run(sparse(options));
  CHECK(few.operators().size() < whole.operators().size());
  CHECK(few.multiply_accumulates() == whole.multiply_accumulates() - std::int64_t{kHeight} * kWidth * (8 * 9 + 8 * 4));
  const std::size_t before = allocations();
  const bool ran = few.run().has_value();
  const float value = few.pixel(1, 3, 4)[2];
  const std::size_t after = allocations();
  CHECK(ran);
  CHECK(after == before);
  CHECK(std::abs(value - whole.output(1).at(3, 4)[2]) < 1e-4F);
}

TEST_CASE("what a sparse output is computed from outlives all that is computed after it") {
  ModelBuilder builder = model_of({.channels = 8, .outputs = 8, .scale = true, .residual = true});
  builder.integers("axis", {}, {3}).floats("square", {3, 3, 8, 8}, noise(576, 6));
  std::string last = "wide";
  for (const char* name : {"a", "b", "c", "d"}) {
    builder.node("Conv2D", name, {last, "square"}, window_attributes("SAME", 1));
    last = name;
  }
  builder.node("ConcatV2", "joined", {"wide", "a", "axis"}).node("Sigmoid", "late", {"joined"});
  const TemporaryFolder folder;
  const NetworkOptions options = options_for(builder.save(folder.path()), {"output", "d", "late"});
  Network whole = run(options);
  Network few = run(sparse(options));
  for (std::size_t output = 0; output < options.output_names.size(); ++output) {
    CAPTURE(options.output_names[output]);
    CHECK(difference(whole_output(few, output), whole_output(whole, output)) < 1e-5F);
  }
}

TEST_CASE("a sparse output of a quantised network is computed in floats, near to what integers give") {
  const TemporaryFolder folder;
  const NetworkOptions floats =
      options_for(model_of({.channels = 24, .outputs = 8, .scale = true}).save(folder.path()));
  auto quantiser = models::Quantiser::load(floats);
  REQUIRE(quantiser);
  std::ranges::copy(noise(quantiser->input().size(), 9), quantiser->input().begin());
  REQUIRE(quantiser->observe());
  NetworkOptions int8 = floats;
  int8.model_json = folder.path() / "model.int8";
  REQUIRE(quantiser->write(int8.model_json, 1, [](std::size_t) {}));
  Network whole = run(int8);
  Network few = run(sparse(int8));
  CHECK(difference(whole_output(few, 0), whole_output(whole, 0)) < 0.05F);
}

TEST_CASE("an output that cannot be sparse is an error that names it") {
  const ModelBuilder builder = model_of({.channels = 8, .outputs = 8, .residual = true});
  CHECK_THAT(refusal(builder, {"output"}, "wide"), ContainsSubstring("sparse output wide is none of the outputs"));
  CHECK_THAT(refusal(builder, {"wide", "output"}, "wide"), ContainsSubstring("output wide cannot be sparse"));
  CHECK_THAT(refusal(builder, {"depthwise"}, "depthwise"), ContainsSubstring("output depthwise cannot be sparse"));
  ModelBuilder read = model_of({.channels = 8, .outputs = 8});
  read.node("Sigmoid", "after", {"output"});
  CHECK_THAT(refusal(read, {"output", "after"}, "output"), ContainsSubstring("something else needs all of it"));
}

}  // namespace brigade::tests
