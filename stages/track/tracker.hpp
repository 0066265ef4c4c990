#pragma once

#include "stages/track/assignment.hpp"
#include "stages/track/heading.hpp"
#include "stages/track/kalman.hpp"
#include "vision/detection.hpp"
#include "vision/similarity.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::stages {

/// What the tracker takes for an object and how long it believes in one. Times are media time, so that the same values
/// serve any frame rate, and dropped frames do not matter.
struct TrackerOptions {
  /// Detections below are ignored. A detector that feeds this tracker should be asked for everything from here on: the
  /// weak ones start no track but keep one alive through blur and partial occlusion.
  float lowest_score = 0.2F;
  float high_score = 0.4F;   ///< from here on a detection is strong: it joins the first association
  float birth_score = 0.5F;  ///< from here on a strong detection without a track starts one

  float strong_overlap = 0.12F;  ///< smallest IoU of a predicted box with a strong detection; at 10 frames a second a
                                 ///< walker crossing the picture hardly overlaps with the box before
  float weak_overlap = 0.4F;     ///< and with a weak one, which is more often wrong

  /// Boxes are made larger on each side by this share of their size for each second between two updates, and at most by
  /// `largest_buffer`, before their overlap with strong detections counts: the buffered IoU of C-BIoU (Yang et al.,
  /// 2023), whose buffer is fixed and so too large for a fast detector or too small for a slow one.
  float buffer_rate = 0.6F;
  float largest_buffer = 0.3F;
  /// What a turn right back costs beside an overlap of 0..1, see Heading.
  float turn_cost = 0.025F;
  /// How far the shown box of an object just seen is drawn from the filter's to the detected one. The filter is best
  /// for foretelling where the next detection will be when it smooths more than the eye or a judge likes.
  float detected_share = 0.45F;

  /// Age at which a track is believed.
  std::chrono::nanoseconds confirm_after = std::chrono::milliseconds(160);
  /// Time without a detection over which a shown track stays shown and a new one is not given up: a frame or two.
  std::chrono::nanoseconds coast = std::chrono::milliseconds(50);
  /// Time without a detection after which a track is no longer found again.
  std::chrono::nanoseconds keep_lost = std::chrono::milliseconds(2000);

  BoxMotionNoise noise;
  std::size_t expected_objects = 128;  ///< memory taken at construction; more objects only cost an allocation
};

/// Options around the score from which on a detector's boxes are worth showing without a tracker: weak detections count
/// from two thirds of it on, strong ones and births from one and two sevenths of the way between it and 1. For 0.3
/// these are the defaults. Ask the detector for everything from the result's `lowest_score` on.
[[nodiscard]] TrackerOptions options_for_score(float score);

/// The same for pictures that need not follow from each other: whatever is worth showing starts a track, which is
/// confirmed by its second detection at any age (in the first picture by its first, as always).
[[nodiscard]] TrackerOptions options_for_stills(float score);

/// The score to ask a detector for whose boxes are worth showing from `score` on and go to a tracker of these options,
/// which wants the weak ones too.
[[nodiscard]] float detector_score(float score, const TrackerOptions& tracker);

/// Gives the detections of a video lasting ids: a Kalman filter for each object, and association in two rounds, strong
/// detections first, then weak ones to the tracks left (ByteTrack, Zhang et al., 2022), by IoU and within one category.
///
/// A track gets its id when it is confirmed: by its first detection at an age of `confirm_after` (its second detection,
/// where frames lie further apart), with no gap longer than `coast` before. So a false detection uses none up, and ids
/// are 1, 2, 3, …. The objects of the first frame are believed at once. Equal inputs give equal outputs, bit by bit.
/// Allocates nothing while there are at most `expected_objects` tracks and as many detections. Not for use by several
/// threads at once.
class Tracker {
 public:
  explicit Tracker(const TrackerOptions& options = {});

  /// Takes all detections of one frame, also when there are none. Those whose box is not finite or has no extent are
  /// ignored. A time before the last one (a seek, a loop) ends every track; ids go on.
  void update(std::span<const vision::Detection> detections, std::chrono::nanoseconds media_time);

  /// To be called before an update when the camera has moved since the one before: `motion` takes the picture of that
  /// one to the picture of this one. Every track, the lost ones too, is from now on where the moved camera sees it,
  /// with its velocity, so that it is the object's own motion that is predicted, and not that of the camera.
  void move_camera(const vision::Similarity& motion);

  /// The confirmed objects seen in the last update (or up to `coast` before it), by id, moved along to
  /// `media_time`; a time before that update stands for it. `objects` is overwritten. Empty from `keep_lost` after the
  /// last update on.
  void predict(std::chrono::nanoseconds media_time, std::vector<vision::TrackedObject>& objects) const;

  /// Which detection a track took: `track` counts births from 0 on, confirmed or not; `detection` is its place in the
  /// list that was given.
  struct Association {
    std::size_t track = 0;
    std::size_t detection = 0;
  };

  /// What the last update put together, births included. `associations` is overwritten.
  void associations(std::vector<Association>& associations) const;

  /// Ends every track; ids go on.
  void clear();

  [[nodiscard]] const TrackerOptions& options() const { return options_; }

  /// Holds from the next update on. Tracks stay, but for those whose last detection would be weak now: who asks for
  /// higher scores wants to see them go. `noise` holds for tracks born from then on, and `expected_objects` as it was
  /// at construction.
  void set_options(const TrackerOptions& options);

 private:
  static constexpr int kNone = -1;

  struct Track {
    std::int64_t id = 0;    ///< 0 until confirmed
    std::size_t birth = 0;  ///< counted from 0
    int detection = kNone;  ///< taken in the running update
    int category = 0;
    float score = 0;  ///< of the last detection
    BoxFilter filter;
    Heading heading;
    vision::Box predicted;  ///< the filter's box at the time of the running update
    vision::Box detected;   ///< the last detection's
    std::chrono::nanoseconds born{};
    std::chrono::nanoseconds last_seen{};
  };

  void advance(std::chrono::nanoseconds media_time);
  void sort_detections(std::span<const vision::Detection> detections);
  void list_tracks();
  void associate_strong(std::span<const vision::Detection> detections, std::vector<int>& tracks);
  void associate_weak(std::span<const vision::Detection> detections, std::vector<int>& tracks);
  template <typename Cost>
  void associate(std::span<const vision::Detection> detections, std::vector<int>& tracks, std::vector<int>& candidates,
                 float smallest_overlap, const Cost& cost);
  void take(Track& track, std::span<const vision::Detection> detections, int candidate);
  void start_tracks(std::span<const vision::Detection> detections);
  void end_tracks();
  [[nodiscard]] bool lost(const Track& track) const;

  TrackerOptions options_;
  AssignmentSolver solver_;
  std::vector<Track> tracks_;  ///< in the order of their births
  std::int64_t last_id_ = 0;
  std::size_t births_ = 0;
  bool empty_run_ = true;  ///< nothing was seen since the start or the last clear
  std::chrono::nanoseconds now_{};
  std::chrono::nanoseconds before_{};  ///< time of the update before the last

  // Work space of one update: indices into tracks_ and into the detections.
  std::vector<int> confirmed_;
  std::vector<int> tentative_;
  std::vector<int> strong_;
  std::vector<int> weak_;
  std::vector<double> costs_;
};

}  // namespace brigade::stages
