#pragma once

#include "bench/track/axis_filter.hpp"
#include "stages/track/assignment.hpp"
#include "vision/detection.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace brigade::bench {

/// The constants of ByteTrack.
struct ByteTrackOptions {
  float high_score = 0.6F;      ///< above: the first association
  float birth_score = 0.7F;     ///< from here on a detection without a track starts one
  float low_score = 0.1F;       ///< above, up to high_score: the second association
  double first_cost = 0.8;      ///< largest 1 - IoU * score of the first association
  double second_cost = 0.5;     ///< largest 1 - IoU of the second
  double tentative_cost = 0.7;  ///< largest 1 - IoU * score for tracks of one detection
  int buffer = 30;              ///< frames without a detection that a track outlives
};

/// ByteTrack, to compare with: Zhang, Sun, Jiang, Yu, Weng, Yuan, Luo, Liu and Wang, "ByteTrack: Multi-Object Tracking
/// by Associating Every Detection Box", ECCV 2022. Kalman filter over centre, aspect and height, association of strong
/// detections and then of weak ones. A re-implementation after the public code, score-fused costs among it, without its
/// filter of persons by area and aspect. Counts frames, not time, and does not look at categories.
class ByteTrack {
 public:
  explicit ByteTrack(const ByteTrackOptions& options = {}) : options_(options) {}

  /// Takes the detections of the next frame; `shown` is overwritten with the tracks of that frame.
  void update(std::span<const vision::Detection> detections, std::vector<vision::TrackedObject>& shown);

 private:
  enum class State : std::uint8_t { tentative, tracked, lost };

  struct Track {
    std::int64_t id = 0;
    State state = State::tentative;
    AxisFilter x, y, aspect, height;
    float score = 0;
    std::int64_t first_frame = 0;
    std::int64_t last_frame = 0;  ///< of a detection
  };

  enum class Cost : std::uint8_t { overlap, overlap_and_score };

  static void predict(Track& track);
  void update(Track& track, const vision::Detection& detection) const;
  [[nodiscard]] Track start(const vision::Detection& detection, std::int64_t id) const;
  static vision::Box box(const Track& track);
  void sort_detections(std::span<const vision::Detection> detections);
  [[nodiscard]] std::vector<int> tracks_in(std::span<const State> states) const;
  void associate(std::vector<int>& tracks, std::vector<vision::Detection>& candidates, Cost cost, double largest);
  void start_tracks();
  void drop_duplicates();

  ByteTrackOptions options_;
  std::vector<Track> tracks_;
  std::int64_t frame_ = 0;
  std::int64_t last_id_ = 0;

  stages::AssignmentSolver solver_;
  std::vector<double> costs_;
  std::vector<vision::Detection> strong_;  ///< of this frame, those without a track
  std::vector<vision::Detection> weak_;
};

}  // namespace brigade::bench
