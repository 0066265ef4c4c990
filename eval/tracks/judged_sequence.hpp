#pragma once

#include "stages/track/mot_rows.hpp"
#include "vision/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brigade::eval {

/// A box of the truth and a box of the tracks that overlap in a frame.
struct Overlap {
  std::size_t truth = 0;  ///< index in JudgedFrame::truth
  std::size_t track = 0;  ///< index in JudgedFrame::tracks
  std::size_t pair = 0;   ///< index in JudgedSequence::pairs: which two identities meet here
  double iou = 0;         ///< above 0, up to 1

  friend bool operator==(const Overlap&, const Overlap&) = default;
};

/// The identities present in one frame, truth and tracks each numbered from 0 over the sequence.
struct JudgedFrame {
  std::vector<std::size_t> truth;
  std::vector<std::size_t> tracks;
  std::vector<Overlap> overlaps;  ///< every pair of boxes with an IoU above 0
};

/// An identity of the truth and one of the tracks that overlap in at least one frame.
struct IdentityPair {
  std::size_t truth = 0;
  std::size_t track = 0;
};

/// What the metrics of tracks need of one sequence: who is where is reduced to who overlaps whom.
struct JudgedSequence {
  std::vector<JudgedFrame> frames;          ///< those in which anybody is, in order
  std::vector<std::int64_t> truth_lengths;  ///< boxes of each identity of the truth
  std::vector<std::int64_t> track_lengths;  ///< boxes of each track
  std::vector<IdentityPair> pairs;
};

/// Lays tracks over the truth. Both by frame, as read_mot_rows returns them, an id at most once in a frame. Neither the
/// order of a frame's rows nor the ids' values, only their equality, influence the result (identical boxes in one frame
/// aside). A box without area overlaps nothing.
[[nodiscard]] JudgedSequence overlay(std::span<const stages::MotRow> truth, std::span<const stages::MotRow> tracks);

/// Intersection over union in double precision, so that thresholds that are met exactly count as met.
[[nodiscard]] double exact_iou(const vision::Box& a, const vision::Box& b);

}  // namespace brigade::eval
