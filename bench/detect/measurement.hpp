#pragma once

#include "bench/detect/peak/peak.hpp"
#include "common/result.hpp"
#include "models/network/network.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace brigade::bench {

/// A layer of our own executor and its times.
struct LayerTime {
  models::OperatorInfo info;
  std::vector<double> microseconds;  ///< one a run
};

/// What a tensor holds, in a few numbers: contestants that run the same network on the same picture must agree.
struct OutputDigest {
  double mean = 0;
  double mean_absolute = 0;
  double largest = 0;
};

/// What one contestant did in one round. Times are milliseconds, one a run.
struct Measurement {
  std::string who;        ///< for instance "ours"
  std::string network;    ///< for instance "centernet 512"
  std::string precision;  ///< "f32" or "int8"
  int threads = 1;
  std::int64_t multiply_accumulates = 0;                      ///< of one run of the network
  std::vector<std::chrono::system_clock::time_point> starts;  ///< of the runs whose times the next three have
  std::vector<double> network_ms;
  std::vector<double> preprocess_ms;  ///< ours alone, as the next two
  std::vector<double> decode_ms;
  std::vector<std::chrono::system_clock::time_point> layer_starts;  ///< of the runs whose layers were timed
  std::vector<LayerTime> layers;
  std::vector<OutputDigest> outputs;
};

/// Fewer of them have no median worth its name.
inline constexpr int kLeastRuns = 3;

/// Somebody who is ready to run, everything loaded: runs once unseen, as others were at work before, then for about so
/// long, kLeastRuns at least. To be called as often as one likes, one call at a time; an error says what went wrong.
using Measure = std::function<Result<Measurement>(std::chrono::milliseconds duration)>;

[[nodiscard]] OutputDigest digest(std::span<const float> values);

// As the driver, web/bench/detect/, reads them.
[[nodiscard]] nlohmann::ordered_json to_json(const Measurement& measurement);
[[nodiscard]] nlohmann::ordered_json to_json(const Peak& peak);

}  // namespace brigade::bench
