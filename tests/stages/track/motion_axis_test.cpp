#include "stages/track/motion_axis.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

using namespace brigade::stages;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double kStep = 0.1;
constexpr MotionDensity kDensity{.position = 0.01, .velocity = 4};

struct Filtered {
  std::vector<MotionAxis> states;
  std::vector<MotionAxis> foretold;
};

Filtered filter(const std::vector<double>& measured, double variance) {
  Filtered result{.states = {{.position = measured[0], .position_variance = variance, .velocity_variance = 100}},
                  .foretold = {{}}};
  for (std::size_t i = 1; i < measured.size(); ++i) {
    result.foretold.push_back(predicted(result.states.back(), kStep, kDensity));
    result.states.push_back(updated(result.foretold.back(), measured[i], variance));
  }
  return result;
}

std::vector<MotionAxis> smooth(Filtered filtered) {
  for (std::size_t i = filtered.states.size() - 1; i > 0; --i) {
    filtered.states[i - 1] = smoothed(filtered.states[i - 1], kStep, filtered.foretold[i], filtered.states[i]);
  }
  return filtered.states;
}

}  // namespace

TEST_CASE("smoothing changes nothing where everything came as foretold") {
  const auto filtered = filter({5, 5, 5, 5, 5}, 1);
  for (const MotionAxis& axis : smooth(filtered)) {
    CHECK_THAT(axis.position, WithinAbs(5, 1e-12));
    CHECK_THAT(axis.velocity, WithinAbs(0, 1e-12));
  }
}

TEST_CASE("the smoother knows at once which way an object set out") {
  const auto filtered = filter({0, 1, 2, 3, 4, 5, 6, 7, 8}, 0.5);
  CHECK(filtered.states[0].velocity == 0);
  CHECK_THAT(smooth(filtered)[0].velocity, WithinAbs(10, 1));
}

TEST_CASE("smoothed positions lie nearer the truth than filtered ones") {
  std::mt19937 random(3);
  std::vector<double> truth;
  std::vector<double> measured;
  for (int i = 0; i < 200; ++i) {
    truth.push_back(20 * std::sin(i * 0.05));
    measured.push_back(truth.back() + static_cast<double>(random() % 2001) / 500.0 - 2);
  }
  const auto filtered = filter(measured, 1.3);
  const auto states = smooth(filtered);
  double before = 0;
  double after = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    before += std::abs(filtered.states[i].position - truth[i]);
    after += std::abs(states[i].position - truth[i]);
  }
  CHECK(after < 0.8 * before);
}

TEST_CASE("the smoother solves the same problem as least squares over all measurements") {
  // Without noise in the motion the best answer is the straight line through all measurements.
  const std::vector<double> measured = {0.3, 0.8, 2.4, 2.7, 4.1};
  std::vector<MotionAxis> states = {{.position = measured[0], .position_variance = 1, .velocity_variance = 1e8}};
  std::vector<MotionAxis> foretold(1);
  for (std::size_t i = 1; i < measured.size(); ++i) {
    foretold.push_back(predicted(states.back(), 1, {}));
    states.push_back(updated(foretold.back(), measured[i], 1));
  }
  for (std::size_t i = states.size() - 1; i > 0; --i) {
    states[i - 1] = smoothed(states[i - 1], 1, foretold[i], states[i]);
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    CHECK_THAT(states[i].position, WithinAbs(0.16 + 0.95 * static_cast<double>(i), 1e-4));
    CHECK_THAT(states[i].velocity, WithinAbs(0.95, 1e-4));
  }
}
