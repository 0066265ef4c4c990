#include "native/run_setup.hpp"

#include "common/text_file.hpp"
#include "models/labels.hpp"
#include "stages/capture/open_source.hpp"
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

// How the tracker treats detections.
stages::TrackerOptions tracker_options(const RunOptions& options) {
  std::error_code ignored;
  const bool stills =
      stages::has_image_extension(options.input) || std::filesystem::is_directory(options.input, ignored);
  return stills ? stages::options_for_stills(options.detector.score)
                : stages::options_for_score(options.detector.score);
}

}  // namespace

Result<models::DetectorOptions> detector_options(const DetectorChoice& choice) {
  models::DetectorOptions options{
      .model = choice.model, .size = choice.size, .score = choice.score, .threads = choice.threads, .categories = {}};
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
  auto detector = models::Detector::create(*detecting);
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  const auto policy = choose_policy(options, source->facts().live);
  return RunSetup{.source = *std::move(source), .detector = *std::move(detector), .tracker = tracker, .policy = policy};
}

}  // namespace brigade::native
