#pragma once

#include "stages/render/render_step.hpp"
#include "stages/track/offline/track_offline.hpp"
#include "stages/track/track_sequence.hpp"

#include <vector>

namespace brigade::native {

/// The tracks of a run that answers when it has seen the whole video (`--offline`): keeps the detections of every
/// frame, some hundred bytes each, until the end. For lossless runs, in which a frame comes with its own detections.
class OfflineTracks {
 public:
  /// `score` as of stages::offline_options_for_score.
  explicit OfflineTracks(float score) : options_(stages::offline_options_for_score(score)) {}

  void add(const stages::PresentedFrame& frame);

  /// Those of all frames added.
  [[nodiscard]] stages::TrackedSequence tracks() const;

 private:
  stages::OfflineOptions options_;
  std::vector<stages::SequenceFrame> frames_;
};

}  // namespace brigade::native
