#include "native/run_setup.hpp"

#include "common/text_file.hpp"
#include "models/detector.hpp"
#include "models/labels.hpp"
#include "stages/capture/open_source.hpp"
#include "stages/capture/paced.hpp"
#include "stages/image_files/image_files.hpp"

#include <fmt/ranges.h>

#include <system_error>
#include <utility>

namespace brigade::native {
namespace {

Result<stages::SourceOptions> source_options(const RunOptions& options, const pipeline::StopRequest& stop) {
  stages::SourceOptions source;
  source.frames = options.frames;
  source.loop = options.loop;
  source.interrupted = [&stop] { return stop.requested(); };
  if (!options.raw.empty()) {
    const auto raw = stages::parse_raw_video(options.raw);
    if (!raw) {
      return tl::unexpected<Error>(raw.error());
    }
    source.raw = *raw;
  }
  return source;
}

pipeline::Policy choose_policy(const RunOptions& options, bool live) {
  if (options.policy.empty()) {
    return live ? pipeline::Policy::live : pipeline::Policy::lossless;
  }
  return options.policy == "live" ? pipeline::Policy::live : pipeline::Policy::lossless;
}

bool is_stills(const RunOptions& options) {
  std::error_code ignored;
  return stages::has_image_extension(options.input) || std::filesystem::is_directory(options.input, ignored);
}

// How the tracker treats detections.
stages::TrackerOptions tracker_options(const RunOptions& options) {
  return is_stills(options) ? stages::options_for_stills(options.detector.score)
                            : stages::options_for_score(options.detector.score);
}

// Whether a second look at the whole video is possible.
Result<void> check_offline(const RunOptions& options, pipeline::Policy policy) {
  if (!options.offline) {
    return {};
  }
  if (options.tracks.empty()) {
    return failure("--offline betters the tracks of a file: name it with --tracks FILE");
  }
  if (is_stills(options)) {
    return failure("{}: --offline follows objects through a video, and these are stills", options.input);
  }
  if (options.loop > 1) {
    return failure("--offline looks at a video from beginning to end: leave --loop away");
  }
  if (policy == pipeline::Policy::live) {
    return failure("--offline wants every frame: give a file, or --policy lossless");
  }
  return {};
}

// Whether a rate can be held.
Result<void> check_fps(const RunOptions& options, pipeline::Policy policy) {
  if (!options.fps) {
    return {};
  }
  if (policy == pipeline::Policy::lossless) {
    return failure("--fps {} would leave out frames, and lossless none may be: give a camera, or --policy live",
                   *options.fps);
  }
  if (options.mode == "sequential") {
    return failure("--fps {} is held by stages that work at once: leave --mode sequential away", *options.fps);
  }
  if (options.every > 1) {
    return failure("--fps {} says how often to detect, and so does --every {}: leave one of them away", *options.fps,
                   options.every);
  }
  return {};
}

// The rate to hold, if any, by detectors of these options.
Result<std::optional<stages::RateHolding>> rate_to_hold(const RunOptions& options,
                                                        const models::DetectorOptions& detector) {
  if (!options.fps) {
    return std::nullopt;
  }
  return stages::hold_rate(*options.fps, detector).map([](stages::RateHolding hold) {
    return std::optional(std::move(hold));
  });
}

// How many detectors: several only where every frame counts.
Result<DetectorCrew> crew_for(const RunOptions& options, pipeline::Policy policy) {
  const bool live = policy == pipeline::Policy::live;
  if (const int detectors = options.detector.crew.detectors.value_or(1); live && detectors > 1) {
    return failure(
        "--detectors {} would look at frames out of turn, live only the latest counts: give --threads instead",
        detectors);
  }
  return choose_crew(options.detector.crew, core_count(), !live && options.mode != "sequential");
}

}  // namespace

Result<models::DetectorOptions> detector_options(const DetectorChoice& choice) {
  models::DetectorOptions options{.model = choice.model, .size = choice.size, .score = choice.score, .categories = {}};
  set_precision(options, choice.precision);
  if (choice.classes.empty()) {
    return options;
  }
  return models::find_model(choice.model)
      .and_then([&](const models::ModelEntry* model) {
        return models::parse_categories(model->labels, fmt::format("{}", fmt::join(choice.classes, ",")));
      })
      .map([&](std::vector<int> categories) {
        options.categories = std::move(categories);
        return options;
      });
}

Result<RunSetup> set_up_run(const RunOptions& options, const pipeline::StopRequest& stop) {
  for (const auto& path : {options.report, options.trace}) {
    if (const auto folder = check_folder_of(path); !folder) {
      return tl::unexpected<Error>(folder.error());
    }
  }
  auto detecting = detector_options(options.detector);
  if (!detecting) {
    return tl::unexpected<Error>(std::move(detecting.error()));
  }
  const auto tracker = tracker_options(options);
  detecting->score = stages::detector_score(detecting->score, tracker);
  const auto opening = source_options(options, stop);
  if (!opening) {
    return tl::unexpected<Error>(opening.error());
  }
  auto source = stages::open_source(options.input, *opening);
  if (!source) {
    return tl::unexpected<Error>(std::move(source.error()));
  }
  const auto policy = choose_policy(options, source->facts().live);
  const auto possible = check_offline(options, policy).and_then([&] { return check_fps(options, policy); });
  if (!possible) {
    return tl::unexpected<Error>(possible.error());
  }
  const auto crew = crew_for(options, policy);
  if (!crew) {
    return tl::unexpected<Error>(crew.error());
  }
  detecting->threads = crew->threads;
  auto hold = rate_to_hold(options, *detecting);
  if (!hold) {
    return tl::unexpected<Error>(std::move(hold.error()));
  }
  auto detectors = models::Detector::create_side_by_side(*detecting, crew->detectors);
  if (!detectors) {
    return tl::unexpected<Error>(std::move(detectors.error()));
  }
  const bool at_its_own_pace = options.fps && !source->facts().live;
  return RunSetup{.source = at_its_own_pace ? stages::paced(*std::move(source)) : *std::move(source),
                  .detectors = *std::move(detectors),
                  .crew = *crew,
                  .tracker = tracker,
                  .policy = policy,
                  .hold = *std::move(hold)};
}

}  // namespace brigade::native
