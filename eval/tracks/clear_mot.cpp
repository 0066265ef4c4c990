#include "eval/tracks/clear_mot.hpp"

#include "eval/tracks/frame_matcher.hpp"

#include <limits>
#include <optional>
#include <vector>

namespace brigade::eval {
namespace {

constexpr double kThreshold = 0.5 - std::numeric_limits<double>::epsilon();

/// More than all IoU of a frame together (of fewer than 1000 objects), so that carrying on comes before overlap.
constexpr double kCarriesOn = 1000;

using TrackOfObject = std::vector<std::optional<std::size_t>>;

/// Goes through the frames of a sequence; what it keeps is by identity of the truth.
class ClearWalk {
 public:
  explicit ClearWalk(std::size_t objects)
      : last_track_(objects), previous_track_(objects), current_track_(objects), stretches_(objects) {}

  void take(const JudgedFrame& frame) {
    if (frame.truth.empty() || frame.tracks.empty()) {
      count(frame, 0);
      return;
    }
    weigh(frame);
    const auto matches = matcher_.match(frame, weights_);
    count(frame, matches.size());
    current_track_.assign(current_track_.size(), std::nullopt);
    for (const Overlap& match : matches) {
      follow(frame.truth[match.truth], frame.tracks[match.track]);
      counts_.iou_sum += match.iou;
    }
    previous_track_.swap(current_track_);
  }

  [[nodiscard]] const ClearCounts& counts() const { return counts_; }

 private:
  void weigh(const JudgedFrame& frame) {
    weights_.clear();
    for (const Overlap& overlap : frame.overlaps) {
      const bool carries_on = previous_track_[frame.truth[overlap.truth]] == frame.tracks[overlap.track];
      weights_.push_back(overlap.iou < kThreshold ? 0 : overlap.iou + (carries_on ? kCarriesOn : 0));
    }
  }

  void count(const JudgedFrame& frame, std::size_t matches) {
    counts_.true_positives += static_cast<std::int64_t>(matches);
    counts_.false_negatives += static_cast<std::int64_t>(frame.truth.size() - matches);
    counts_.false_positives += static_cast<std::int64_t>(frame.tracks.size() - matches);
  }

  void follow(std::size_t object, std::size_t track) {
    if (last_track_[object] && last_track_[object] != track) {
      ++counts_.id_switches;
    }
    if (!previous_track_[object] && stretches_[object]++ > 0) {
      ++counts_.fragmentations;
    }
    last_track_[object] = track;
    current_track_[object] = track;
  }

  FrameMatcher matcher_;
  std::vector<double> weights_;
  TrackOfObject last_track_;      ///< at the object's last match
  TrackOfObject previous_track_;  ///< in the frame before
  TrackOfObject current_track_;
  std::vector<int> stretches_;  ///< of frames in which the object was matched
  ClearCounts counts_;
};

}  // namespace

ClearCounts& ClearCounts::operator+=(const ClearCounts& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  false_negatives += other.false_negatives;
  id_switches += other.id_switches;
  fragmentations += other.fragmentations;
  iou_sum += other.iou_sum;
  return *this;
}

ClearCounts clear_mot(const JudgedSequence& sequence) {
  ClearWalk walk(sequence.truth_lengths.size());
  for (const JudgedFrame& frame : sequence.frames) {
    walk.take(frame);
  }
  return walk.counts();
}

double mota(const ClearCounts& counts) {
  const std::int64_t boxes = counts.true_positives + counts.false_negatives;
  const std::int64_t right = counts.true_positives - counts.false_positives - counts.id_switches;
  return boxes > 0 ? static_cast<double>(right) / static_cast<double>(boxes) : 0;
}

double motp(const ClearCounts& counts) {
  return counts.true_positives > 0 ? counts.iou_sum / static_cast<double>(counts.true_positives) : 0;
}

}  // namespace brigade::eval
