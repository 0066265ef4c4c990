#pragma once

#include "vision/geometry.hpp"
#include "vision/similarity.hpp"

#include <chrono>

namespace brigade::stages {

/// Which way an object has been going, by where it was detected and not by what a filter made of it: the
/// observation-centric momentum of OC-SORT (Cao et al., 2023). A filter's velocity drifts while nothing is seen; the
/// line between two detections does not.
///
/// OC-SORT looks a number of frames back; here it is a time, half a second to a second (less for a young object), so
/// that the jitter of a box is small beside the way it went, at any frame rate.
class Heading {
 public:
  Heading(const vision::Box& first, std::chrono::nanoseconds time);

  /// Takes the next detection; times do not fall.
  void observe(const vision::Box& box, std::chrono::nanoseconds time);

  /// The camera has moved: the way that the object went, as the camera sees it afterwards.
  void transform(const vision::Similarity& motion);

  /// By how much the object would have to turn to be at `box` now: 0 straight on, 1/2 at a right angle, 1 back; 0 while
  /// there is no telling.
  [[nodiscard]] double turn_to(const vision::Box& box) const;

 private:
  struct Sighting {
    double x = 0;  ///< centre, pixels
    double y = 0;
    std::chrono::nanoseconds time{};
  };

  static Sighting sighting(const vision::Box& box, std::chrono::nanoseconds time);

  Sighting from_;       ///< where the way that counts began
  Sighting next_from_;  ///< and where it will begin, once this is long enough ago
  Sighting last_;
};

}  // namespace brigade::stages
