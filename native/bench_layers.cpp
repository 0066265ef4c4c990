#include "native/bench_layers.hpp"

#include "models/detector.hpp"
#include "models/measure_layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace brigade::native {
namespace {

constexpr int kRunsPerRound = 10;

nlohmann::ordered_json to_json(const models::OperatorInfo& info, double microseconds) {
  const double gmacs = microseconds > 0 ? static_cast<double>(info.multiply_accumulates) / microseconds / 1e3 : 0.0;
  return {{"name", info.name},
          {"kind", info.kind},
          {"output", info.output_shape},
          {"multiply_accumulates", info.multiply_accumulates},
          {"microseconds", microseconds},
          {"gmac_per_second", gmacs}};
}

}  // namespace

Result<nlohmann::ordered_json> bench_layers(const BenchOptions& options, int threads) {
  auto detector = models::Detector::create(detector_options(options, threads));
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  models::Network& network = detector->network();
  const auto samples = models::measure_layers(network, options.rounds * kRunsPerRound);
  if (!samples) {
    return tl::unexpected<Error>(samples.error());
  }
  auto layers = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < samples->size(); ++i) {
    layers.push_back(to_json(network.operators()[i], std::ranges::min((*samples)[i])));
  }
  return nlohmann::ordered_json{{"model", options.model},
                                {"size", detector->size()},
                                {"precision", options.precision.name},
                                {"threads", threads},
                                {"layers", std::move(layers)}};
}

std::string format_layers(const nlohmann::ordered_json& layers) {
  std::string text =
      fmt::format("{} at {}, {}, {} threads\n{:>10}{:>9}  {:<24}{:<14}{}\n", layers["model"].get<std::string>(),
                  layers["size"].get<int>(), layers["precision"].get<std::string>(), layers["threads"].get<int>(), "us",
                  "GMAC/s", "operator", "output", "node");
  double total = 0;
  for (const auto& layer : layers["layers"]) {
    const double microseconds = layer["microseconds"];
    total += microseconds;
    fmt::format_to(std::back_inserter(text), "{:>10.1f}{:>9.1f}  {:<24}{:<14}{}\n", microseconds,
                   layer["gmac_per_second"].get<double>(), layer["kind"].get<std::string>(),
                   layer["output"].get<std::string>(), layer["name"].get<std::string>());
  }
  return text + fmt::format("{:>10.1f}  all operators\n", total);
}

}  // namespace brigade::native
