#include "stages/track/kalman.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

constexpr double kSmallestSide = 1;  // pixels; a box that shrank away would have no noise and no overlap

std::array<double, 4> centre_and_size(const vision::Box& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0, box.width, box.height};
}

double square(double value) { return value * value; }

}  // namespace

BoxFilter::BoxFilter(const vision::Box& box, const BoxMotionNoise& noise) : noise_(noise) {
  const std::array<double, 4> measured = centre_and_size(box);
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    axes_[i].position = measured[i];
  }
  for (Axis& axis : axes_) {
    axis.position_variance = square(noise_.measurement * longer_side());
    axis.velocity_variance = square(noise_.initial_velocity * longer_side());
  }
}

void BoxFilter::predict(double seconds) {
  if (!(seconds > 0)) {
    return;
  }
  const double drift_density = square(noise_.drift * longer_side());
  const double acceleration_density = square(noise_.acceleration * longer_side());
  for (Axis& axis : axes_) {
    predict(axis, seconds, drift_density, acceleration_density);
  }
}

void BoxFilter::update(const vision::Box& box) {
  const std::array<double, 4> measured = centre_and_size(box);
  const double variance = square(noise_.measurement * std::max({measured[2], measured[3], kSmallestSide}));
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    update(axes_[i], measured[i], variance);
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
  const double width = std::max(axes_[2].position, kSmallestSide);
  const double height = std::max(axes_[3].position, kSmallestSide);
  return {.x = static_cast<float>(axes_[0].position - width / 2),
          .y = static_cast<float>(axes_[1].position - height / 2),
          .width = static_cast<float>(width),
          .height = static_cast<float>(height)};
}

std::array<double, 4> BoxFilter::velocity() const {
  return {axes_[0].velocity, axes_[1].velocity, axes_[2].velocity, axes_[3].velocity};
}

double BoxFilter::longer_side() const { return std::max({axes_[2].position, axes_[3].position, kSmallestSide}); }

// The covariances of two independent axes, each times a share.
BoxFilter::Axis BoxFilter::with_errors_of(const Axis& first, double first_share, const Axis& second,
                                          double second_share) {
  return {.position_variance = first_share * first.position_variance + second_share * second.position_variance,
          .covariance = first_share * first.covariance + second_share * second.covariance,
          .velocity_variance = first_share * first.velocity_variance + second_share * second.velocity_variance};
}

// The integral of white noise on position and velocity over the time (Bar-Shalom et al., Estimation with Applications
// to Tracking and Navigation, 2001, section 6.2).
void BoxFilter::predict(Axis& axis, double seconds, double drift_density, double acceleration_density) {
  const double t = seconds;
  axis.position += t * axis.velocity;
  axis.position_variance +=
      t * (2 * axis.covariance + t * axis.velocity_variance) + t * drift_density + t * t * t / 3 * acceleration_density;
  axis.covariance += t * axis.velocity_variance + t * t / 2 * acceleration_density;
  axis.velocity_variance += t * acceleration_density;
}

// Written so that no variance can become negative by rounding: position_variance is only multiplied by a number in
// 0..1.
void BoxFilter::update(Axis& axis, double measured, double variance) {
  const double total = axis.position_variance + variance;
  const double innovation = measured - axis.position;
  axis.position += axis.position_variance / total * innovation;
  axis.velocity += axis.covariance / total * innovation;
  axis.velocity_variance = std::max(axis.velocity_variance - axis.covariance * (axis.covariance / total), 0.0);
  axis.covariance *= variance / total;
  axis.position_variance *= variance / total;
}

}  // namespace brigade::stages
