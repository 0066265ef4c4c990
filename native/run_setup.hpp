#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
#include "native/detector_crew.hpp"
#include "native/run_options.hpp"
#include "pipeline/channel.hpp"
#include "pipeline/stop_request.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/detect/rate_holding.hpp"
#include "stages/track/tracker.hpp"

#include <optional>
#include <vector>

namespace brigade::native {

/// What a run needs before its stages can be put together.
struct RunSetup {
  stages::FrameSource source;
  std::vector<models::Detector> detectors;  ///< at least one
  DetectorCrew crew;
  stages::TrackerOptions tracker;
  pipeline::Policy policy = pipeline::Policy::lossless;
  std::optional<stages::RateHolding> hold;
};

/// What a detector is asked for, its threads excepted: the options checked, labels turned into categories.
[[nodiscard]] Result<models::DetectorOptions> detector_options(const DetectorChoice& choice);

/// Checks all options, then opens the source and the detector. `stop` outlives the source.
[[nodiscard]] Result<RunSetup> set_up_run(const RunOptions& options, const pipeline::StopRequest& stop);

}  // namespace brigade::native
