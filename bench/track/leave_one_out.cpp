#include "bench/track/leave_one_out.hpp"

#include "bench/track/contestants.hpp"
#include "bench/track/scene.hpp"
#include "bench/track/tuned_numbers.hpp"
#include "eval/tracks/judge.hpp"
#include "stages/track/tracker.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace brigade::bench {
namespace {

using eval::TrackCounts;

eval::TrackScores combined(const std::vector<TrackCounts>& counts) {
  TrackCounts total;
  for (const TrackCounts& one : counts) {
    total += one;
  }
  return eval::scores_of(total);
}

double aim(const eval::TrackScores& scores) { return scores.hota + scores.idf1 / 2; }

/// Tracks and judges the sequences with any values, each set of values once.
class Trials {
 public:
  explicit Trials(std::span<const Sequence> sequences) {
    for (const int n : {1, 2, 3}) {
      auto& kept = sequences_.emplace_back();
      std::ranges::transform(sequences, std::back_inserter(kept),
                             [n](const Sequence& sequence) { return every_nth(sequence, n); });
    }
    constexpr std::uint64_t kSeed = 1000;  // none that the worlds have
    const std::vector<NamedScene> scenes = scene_catalogue();
    for (const char* name : {"crossings", "occlusions", "acceleration", "entering and leaving"}) {
      scenes_.push_back(make_scene(std::ranges::find(scenes, name, &NamedScene::name)->options, kSeed));
    }
  }

  /// The counts of each sequence with every frame.
  const std::vector<TrackCounts>& counts(const Values& values) { return trial(values).counts.front(); }

  /// What is to be as large as possible.
  double aim_without(const Values& values, std::size_t left_out) {
    double sum = trial(values).scenes;
    for (std::vector<TrackCounts> counts : trial(values).counts) {
      counts.erase(counts.begin() + static_cast<std::ptrdiff_t>(left_out));
      sum += aim(combined(counts));
    }
    return sum;
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  struct Trial {
    std::vector<std::vector<TrackCounts>> counts;  ///< with every frame, every second and every third
    double scenes = 0;                             ///< the aim in made-up scenes
  };

  const Trial& trial(const Values& values) {
    const auto known = trials_.find(values);
    return known != trials_.end() ? known->second : trials_.emplace(values, run(values)).first->second;
  }

  Trial run(const Values& values) {
    Trial trial;
    for (const std::vector<Sequence>& sequences : sequences_) {
      trial.counts.push_back(track(sequences, values));
    }
    trial.scenes = aim(combined(track(scenes_, values)));
    return trial;
  }

  std::vector<TrackCounts> track(const std::vector<Sequence>& sequences, const Values& values) {
    const Contestant contestant{.name = "a trial",
                                .about = {},
                                .start = [&](float score) { return start_ours(options_of(values, score)); },
                                .look_back = {}};
    std::vector<TrackCounts> counts;
    for (const Sequence& sequence : sequences) {
      const auto judged = follow(contestant, sequence).and_then([&](const std::vector<stages::MotRow>& tracks) {
        return eval::judge_rows(sequence.truth, sequence.name + "'s truth", tracks, sequence.name + "'s tracks");
      });
      if (!judged) {
        error_ = judged.error();
      }
      counts.push_back(judged.value_or(TrackCounts{}));
    }
    return counts;
  }

  std::vector<std::vector<Sequence>> sequences_;
  std::vector<Sequence> scenes_;
  std::map<Values, Trial> trials_;
  std::optional<Error> error_;
};

/// The values with number `i` at its best for all sequences but one; of equals the first candidate.
Values choose(Trials& trials, Values values, std::size_t i, std::size_t left_out) {
  double best = trials.aim_without(values, left_out);
  Values chosen = values;
  for (const double candidate : numbers_to_tune()[i].candidates) {
    values[i] = candidate;
    const double aim = trials.aim_without(values, left_out);
    if (aim > best) {
      best = aim;
      chosen = values;
    }
  }
  return chosen;
}

}  // namespace

Result<LeaveOneOut> leave_one_out(std::span<const Sequence> sequences) {
  Trials trials(sequences);
  LeaveOneOut result;
  Values shipped;
  Values untuned;
  for (const NumberToTune& number : numbers_to_tune()) {
    shipped.push_back(number.value);
    untuned.push_back(number.untuned);
    result.numbers.push_back({.name = number.name, .value = number.value, .untuned = number.untuned});
  }
  result.shipped = combined(trials.counts(shipped));
  result.untuned = combined(trials.counts(untuned));
  for (std::size_t i = 0; i < shipped.size(); ++i) {
    std::vector<TrackCounts> counts;
    for (std::size_t sequence = 0; sequence < sequences.size(); ++sequence) {
      const Values chosen = choose(trials, shipped, i, sequence);
      result.numbers[i].chosen.push_back(chosen[i]);
      counts.push_back(trials.counts(chosen)[sequence]);
    }
    result.numbers[i].left_out = combined(counts);
  }
  if (const auto& error = trials.error(); error.has_value()) {
    return tl::unexpected<Error>(*error);
  }
  return result;
}

}  // namespace brigade::bench
