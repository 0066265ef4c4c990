#include "models/measure_layers.hpp"

#include <cstddef>
#include <utility>

namespace brigade::models {

Result<LayerTimes> measure_layers(Network& network, int runs) {
  network.measure_operators(true);
  LayerTimes measured;
  measured.microseconds.resize(network.operators().size());
  for (int run = 0; run <= runs; ++run) {
    const auto start = std::chrono::system_clock::now();
    if (auto ran = network.run(); !ran) {
      return tl::unexpected<Error>(std::move(ran.error()));
    }
    if (run == 0) {
      continue;
    }
    measured.starts.push_back(start);
    const auto times = network.operator_times();
    for (std::size_t i = 0; i < times.size(); ++i) {
      measured.microseconds[i].push_back(std::chrono::duration<double, std::micro>(times[i]).count());
    }
  }
  network.measure_operators(false);
  return measured;
}

}  // namespace brigade::models
