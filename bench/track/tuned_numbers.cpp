#include "bench/track/tuned_numbers.hpp"

#include "bench/track/sequence.hpp"

#include <chrono>
#include <cstddef>

namespace brigade::bench {
namespace {

using stages::TrackerOptions;

std::chrono::nanoseconds nanoseconds(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

void set_score(TrackerOptions& options, double score) {
  const TrackerOptions scaled = stages::options_for_score(static_cast<float>(score));
  options.lowest_score = scaled.lowest_score;
  options.high_score = scaled.high_score;
  options.birth_score = scaled.birth_score;
}

}  // namespace

const std::vector<NumberToTune>& numbers_to_tune() {
  static const TrackerOptions kShipped;
  static const std::vector<NumberToTune> kNumbers{
      {.name = "score",
       .value = kGivenScore,
       .untuned = 0.5,
       .candidates = {0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75},
       .set = set_score},
      {.name = "strong_overlap",
       .value = kShipped.strong_overlap,
       .untuned = 0.3,
       .candidates = {0.05, 0.08, 0.12, 0.16, 0.2, 0.3, 0.4},
       .set = [](TrackerOptions& options, double value) { options.strong_overlap = static_cast<float>(value); }},
      {.name = "buffer_rate",
       .value = kShipped.buffer_rate,
       .untuned = 0,
       .candidates = {0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.2},
       .set = [](TrackerOptions& options, double value) { options.buffer_rate = static_cast<float>(value); }},
      {.name = "turn_cost",
       .value = kShipped.turn_cost,
       .untuned = 0,
       .candidates = {0, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2},
       .set = [](TrackerOptions& options, double value) { options.turn_cost = static_cast<float>(value); }},
      {.name = "detected_share",
       .value = kShipped.detected_share,
       .untuned = 0,
       .candidates = {0, 0.15, 0.3, 0.45, 0.6, 0.8, 1},
       .set = [](TrackerOptions& options, double value) { options.detected_share = static_cast<float>(value); }},
      {.name = "confirm_after",
       .value = std::chrono::duration<double>(kShipped.confirm_after).count(),
       .untuned = 0.1,
       .candidates = {0, 0.08, 0.12, 0.16, 0.2, 0.3, 0.4},
       .set = [](TrackerOptions& options, double value) { options.confirm_after = nanoseconds(value); }},
      {.name = "keep_lost",
       .value = std::chrono::duration<double>(kShipped.keep_lost).count(),
       .untuned = 1,
       .candidates = {0.5, 1, 1.5, 2, 2.5, 3, 5},
       .set = [](TrackerOptions& options, double value) { options.keep_lost = nanoseconds(value); }},
      {.name = "measurement",
       .value = kShipped.noise.measurement,
       .untuned = 0.05,
       .candidates = {0.05, 0.1, 0.14, 0.175, 0.2, 0.25, 0.3},
       .set = [](TrackerOptions& options, double value) { options.noise.measurement = value; }},
      {.name = "drift",
       .value = kShipped.noise.drift,
       .untuned = 0.1,
       .candidates = {0.01, 0.02, 0.035, 0.06, 0.1, 0.15, 0.25},
       .set = [](TrackerOptions& options, double value) { options.noise.drift = value; }},
      {.name = "acceleration",
       .value = kShipped.noise.acceleration,
       .untuned = 1,
       .candidates = {0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.5},
       .set = [](TrackerOptions& options, double value) { options.noise.acceleration = value; }},
      {.name = "lag",
       .value = kShipped.noise.lag,
       .untuned = stages::TrackingSignal::kMost,  // never
       .candidates = {1.5, 2, 2.5, 3, 3.5, 4.5, stages::TrackingSignal::kMost},
       .set = [](TrackerOptions& options, double value) { options.noise.lag = value; }},
      {.name = "initial_velocity",
       .value = kShipped.noise.initial_velocity,
       .untuned = 1,
       .candidates = {0.5, 0.75, 1, 1.25, 1.5, 2, 3},
       .set = [](TrackerOptions& options, double value) { options.noise.initial_velocity = value; }},
  };
  return kNumbers;
}

TrackerOptions options_of(const Values& values, float score) {
  TrackerOptions options = stages::options_for_score(score);
  const std::size_t first = score == kGivenScore ? 0 : 1;  // the score is chosen for given detections alone
  for (std::size_t i = first; i < values.size(); ++i) {
    numbers_to_tune()[i].set(options, values[i]);
  }
  return options;
}

}  // namespace brigade::bench
