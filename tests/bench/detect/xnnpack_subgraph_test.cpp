#include "bench/detect/subgraph/xnnpack_subgraph.hpp"

#include "models/catalogue.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <utility>

using namespace brigade;
using namespace brigade::bench;

namespace {

constexpr int kSize = 96;

models::NetworkOptions options_of(const models::ModelEntry& model, int threads) {
  return {.model_json = tests::require_cached("weights/human-models-3.0.4/" + std::string(model.graph.name)),
          .input_width = kSize,
          .input_height = kSize,
          .output_names = {model.output_names.begin(), model.output_names.end()},
          .threads = threads};
}

void fill_with_noise(std::span<float> values) {
  std::mt19937 generator(7);
  std::uniform_real_distribution<float> noise(0, 255);
  std::ranges::generate(values, [&] { return noise(generator); });
}

/// Of all values, against the largest that is expected.
float largest_difference(models::TensorView expected, models::TensorView got) {
  float largest = 0;
  float off = 0;
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    largest = std::max(largest, std::abs(expected.values[i]));
    off = std::max(off, std::abs(expected.values[i] - got.values[i]));
  }
  return off / largest;
}

}  // namespace

TEST_CASE("plain XNNPACK computes what our executor does, from every model of the catalogue, on 1 and 2 threads") {
  for (const models::ModelEntry& model : models::catalogue()) {
    for (const int threads : {1, 2}) {
      INFO(model.name << ", threads: " << threads);
      auto ours = models::Network::load(options_of(model, threads));
      auto plain = XnnpackSubgraph::load(options_of(model, threads));
      REQUIRE(ours);
      REQUIRE(plain);
      fill_with_noise(ours->input());
      std::ranges::copy(ours->input(), plain->input().begin());
      REQUIRE(ours->run());
      REQUIRE(plain->run());
      for (std::size_t i = 0; i < model.output_names.size(); ++i) {
        REQUIRE(plain->output(i).values.size() == ours->output(i).values.size());
        CHECK(plain->output(i).width == ours->output(i).width);
        CHECK(plain->output(i).channels == ours->output(i).channels);
        CHECK(largest_difference(ours->output(i), plain->output(i)) < 1e-4F);
      }
    }
  }
}

TEST_CASE("a model that is not there is an error that names its file") {
  const auto plain = XnnpackSubgraph::load(
      {.model_json = "/no such folder/model.json", .input_width = 32, .input_height = 32, .output_names = {"output"}});
  REQUIRE_FALSE(plain);
  CHECK(plain.error().message.starts_with("/no such folder/model.json: "));
}
