#pragma once

#include "vision/detection.hpp"

#include <opencv2/core/types.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::stages {

/// The point of a box whose way a trail follows.
enum class Anchor : std::uint8_t {
  foot,    ///< middle of the lower edge: where a person or a car touches the ground
  centre,  ///< middle of the box
};

struct TrailOptions {
  std::chrono::nanoseconds length = std::chrono::milliseconds(2500);  ///< how far back a trail reaches, media time
  std::chrono::nanoseconds spacing = std::chrono::milliseconds(80);   ///< between two kept points, at least
  std::size_t objects = 128;                                          ///< trails kept at once
  Anchor anchor = Anchor::foot;
};

struct TrailPoint {
  cv::Point2f position;             ///< frame pixels
  std::chrono::nanoseconds time{};  ///< media time
};

/// Where each tracked object has been lately, in media time, so that a trail is equally long at any frame rate.
///
/// All memory is taken at construction. The newest point is always the object's last position; older ones are at least
/// `spacing` apart. An object that has not been seen for `length` is forgotten; one too many takes the place of the one
/// seen longest ago. Time that runs backwards (a seek) forgets everything. Not for use by several threads.
class Trails {
 public:
  explicit Trails(const TrailOptions& options = {});

  /// Takes the objects of one frame; those whose box is not finite or has no extent are left out.
  void update(std::span<const vision::TrackedObject> objects, std::chrono::nanoseconds media_time);

  /// The points of one object, oldest first, all younger than `length` at the last update; empty for an unknown id.
  /// Valid until the next update.
  [[nodiscard]] std::span<const TrailPoint> points(std::int64_t id) const;

  [[nodiscard]] const TrailOptions& options() const { return options_; }

 private:
  struct Trail {
    std::int64_t id = 0;
    std::size_t first = 0;  ///< slot of the oldest point
    std::size_t count = 0;  ///< 0: free
  };

  void append(Trail& trail, const TrailPoint& point);
  void forget_old(std::chrono::nanoseconds now);
  [[nodiscard]] Trail& trail_of(std::int64_t id);
  [[nodiscard]] std::span<TrailPoint> slots(const Trail& trail);
  [[nodiscard]] std::span<const TrailPoint> slots(const Trail& trail) const;

  TrailOptions options_;
  std::size_t capacity_;  ///< points a trail can hold
  std::vector<Trail> trails_;
  std::vector<TrailPoint> points_;  ///< two times `capacity_` a trail: it moves to the front when it reaches the end
  std::chrono::nanoseconds last_time_ = std::chrono::nanoseconds::min();
};

}  // namespace brigade::stages
