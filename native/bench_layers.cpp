#include "native/bench_layers.hpp"

#include "models/detector.hpp"
#include "models/measure_layers.hpp"

#include <algorithm>
#include <cstddef>
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
  const auto times = models::measure_layers(network, options.rounds * kRunsPerRound);
  if (!times) {
    return tl::unexpected<Error>(times.error());
  }
  auto layers = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < times->microseconds.size(); ++i) {
    layers.push_back(to_json(network.operators()[i], std::ranges::min(times->microseconds[i])));
  }
  return nlohmann::ordered_json{{"model", options.model},
                                {"size", detector->size()},
                                {"precision", options.precision.name},
                                {"threads", threads},
                                {"layers", std::move(layers)}};
}

}  // namespace brigade::native
