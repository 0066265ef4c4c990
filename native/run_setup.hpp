#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
#include "native/run_options.hpp"
#include "pipeline/channel.hpp"
#include "pipeline/stop_request.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/track/tracker.hpp"

namespace brigade::native {

/// What a run needs before its stages can be put together.
struct RunSetup {
  stages::FrameSource source;
  models::Detector detector;
  stages::TrackerOptions tracker;
  pipeline::Policy policy = pipeline::Policy::lossless;
};

/// What the detector is asked for: the options checked, labels turned into categories.
[[nodiscard]] Result<models::DetectorOptions> detector_options(const DetectorChoice& choice);

/// Checks all options, then opens the source and the detector. `stop` outlives the source.
[[nodiscard]] Result<RunSetup> set_up_run(const RunOptions& options, const pipeline::StopRequest& stop);

}  // namespace brigade::native
