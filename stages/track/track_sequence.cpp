#include "stages/track/track_sequence.hpp"

#include "common/seconds.hpp"
#include "stages/track/offline/sequence_frame.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

// Nanoseconds in 64 bits last for 292 years; nobody filmed a tenth of it.
constexpr double kLongestVideo = 9e8;  // seconds

// The frames from 1 to the last with a detection. Of a long gap so many empty ones as end every track.
Result<std::vector<SequenceFrame>> frames_of(std::span<const MotRow> detections, std::string_view name,
                                             double frames_per_second, nanoseconds keep_lost) {
  const auto most_empty = 2 + static_cast<std::int64_t>(seconds(keep_lost) * frames_per_second);
  std::vector<SequenceFrame> frames;
  std::int64_t last = 0;
  for (const MotRow& row : detections) {
    if (static_cast<double>(row.frame) / frames_per_second > kLongestVideo) {
      return failure("{}:{}: the frame {} at {} frames/s lies years ahead: is the first column the frame?", name,
                     row.line, row.frame, frames_per_second);
    }
    const std::int64_t last_empty = std::min(row.frame - 1, last + most_empty);
    while (last < last_empty) {
      frames.push_back({.number = ++last, .time = frame_time(last, frames_per_second), .detections = {}});
    }
    if (last < row.frame) {
      last = row.frame;
      frames.push_back({.number = last, .time = frame_time(last, frames_per_second), .detections = {}});
    }
    frames.back().detections.push_back({.box = row.box, .score = row.score, .category = row.category});
  }
  return frames;
}

std::vector<std::vector<vision::TrackedObject>> track_online(std::span<const SequenceFrame> frames,
                                                             const TrackerOptions& options) {
  std::vector<std::vector<vision::TrackedObject>> objects(frames.size());
  Tracker tracker(options);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    tracker.update(frames[i].detections, frames[i].time);
    tracker.predict(frames[i].time, objects[i]);
  }
  return objects;
}

}  // namespace

TrackedSequence sequence_of(std::span<const SequenceFrame> frames,
                            std::span<const std::vector<vision::TrackedObject>> objects) {
  TrackedSequence sequence;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    append_mot_rows(sequence.rows, frames[i].number, objects[i]);
    for (const vision::TrackedObject& object : objects[i]) {
      sequence.tracks = std::max(sequence.tracks, object.id);
    }
    sequence.frames = frames[i].number;
  }
  return sequence;
}

Result<TrackedSequence> track_sequence(std::span<const MotRow> detections, std::string_view name,
                                       double frames_per_second, const TrackerOptions& options) {
  return frames_of(detections, name, frames_per_second, options.keep_lost)
      .map(
          [&](const std::vector<SequenceFrame>& frames) { return sequence_of(frames, track_online(frames, options)); });
}

Result<TrackedSequence> track_sequence(std::span<const MotRow> detections, std::string_view name,
                                       double frames_per_second, const OfflineOptions& options) {
  return frames_of(detections, name, frames_per_second, options.tracker.keep_lost)
      .map([&](const std::vector<SequenceFrame>& frames) {
        return sequence_of(frames, track_offline(frames, options));
      });
}

}  // namespace brigade::stages
