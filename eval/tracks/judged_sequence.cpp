#include "eval/tracks/judged_sequence.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace brigade::eval {
namespace {

using stages::MotRow;
using Rows = std::span<const MotRow>;

struct Corners {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  [[nodiscard]] double area() const { return (right - left) * (bottom - top); }
};

Corners corners(const vision::Box& box) {
  const double left = box.x;
  const double top = box.y;
  return {.left = left, .top = top, .right = left + box.width, .bottom = top + box.height};
}

/// Cuts the rows of `frame` off the front of `rows`, ordered by their boxes: so the sums that follow, whose last digit
/// depends on the order, depend neither on the order of the rows nor on the ids.
std::vector<MotRow> take_frame(Rows& rows, std::int64_t frame) {
  const auto end = std::ranges::find_if(rows, [&](const MotRow& row) { return row.frame != frame; });
  std::vector<MotRow> taken(rows.begin(), end);
  rows = rows.subspan(taken.size());
  std::ranges::sort(taken, {}, [](const MotRow& row) {
    return std::tuple(row.box.x, row.box.y, row.box.width, row.box.height, row.id);
  });
  return taken;
}

/// Numbers identities from 0 in the order of their appearance and counts their boxes.
class Census {
 public:
  std::vector<std::size_t> count(std::span<const MotRow> rows) {
    std::vector<std::size_t> present;
    present.reserve(rows.size());
    for (const MotRow& row : rows) {
      const auto [entry, is_new] = number_of_id_.try_emplace(row.id, lengths_.size());
      if (is_new) {
        lengths_.push_back(0);
      }
      ++lengths_[entry->second];
      present.push_back(entry->second);
    }
    return present;
  }

  /// Boxes of each identity.
  [[nodiscard]] const std::vector<std::int64_t>& lengths() const { return lengths_; }

 private:
  std::vector<std::int64_t> lengths_;
  std::unordered_map<std::int64_t, std::size_t> number_of_id_;
};

/// Numbers the pairs of identities in the order of their first meeting.
class PairNumbers {
 public:
  std::size_t number(const IdentityPair& pair) {
    const auto [entry, is_new] = number_of_.try_emplace({pair.truth, pair.track}, pairs_.size());
    if (is_new) {
      pairs_.push_back(pair);
    }
    return entry->second;
  }

  [[nodiscard]] const std::vector<IdentityPair>& pairs() const { return pairs_; }

 private:
  std::vector<IdentityPair> pairs_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> number_of_;
};

void find_overlaps(JudgedFrame& frame, Rows truth, Rows tracks, PairNumbers& pairs) {
  for (std::size_t i = 0; i < truth.size(); ++i) {
    for (std::size_t j = 0; j < tracks.size(); ++j) {
      if (const double iou = exact_iou(truth[i].box, tracks[j].box); iou > 0) {
        const std::size_t pair = pairs.number({.truth = frame.truth[i], .track = frame.tracks[j]});
        frame.overlaps.push_back({.truth = i, .track = j, .pair = pair, .iou = iou});
      }
    }
  }
}

std::int64_t next_frame(Rows truth, Rows tracks) {
  if (truth.empty() || tracks.empty()) {
    return truth.empty() ? tracks.front().frame : truth.front().frame;
  }
  return std::min(truth.front().frame, tracks.front().frame);
}

}  // namespace

double exact_iou(const vision::Box& a, const vision::Box& b) {
  const Corners first = corners(a);
  const Corners second = corners(b);
  const double width = std::min(first.right, second.right) - std::max(first.left, second.left);
  const double height = std::min(first.bottom, second.bottom) - std::max(first.top, second.top);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double shared = width * height;
  return shared / (first.area() + second.area() - shared);
}

JudgedSequence overlay(Rows truth, Rows tracks) {
  JudgedSequence sequence;
  Census truth_census;
  Census track_census;
  PairNumbers pairs;
  while (!truth.empty() || !tracks.empty()) {
    const std::int64_t number = next_frame(truth, tracks);
    const std::vector<MotRow> truth_here = take_frame(truth, number);
    const std::vector<MotRow> tracks_here = take_frame(tracks, number);
    JudgedFrame& frame = sequence.frames.emplace_back();
    frame.truth = truth_census.count(truth_here);
    frame.tracks = track_census.count(tracks_here);
    find_overlaps(frame, truth_here, tracks_here, pairs);
  }
  sequence.truth_lengths = truth_census.lengths();
  sequence.track_lengths = track_census.lengths();
  sequence.pairs = pairs.pairs();
  return sequence;
}

}  // namespace brigade::eval
