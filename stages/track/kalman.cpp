#include "stages/track/kalman.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

constexpr double kSmallestSide = 1;  // pixels; a box that shrank away would have no noise and no overlap

std::array<double, 4> centre_and_size(const vision::Box& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0, box.width, box.height};
}

double square(double value) { return value * value; }

// The covariances of two independent axes, each times a share.
MotionAxis with_errors_of(const MotionAxis& first, double first_share, const MotionAxis& second, double second_share) {
  return {.position_variance = first_share * first.position_variance + second_share * second.position_variance,
          .covariance = first_share * first.covariance + second_share * second.covariance,
          .velocity_variance = first_share * first.velocity_variance + second_share * second.velocity_variance};
}

}  // namespace

BoxFilter::BoxFilter(const vision::Box& box, const BoxMotionNoise& noise) : noise_(noise) {
  const std::array<double, 4> measured = centre_and_size(box);
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
  const std::array<double, 4> measured = centre_and_size(box);
  const double variance = square(noise_.measurement * std::max({measured[2], measured[3], kSmallestSide}));
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const double signal = signals_[i].take(measured[i] - axes_[i].position);
    axes_[i] = less_sure(axes_[i], 1 + std::max(signal - noise_.lag, 0.0));
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

}  // namespace brigade::stages
