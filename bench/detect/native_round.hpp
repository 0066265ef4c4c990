#pragma once

#include "bench/detect/measurement.hpp"
#include "common/result.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace brigade::bench {

/// What to measure natively.
struct NativeSetup {
  std::filesystem::path picture;       ///< 1280x720 I420
  std::filesystem::path yolox;         ///< yolox_nano.onnx; empty: not on this machine
  std::filesystem::path int8_weights;  ///< of centernet
  std::filesystem::path
      inputs;  ///< folder to write the networks' inputs to, for those who run them elsewhere; or empty
  std::chrono::milliseconds warm_up{500};  ///< for how long everybody runs unseen, once
};

/// Everybody who is measured natively, on 1 and on 2 threads, ready to run.
struct NativeBench {
  std::vector<std::uint8_t> pixels;  ///< of the picture, which ours look at
  std::vector<Measure> contestants;  ///< in the order in which they are listed
  nlohmann::ordered_json networks;   ///< what peers elsewhere must know of the networks that they are given
  nlohmann::ordered_json skipped;    ///< `what` and `why` of each that could not be made ready
};

/// Loads everybody and lets each run unseen. Fails where ours cannot.
[[nodiscard]] Result<NativeBench> prepare_native_bench(const NativeSetup& setup);

/// Everybody once for about so long: `peaks`, `networks`, `measurements` and `skipped`. They are measured in the order
/// of that turn, 0 being the first, and listed in one that is always the same. Fails where somebody does.
[[nodiscard]] Result<nlohmann::ordered_json> run_native_round(const NativeBench& bench, unsigned turn,
                                                              std::chrono::milliseconds duration);

}  // namespace brigade::bench
