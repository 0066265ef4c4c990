#include "stages/track/track_sequence.hpp"

#include <chrono>
#include <cmath>
#include <vector>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

// Nanoseconds in 64 bits last for 292 years; nobody filmed a tenth of it.
constexpr double kLongestVideo = 9e8;  // seconds

nanoseconds media_time(std::int64_t frame, double frames_per_second) {
  return nanoseconds(std::llround(static_cast<double>(frame - 1) / frames_per_second * 1e9));
}

class SequenceTracking {
 public:
  SequenceTracking(double frames_per_second, const TrackerOptions& options)
      : frames_per_second_(frames_per_second), tracker_(options) {}

  // The frames between are empty ones, until there is nothing left that they could end.
  void skip_to(std::int64_t frame) {
    const auto longest = static_cast<std::int64_t>(std::chrono::duration<double>(tracker_.options().keep_lost).count() *
                                                   frames_per_second_);
    const std::int64_t last = std::min(frame - 1, result_.frames + longest + 2);
    while (result_.frames < last) {
      update(result_.frames + 1, {});
    }
  }

  void update(std::int64_t frame, std::span<const vision::Detection> detections) {
    const nanoseconds time = media_time(frame, frames_per_second_);
    tracker_.update(detections, time);
    tracker_.predict(time, objects_);
    append_mot_rows(result_.rows, frame, objects_);
    for (const vision::TrackedObject& object : objects_) {
      result_.tracks = std::max(result_.tracks, object.id);
    }
    result_.frames = frame;
  }

  [[nodiscard]] TrackedSequence result() && { return std::move(result_); }

 private:
  double frames_per_second_;
  Tracker tracker_;
  std::vector<vision::TrackedObject> objects_;
  TrackedSequence result_;
};

}  // namespace

Result<TrackedSequence> track_sequence(std::span<const MotRow> detections, std::string_view name,
                                       double frames_per_second, const TrackerOptions& options) {
  SequenceTracking tracking(frames_per_second, options);
  std::vector<vision::Detection> in_frame;
  for (std::size_t i = 0; i < detections.size();) {
    const MotRow& first = detections[i];
    if (static_cast<double>(first.frame) / frames_per_second > kLongestVideo) {
      return failure("{}:{}: the frame {} at {} frames/s lies years ahead: is the first column the frame?", name,
                     first.line, first.frame, frames_per_second);
    }
    in_frame.clear();
    for (; i < detections.size() && detections[i].frame == first.frame; ++i) {
      in_frame.push_back({.box = detections[i].box, .score = detections[i].score, .category = detections[i].category});
    }
    tracking.skip_to(first.frame);
    tracking.update(first.frame, in_frame);
  }
  return std::move(tracking).result();
}

}  // namespace brigade::stages
