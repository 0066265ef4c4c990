#include "stages/track/offline/smooth_tracklet.hpp"

#include "stages/track/centre_and_size.hpp"
#include "stages/track/tracking_signal.hpp"

#include <algorithm>
#include <cstddef>

namespace brigade::stages {
namespace {

double square(double value) { return value * value; }

double mean_longer_side(const std::vector<Observation>& observations) {
  double sum = 0;
  for (const Observation& observation : observations) {
    sum += std::max(observation.box.width, observation.box.height);
  }
  return std::max(sum / static_cast<double>(observations.size()), kSmallestSide);
}

// The states by the observations before each, and in `foretold` what was expected of each before it was seen.
std::vector<MotionState> filter_forwards(const std::vector<Observation>& observations, const BoxMotionNoise& noise,
                                         std::vector<MotionState>& foretold) {
  const double side = mean_longer_side(observations);
  const double measured_variance = square(noise.measurement * side);
  const MotionDensity density{.position = square(noise.drift * side), .velocity = square(noise.acceleration * side)};
  std::vector<MotionState> states(observations.size());
  std::array<TrackingSignal, 2> signals;  // centre x, centre y
  foretold.resize(observations.size());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    const CentreAndSize measured = centre_and_size(observations[i].box);
    for (std::size_t axis = 0; axis < measured.size(); ++axis) {
      if (i == 0) {
        states[i][axis] = {.position = measured[axis],
                           .position_variance = measured_variance,
                           .velocity_variance = square(noise.initial_velocity * side)};
        continue;
      }
      foretold[i][axis] =
          predicted(states[i - 1][axis], observations[i].seconds - observations[i - 1].seconds, density);
      if (axis < signals.size()) {
        foretold[i][axis] = doubted(foretold[i][axis], signals[axis], measured[axis], noise.lag);
      }
      states[i][axis] = updated(foretold[i][axis], measured[axis], measured_variance);
    }
  }
  return states;
}

}  // namespace

std::vector<MotionState> smooth_tracklet(const Tracklet& tracklet, const BoxMotionNoise& noise) {
  const std::vector<Observation>& observations = tracklet.observations;
  std::vector<MotionState> foretold;
  std::vector<MotionState> states = filter_forwards(observations, noise, foretold);
  for (std::size_t i = observations.size(); i-- > 1;) {
    const double seconds = observations[i].seconds - observations[i - 1].seconds;
    for (std::size_t axis = 0; axis < states[i].size(); ++axis) {
      states[i - 1][axis] = smoothed(states[i - 1][axis], seconds, foretold[i][axis], states[i][axis]);
    }
  }
  return states;
}

vision::Box box_between(const MotionState& from, const MotionState& to, double seconds, double share) {
  const double u = share;
  const double to_place = u * u * (3 - 2 * u);
  const double from_velocity = seconds * u * (1 - u) * (1 - u);
  const double to_velocity = -seconds * u * u * (1 - u);
  CentreAndSize values{};
  for (std::size_t axis = 0; axis < values.size(); ++axis) {
    values[axis] = from[axis].position + to_place * (to[axis].position - from[axis].position) +
                   from_velocity * from[axis].velocity + to_velocity * to[axis].velocity;
  }
  return box_around(values);
}

vision::Box box_of(const MotionState& state) {
  return box_around({state[0].position, state[1].position, state[2].position, state[3].position});
}

}  // namespace brigade::stages
