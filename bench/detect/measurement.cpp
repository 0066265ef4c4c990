#include "bench/detect/measurement.hpp"

#include <algorithm>
#include <cmath>

namespace brigade::bench {
namespace {

nlohmann::ordered_json to_json(const LayerTime& layer) {
  return {{"name", layer.info.name},
          {"kind", layer.info.kind},
          {"output", layer.info.output_shape},
          {"multiply_accumulates", layer.info.multiply_accumulates},
          {"microseconds", layer.microseconds}};
}

nlohmann::ordered_json to_json(const OutputDigest& output) {
  return {{"mean", output.mean}, {"mean_absolute", output.mean_absolute}, {"largest", output.largest}};
}

/// Milliseconds since 1970.
nlohmann::ordered_json to_json(std::chrono::system_clock::time_point time) {
  return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

template <typename Value>
nlohmann::ordered_json list(const std::vector<Value>& values) {
  auto array = nlohmann::ordered_json::array();
  for (const Value& value : values) {
    array.push_back(to_json(value));
  }
  return array;
}

}  // namespace

OutputDigest digest(std::span<const float> values) {
  OutputDigest sums;
  for (const float value : values) {
    sums.mean += value;
    sums.mean_absolute += std::abs(value);
    sums.largest = std::max(sums.largest, static_cast<double>(std::abs(value)));
  }
  const auto count = static_cast<double>(std::max<std::size_t>(values.size(), 1));
  return {.mean = sums.mean / count, .mean_absolute = sums.mean_absolute / count, .largest = sums.largest};
}

nlohmann::ordered_json to_json(const Measurement& measurement) {
  return {{"who", measurement.who},
          {"network", measurement.network},
          {"precision", measurement.precision},
          {"threads", measurement.threads},
          {"multiply_accumulates", measurement.multiply_accumulates},
          {"starts_ms", list(measurement.starts)},
          {"network_ms", measurement.network_ms},
          {"preprocess_ms", measurement.preprocess_ms},
          {"decode_ms", measurement.decode_ms},
          {"layer_starts_ms", list(measurement.layer_starts)},
          {"layers", list(measurement.layers)},
          {"outputs", list(measurement.outputs)}};
}

nlohmann::ordered_json to_json(const Peak& peak) {
  return {{"instructions", peak.instructions}, {"type", peak.type}, {"gmacs", peak.gmacs}};
}

}  // namespace brigade::bench
