#include "bench/track/between_frames.hpp"

#include "eval/tracks/judged_sequence.hpp"
#include "stages/track/assignment.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

namespace brigade::bench {
namespace {

using stages::AssignmentSolver;
using stages::Tracker;
using vision::Box;
using vision::TrackedObject;

/// Box by identity.
using Boxes = std::map<std::int64_t, Box>;

/// The truth by frame.
std::map<std::int64_t, Boxes> by_frame(const std::vector<stages::MotRow>& truth) {
  std::map<std::int64_t, Boxes> frames;
  for (const stages::MotRow& row : truth) {
    if (row.score != 0) {
      frames[row.frame][row.id] = row.box;
    }
  }
  return frames;
}

/// Track id by identity of the truth.
std::map<std::int64_t, std::int64_t> match(const Boxes& truth, const Boxes& tracks) {
  constexpr double kLeast = 0.5;
  std::vector<double> costs;
  for (const auto& [person, there] : truth) {
    for (const auto& [track, box] : tracks) {
      costs.push_back(1 - eval::exact_iou(there, box));
    }
  }
  AssignmentSolver solver;
  const auto pairs = solver.solve(costs, static_cast<int>(truth.size()), static_cast<int>(tracks.size()), 1 - kLeast);
  std::map<std::int64_t, std::int64_t> matches;
  auto pair = pairs.begin();
  for (const auto& [person, there] : truth) {
    if (*pair != AssignmentSolver::kUnmatched) {
      matches[person] = std::next(tracks.begin(), *pair)->first;
    }
    ++pair;
  }
  return matches;
}

class Judge {
 public:
  Judge(const stages::TrackerOptions& options, int n) : options_(options), n_(n) {}

  void take(const Sequence& sequence) {
    const auto truth = by_frame(sequence.truth);
    Tracker tracker(options_);
    Boxes held;
    const Boxes nobody;
    std::map<std::int64_t, std::int64_t> matches;
    for (const Frame& frame : sequence.frames) {
      const bool detected = (frame.number - 1) % n_ == 0;
      if (detected) {
        tracker.update(frame.detections, frame.time);
      }
      const auto there = truth.find(frame.number);
      const Boxes now = predict(tracker, frame);
      const Boxes& persons = there == truth.end() ? nobody : there->second;
      if (detected) {
        held = now;
        matches = match(persons, now);
        sums_.detected += compare(persons, now, matches, sums_.boxes);
      } else {
        std::int64_t same = 0;
        sums_.predicted += compare(persons, now, matches, sums_.between);
        sums_.held += compare(persons, held, matches, same);
      }
    }
  }

  [[nodiscard]] BetweenFrames means() const {
    BetweenFrames means = sums_;
    means.detected /= static_cast<double>(std::max<std::int64_t>(sums_.boxes, 1));
    means.predicted /= static_cast<double>(std::max<std::int64_t>(sums_.between, 1));
    means.held /= static_cast<double>(std::max<std::int64_t>(sums_.between, 1));
    return means;
  }

 private:
  [[nodiscard]] Boxes predict(const Tracker& tracker, const Frame& frame) {
    tracker.predict(frame.time, objects_);
    Boxes boxes;
    for (const TrackedObject& object : objects_) {
      boxes[object.id] = object.box;
    }
    return boxes;
  }

  /// The sum of overlaps of everybody matched who is still there.
  static double compare(const Boxes& persons, const Boxes& tracks, const std::map<std::int64_t, std::int64_t>& matches,
                        std::int64_t& count) {
    double sum = 0;
    for (const auto& [person, track] : matches) {
      const auto there = persons.find(person);
      const auto box = tracks.find(track);
      if (there != persons.end()) {
        ++count;
        sum += box == tracks.end() ? 0 : eval::exact_iou(there->second, box->second);
      }
    }
    return sum;
  }

  stages::TrackerOptions options_;
  int n_;
  BetweenFrames sums_;
  std::vector<TrackedObject> objects_;
};

}  // namespace

BetweenFrames judge_between_frames(const stages::TrackerOptions& options, std::span<const Sequence> sequences, int n) {
  Judge judge(options, n);
  for (const Sequence& sequence : sequences) {
    judge.take(sequence);
  }
  return judge.means();
}

}  // namespace brigade::bench
