#pragma once

#include "common/result.hpp"
#include "common/text_file.hpp"
#include "eval/detections/detections_json.hpp"
#include "native/offline_tracks.hpp"
#include "native/run_options.hpp"
#include "pipeline/stop_request.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/render/output/frame_sink.hpp"
#include "stages/render/painter.hpp"
#include "stages/render/render_step.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brigade::native {

/// Everything that a run writes frame by frame: annotated pictures, a window, tracks, detections. Used by the render
/// stage's thread while the pipeline runs, then finished by whoever made it.
class RunOutputs {
 public:
  /// Opens all that the options ask for, so that a wrong path is known before any work is done. `stop` is asked to end
  /// the run when the window is closed; it and the labels outlive the outputs.
  [[nodiscard]] static Result<RunOutputs> open(const RunOptions& options, const stages::SourceFacts& source,
                                               std::span<const std::string_view> labels, pipeline::StopRequest& stop);

  [[nodiscard]] Result<void> write(const stages::PresentedFrame& frame);

  /// Completes all files, whatever happened before; the first error of any.
  [[nodiscard]] Result<void> finish();

  /// How many ids the tracks drawn had; once finished, those written offline where that was asked for.
  [[nodiscard]] std::int64_t objects() const { return objects_; }

 private:
  RunOutputs(const RunOptions& options, std::span<const std::string_view> labels, pipeline::StopRequest& stop)
      : score_(options.detector.score), labels_(labels), stop_(&stop), painter_(labels) {}

  [[nodiscard]] Result<void> open_pictures(const RunOptions& options, const stages::SourceFacts& source);
  [[nodiscard]] Result<void> write_picture(const stages::PresentedFrame& frame);
  [[nodiscard]] Result<void> write_tracks(const stages::PresentedFrame& frame);
  [[nodiscard]] Result<void> write_offline_tracks();
  [[nodiscard]] Result<void> write_detections(const stages::PresentedFrame& frame);

  float score_;
  std::span<const std::string_view> labels_;
  pipeline::StopRequest* stop_;
  stages::Painter painter_;
  stages::FrameSink pictures_;
  std::optional<TextFile> tracks_;
  std::optional<OfflineTracks> offline_;  // writes the tracks, at the end
  std::optional<eval::DetectionsWriter> detections_;
  std::string rows_;  // of one frame; kept for its memory
  std::int64_t objects_ = 0;
};

}  // namespace brigade::native
