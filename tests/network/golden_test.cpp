// The executor against TensorFlow.js on the same weights and images; script/bootstrap makes the golden tensors.

#include "models/network/network.hpp"
#include "tests/network/binary_file.hpp"
#include "tests/support/test_data.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <vector>

namespace brigade::tests {

namespace {

nlohmann::json golden_entries() {
  std::ifstream stream(require_cached("golden/manifest.json"));
  return nlohmann::json::parse(stream);
}

models::Network load_golden(const nlohmann::json& entry, int threads) {
  models::NetworkOptions options{
      .model_json = require_cached("weights/human-models-3.0.4/" + entry.at("model").get<std::string>() + ".json"),
      .input_width = entry.at("size").get<int>(),
      .input_height = entry.at("size").get<int>(),
      .output_names = {},
      .threads = threads,
  };
  for (const auto& output : entry.at("outputs")) {
    options.output_names.push_back(output.at("name").get<std::string>());
  }
  auto network = models::Network::load(options);
  if (!network) {
    FAIL(network.error().message);
  }
  return std::move(*network);
}

/// The largest difference as a part of what the expected values range over.
float relative_difference(std::span<const float> values, std::span<const float> expected) {
  const auto [low, high] = std::ranges::minmax(expected);
  float largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, std::abs(values[i] - expected[i]));
  }
  return largest / (high - low);
}

void fill_input(models::Network& network, const nlohmann::json& entry) {
  const std::vector<float> image = read_floats(require_cached("golden") / entry.at("input").get<std::string>());
  REQUIRE(image.size() == network.input().size());
  std::ranges::copy(image, network.input().begin());
}

}  // namespace

TEST_CASE("outputs equal those of TensorFlow.js on real images") {
  const int threads = GENERATE(from_range(thread_counts()));
  for (const auto& entry : golden_entries()) {
    models::Network network = load_golden(entry, threads);
    fill_input(network, entry);
    REQUIRE(network.run());
    for (std::size_t i = 0; i < entry.at("outputs").size(); ++i) {
      const auto& output = entry.at("outputs")[i];
      INFO(entry.at("model") << " at " << entry.at("size") << ", " << entry.at("image") << ", " << output.at("name")
                             << ", " << threads << " threads");
      const models::TensorView view = network.output(i);
      CHECK(view.height == output.at("height").get<int>());
      CHECK(view.width == output.at("width").get<int>());
      CHECK(view.channels == output.at("channels").get<int>());
      const std::vector<float> expected = read_floats(require_cached("golden") / output.at("file").get<std::string>());
      REQUIRE(view.values.size() == expected.size());
      CHECK(relative_difference(view.values, expected) < 1e-3F);
    }
  }
}

TEST_CASE("outputs are the same to the bit from run to run and whatever the number of threads") {
  for (const auto& entry : golden_entries()) {
    models::Network alone = load_golden(entry, 1);
    models::Network together = load_golden(entry, thread_counts().back());
    fill_input(alone, entry);
    fill_input(together, entry);
    REQUIRE(alone.run());
    std::vector<std::vector<float>> first;
    for (std::size_t i = 0; i < entry.at("outputs").size(); ++i) {
      const std::span<const float> values = alone.output(i).values;
      first.emplace_back(values.begin(), values.end());
    }
    REQUIRE(alone.run());
    REQUIRE(together.run());
    for (std::size_t i = 0; i < first.size(); ++i) {
      INFO(entry.at("model") << " at " << entry.at("size") << ", output " << i);
      CHECK(std::ranges::equal(alone.output(i).values, first[i]));
      CHECK(std::ranges::equal(together.output(i).values, first[i]));
    }
  }
}

}  // namespace brigade::tests
