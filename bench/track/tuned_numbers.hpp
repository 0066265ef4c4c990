#pragma once

#include "stages/track/tracker.hpp"

#include <array>
#include <vector>

namespace brigade::bench {

/// A number of the tracker's that is chosen by its scores.
struct NumberToTune {
  const char* name;
  double value;    ///< as shipped
  double untuned;  ///< what a reader of the papers would begin with
  std::array<double, 7> candidates;
  void (*set)(stages::TrackerOptions&, double);
};

/// All of them; the first is the score from which on given detections are worth showing.
[[nodiscard]] const std::vector<NumberToTune>& numbers_to_tune();

/// A value for each number.
using Values = std::vector<double>;

/// The options with these values, for detections worth showing from `score` on. The values' own score counts only where
/// that is the score of given detections.
[[nodiscard]] stages::TrackerOptions options_of(const Values& values, float score);

}  // namespace brigade::bench
