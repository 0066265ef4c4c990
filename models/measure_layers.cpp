#include "models/measure_layers.hpp"

#include <chrono>
#include <cstddef>
#include <utility>

namespace brigade::models {

Result<std::vector<std::vector<double>>> measure_layers(Network& network, int runs) {
  network.measure_operators(true);
  std::vector<std::vector<double>> samples(network.operators().size());
  for (int run = 0; run <= runs; ++run) {
    if (auto ran = network.run(); !ran) {
      return tl::unexpected<Error>(std::move(ran.error()));
    }
    const auto times = network.operator_times();
    for (std::size_t i = 0; run > 0 && i < times.size(); ++i) {
      samples[i].push_back(std::chrono::duration<double, std::micro>(times[i]).count());
    }
  }
  network.measure_operators(false);
  return samples;
}

}  // namespace brigade::models
