// From a network of floats and images to a quantised file, and back to a network.

#include "models/network/quantiser.hpp"

#include "models/network/passes/convolution_constants.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>

namespace brigade::tests {

namespace {

using namespace models::network;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;

const std::vector<std::string> kOutputs{"output"};

/// A convolution, a depthwise one, and one of the mean of all pixels.
ModelBuilder small_model() {
  return ModelBuilder()
      .floats("filter", {1, 1, 3, 8}, noise(24, 1))
      .floats("depthwise filter", {3, 3, 8, 1}, noise(72, 2))
      .floats("last", {1, 1, 8, 4}, noise(32, 3))
      .integers("axes", {2}, {1, 2})
      .node("Conv2D", "inner", {"image", "filter"}, window_attributes("SAME", 1))
      .node("DepthwiseConv2dNative", "depthwise", {"inner", "depthwise filter"}, window_attributes("SAME", 1))
      .node("Mean", "mean", {"depthwise", "axes"}, {{"keep_dims", {{"b", true}}}})
      .node("Conv2D", "gate", {"mean", "last"}, window_attributes("SAME", 1))
      .node("Conv2D", "values", {"depthwise", "last"}, window_attributes("SAME", 1))
      .node("Mul", "output", {"values", "gate"});
}

models::NetworkOptions options_for(const std::filesystem::path& file) {
  return {.model_json = file, .input_width = 32, .input_height = 32, .output_names = kOutputs, .threads = 1};
}

void fill(std::span<float> input) { std::ranges::copy(noise(input.size(), 99), input.begin()); }

std::vector<float> output_of(const std::filesystem::path& file) {
  auto network = models::Network::load(options_for(file));
  REQUIRE(network);
  fill(network->input());
  REQUIRE(network->run());
  const auto values = network->output(0).values;
  return {values.begin(), values.end()};
}

std::ptrdiff_t with(const models::QuantisationReport& report, models::LayerPrecision precision) {
  return std::ranges::count(report.layers, precision, &models::LayerNoise::precision);
}

/// Has seen one image.
models::Quantiser observed(const std::filesystem::path& model) {
  auto quantiser = models::Quantiser::load(options_for(model));
  REQUIRE(quantiser);
  fill(quantiser->input());
  REQUIRE(quantiser->observe());
  return std::move(*quantiser);
}

void ignore_progress(std::size_t) {}

}  // namespace

TEST_CASE("a quantised filter holds multiples of its scales, near to what it was") {
  Graph graph = read(small_model(), kOutputs);
  optimise(graph);
  const auto is_depthwise = [](const Node& node) { return node.name == "depthwise"; };
  const auto node = static_cast<NodeIndex>(std::ranges::find_if(graph.nodes, is_depthwise) - graph.nodes.begin());
  REQUIRE(as<Convolution>(graph, node) != nullptr);
  const std::vector<float> means = noise(8, 4);
  const Graph quantised = quantise_graph(graph, {{node, {.input = {}, .channel_means = means}}});

  const auto found =
      static_cast<NodeIndex>(std::ranges::find_if(quantised.nodes, is_depthwise) - quantised.nodes.begin());
  const auto& scales = as<Convolution>(quantised, found)->filter_scales;
  REQUIRE(scales.size() == 8);
  const auto& before = *float_constant(graph, graph.nodes[node].inputs[1])->floats();
  const auto& after = *float_constant(quantised, quantised.nodes[found].inputs[1])->floats();
  std::vector<double> shifts(8);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const float steps = after[i] / scales[i % 8];
    CHECK_THAT(steps, WithinAbs(std::nearbyint(steps), 1e-4));
    CHECK(std::abs(steps) <= kMostWeight + 1e-4F);
    CHECK_THAT(after[i], WithinAbs(before[i], scales[i % 8] * 0.501));
    shifts[i % 8] += (after[i] - before[i]) * means[i % 8];
  }
  const std::vector<float> bias = bias_of(quantised, found);
  for (std::size_t channel = 0; channel < bias.size(); ++channel) {
    CHECK_THAT(bias[channel], WithinAbs(-shifts[channel], 1e-5));  // the mean stays
  }
}

TEST_CASE("a network is quantised from images to file and computes from there near what it did") {
  const TemporaryFolder folder;
  const auto model = small_model().save(folder.path());
  const models::Quantiser quantiser = observed(model);
  const auto file = folder.path() / "model.int8";
  std::size_t measured = 0;
  const auto report = quantiser.write(file, 1, [&](std::size_t done) { measured = done; });
  REQUIRE(report);
  CHECK(measured == quantiser.layers());
  REQUIRE(report->layers.size() == 4);
  CHECK(with(*report, models::LayerPrecision::int8) == 2);  // the depthwise one and that of a single pixel are not
  CHECK(with(*report, models::LayerPrecision::int8_weights) == 2);
  CHECK(report->noise > 0);
  CHECK(report->noise < 0.01);
  CHECK(models::is_int8_network(file));
  CHECK_FALSE(models::is_int8_network(model));

  const std::vector<float> exact = output_of(model);
  const std::vector<float> rounded = output_of(file);
  const auto [least, most] = std::ranges::minmax(exact);
  for (std::size_t i = 0; i < exact.size(); ++i) {
    CHECK_THAT(rounded[i], WithinAbs(exact[i], (most - least) * 0.05));
  }
}

TEST_CASE("of a layer that is noisier than allowed less is rounded, and nothing where no noise is allowed") {
  const TemporaryFolder folder;
  const auto model = small_model().save(folder.path());
  const models::Quantiser quantiser = observed(model);
  const auto file = folder.path() / "model.int8";
  const auto all = quantiser.write(file, 1, ignore_progress);
  REQUIRE(all);
  const double worst = std::ranges::max(all->layers, {}, &models::LayerNoise::noise).noise;
  const auto less = quantiser.write(file, worst * 0.999, ignore_progress);
  REQUIRE(less);
  const auto changed = [&] {
    std::ptrdiff_t count = 0;
    for (std::size_t i = 0; i < all->layers.size(); ++i) {
      count += less->layers[i].precision != all->layers[i].precision ? 1 : 0;
    }
    return count;
  };
  CHECK(changed() == 1);
  CHECK(less->noise < all->noise);
  const auto none = quantiser.write(file, 0, ignore_progress);
  REQUIRE(none);
  CHECK(with(*none, models::LayerPrecision::floats) == 4);
  CHECK(none->noise == 0);
  CHECK(output_of(file) == output_of(model));
}

TEST_CASE("nothing is quantised without images, nor what is quantised already") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "model.int8";
  auto quantiser = models::Quantiser::load(options_for(small_model().save(folder.path())));
  REQUIRE(quantiser);
  const auto early = quantiser->write(file, 1, ignore_progress);
  REQUIRE_FALSE(early);
  CHECK(early.error().message == file.string() + ": cannot be written: no image was observed");
  fill(quantiser->input());
  REQUIRE(quantiser->observe());
  REQUIRE(quantiser->write(file, 1, ignore_progress));
  const auto again = models::Quantiser::load(options_for(file));
  REQUIRE_FALSE(again);
  CHECK_THAT(again.error().message, ContainsSubstring("is quantised already"));
}

TEST_CASE("a damaged file is refused with its name") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "model.int8";
  std::ofstream(file) << "BRGDINT8 and then something else";
  const auto network = models::Network::load(options_for(file));
  REQUIRE_FALSE(network);
  CHECK_THAT(network.error().message, ContainsSubstring(file.string()) && ContainsSubstring("brigade quantize"));
}

}  // namespace brigade::tests
