#include "stages/track/kalman.hpp"

#include "stages/track/centre_and_size.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

double square(double value) { return value * value; }

// The covariances of two independent axes, each times a share.
MotionAxis with_errors_of(const MotionAxis& first, double first_share, const MotionAxis& second, double second_share) {
  return {.position_variance = first_share * first.position_variance + second_share * second.position_variance,
          .covariance = first_share * first.covariance + second_share * second.covariance,
          .velocity_variance = first_share * first.velocity_variance + second_share * second.velocity_variance};
}

}  // namespace

BoxFilter::BoxFilter(const vision::Box& box, const BoxMotionNoise& noise) : noise_(noise) {
  const CentreAndSize measured = centre_and_size(box);
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    axes_[i].position = measured[i];
  }
  for (MotionAxis& axis : axes_) {
    axis.position_variance = square(noise_.measurement * longer_side());
    axis.velocity_variance = square(noise_.initial_velocity * longer_side());
  }
}

void BoxFilter::predict(double seconds) {
  if (!(seconds > 0)) {
    return;
  }
  const MotionDensity density{.position = square(noise_.drift * longer_side()),
                              .velocity = square(noise_.acceleration * longer_side())};
  for (MotionAxis& axis : axes_) {
    axis = predicted(axis, seconds, density);
  }
}

void BoxFilter::update(const vision::Box& box) {
  const CentreAndSize measured = centre_and_size(box);
  const double variance = square(noise_.measurement * std::max({measured[2], measured[3], kSmallestSide}));
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    axes_[i] = doubted(axes_[i], signals_[i], measured[i], noise_.lag);
  }
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    axes_[i] = updated(axes_[i], measured[i], variance);
  }
}

void BoxFilter::transform(const vision::Similarity& motion) {
  const auto [x, y, width, height] = axes_;
  const vision::Point centre = apply(motion, vision::Point{.x = x.position, .y = y.position});
  const vision::Point velocity = apply_to_direction(motion, vision::Point{.x = x.velocity, .y = y.velocity});
  const double along = square(motion.a);
  const double across = square(motion.b);
  axes_[0] = with_errors_of(x, along, y, across);
  axes_[1] = with_errors_of(y, along, x, across);
  axes_[2] = with_errors_of(width, along + across, width, 0);
  axes_[3] = with_errors_of(height, along + across, height, 0);
  const double growth = scale(motion);
  const std::array<double, 4> positions{centre.x, centre.y, growth * width.position, growth * height.position};
  const std::array<double, 4> velocities{velocity.x, velocity.y, growth * width.velocity, growth * height.velocity};
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    axes_[i].position = positions[i];
    axes_[i].velocity = velocities[i];
  }
}

vision::Box BoxFilter::box() const {
  return box_around({axes_[0].position, axes_[1].position, axes_[2].position, axes_[3].position});
}

std::array<double, 4> BoxFilter::velocity() const {
  return {axes_[0].velocity, axes_[1].velocity, axes_[2].velocity, axes_[3].velocity};
}

double BoxFilter::longer_side() const { return std::max({axes_[2].position, axes_[3].position, kSmallestSide}); }

}  // namespace brigade::stages
