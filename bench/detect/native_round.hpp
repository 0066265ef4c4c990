#pragma once

#include "common/result.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>

namespace brigade::bench {

/// What to measure natively, and for how long.
struct NativeRound {
  std::filesystem::path picture;       ///< 1280x720 I420
  std::filesystem::path yolox;         ///< yolox_nano.onnx; empty: not on this machine
  std::filesystem::path int8_weights;  ///< of centernet
  std::filesystem::path
      inputs;  ///< folder to write the networks' inputs to, for those who run them elsewhere; or empty
  std::chrono::milliseconds duration{1000};  ///< of each contestant
  unsigned turn = 0;                         ///< how many rounds there were before: everybody's order depends on it
};

/// Everybody once, on 1 and on 2 threads, ours beside the others: `peaks`, `measurements`, and `skipped` with `what`
/// and `why` for each that could not be measured. They are measured in the order of the turn and listed in one that is
/// always the same. Fails where ours cannot.
[[nodiscard]] Result<nlohmann::ordered_json> run_native_round(const NativeRound& round);

}  // namespace brigade::bench
