#pragma once

#include "bench/track/axis_filter.hpp"
#include "stages/track/assignment.hpp"
#include "vision/detection.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace brigade::bench {

/// The constants of SORT.
struct SortOptions {
  int max_age = 1;   ///< frames without a detection that a track outlives
  int min_hits = 3;  ///< frames in a row, after the first, from which on a track is shown
  double smallest_overlap = 0.3;
  float lowest_score = 0;  ///< detections below are not looked at; the paper leaves that to the detector
};

/// SORT, to compare with: Bewley, Ge, Ott, Ramos and Upcroft, "Simple Online and Realtime Tracking", ICIP 2016. Kalman
/// filter over centre, area and aspect, optimal assignment by IoU. A re-implementation whose tracks are those of the
/// public code, box by box; a test compares them. Counts frames, not time, and does not look at categories.
class Sort {
 public:
  explicit Sort(const SortOptions& options = {}) : options_(options) {}

  /// Takes the detections of the next frame; `shown` is overwritten with the tracks of that frame.
  void update(std::span<const vision::Detection> detections, std::vector<vision::TrackedObject>& shown);

 private:
  struct Track {
    std::int64_t id = 0;
    AxisFilter x, y, area, aspect;
    int hits_in_a_row = 0;
    int frames_since_hit = 0;
  };

  static Track start(const vision::Box& box, std::int64_t id);
  static void predict(Track& track);
  static void update(Track& track, const vision::Box& box);
  static bool vanished(const Track& track);
  static vision::Box box(const Track& track);
  void associate();
  void assign();
  void show(std::vector<vision::TrackedObject>& shown) const;

  SortOptions options_;
  std::vector<Track> tracks_;
  std::int64_t frame_ = 0;
  std::int64_t last_id_ = 0;

  stages::AssignmentSolver solver_;
  std::vector<vision::Box> detections_;  ///< of this frame
  std::vector<double> overlaps_;         ///< detections by tracks
  std::vector<int> track_of_;            ///< by detection, or kUnmatched
};

}  // namespace brigade::bench
