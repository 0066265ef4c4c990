#include "native/bench_pipeline.hpp"

#include "common/median.hpp"
#include "models/detector.hpp"
#include "models/measure_detector.hpp"
#include "native/interrupt.hpp"
#include "native/pipeline_run.hpp"
#include "native/run_setup.hpp"
#include "native/scratch_folder.hpp"
#include "pipeline/metrics_json.hpp"
#include "pipeline/milliseconds.hpp"
#include "stages/capture/open_source.hpp"
#include "stages/capture/synthetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace brigade::native {
namespace {

constexpr std::int64_t kFramesInMemory = 32;  // enough that no cache holds them all

struct HeldFrame {
  vision::ImageLayout layout;
  std::vector<std::uint8_t> pixels;
};

Result<std::vector<HeldFrame>> hold_frames(const std::string& input) {
  stages::SourceOptions options;
  options.frames = kFramesInMemory;
  auto source = stages::open_source(input, options);
  if (!source) {
    return tl::unexpected<Error>(std::move(source.error()));
  }
  std::vector<HeldFrame> frames;
  stages::FrameInfo info;
  while (true) {
    HeldFrame frame{.layout = {}, .pixels = std::vector<std::uint8_t>(source->facts().max_bytes)};
    const auto outcome = source->read(frame.pixels, info);
    if (!outcome) {
      return tl::unexpected<Error>(outcome.error());
    }
    if (*outcome == stages::ReadOutcome::end) {
      break;
    }
    if (*outcome == stages::ReadOutcome::frame) {
      frame.layout = info.layout;
      frames.push_back(std::move(frame));
    }
  }
  if (frames.empty()) {
    return failure("{}: has no frame to measure on", input);
  }
  return frames;
}

std::vector<vision::ImageView> views_of(const std::vector<HeldFrame>& frames) {
  std::vector<vision::ImageView> views;
  views.reserve(frames.size());
  for (const HeldFrame& frame : frames) {
    views.push_back(vision::packed_view(frame.layout, frame.pixels));
  }
  return views;
}

struct Way {
  const char* name;
  const char* mode;
  bool side_by_side;
  bool writes_video;
};
constexpr std::array kWays{
    Way{.name = "pipelined", .mode = "pipelined", .side_by_side = false, .writes_video = false},
    Way{.name = "detectors_side_by_side", .mode = "pipelined", .side_by_side = true, .writes_video = false},
    Way{.name = "sequential", .mode = "sequential", .side_by_side = false, .writes_video = false},
    Way{.name = "pipelined_to_video", .mode = "pipelined", .side_by_side = false, .writes_video = true},
    Way{.name = "side_by_side_to_video", .mode = "pipelined", .side_by_side = true, .writes_video = true},
    Way{.name = "sequential_to_video", .mode = "sequential", .side_by_side = false, .writes_video = true}};

// As many as the cores hold, and two where they hold no more than one.
int detectors_side_by_side(int threads) { return std::max(2, core_count() / threads); }

RunOptions run_options(const BenchOptions& options, int threads, const Way& way, const std::filesystem::path& out) {
  RunOptions run;
  run.input = options.input;
  run.detector.model = options.model;
  run.detector.size = options.size;
  run.detector.crew = {.detectors = way.side_by_side ? detectors_side_by_side(threads) : 1, .threads = threads};
  run.mode = way.mode;
  run.policy = "lossless";
  run.frames = options.frames;
  run.out = out;
  run.quiet = true;
  return run;
}

// What a round measures; `stages` by the name of the way it was run.
struct Measurements {
  std::map<std::string, std::vector<double>> values;
  std::map<std::string, std::vector<pipeline::StageSummary>> stages;
};

Result<void> measure_run(const RunOptions& options, const std::string& name, Measurements& measurements) {
  Interrupt interrupt;
  auto run = run_pipeline(options, interrupt);
  if (!run) {
    return tl::unexpected<Error>(std::move(run.error()));
  }
  if (const auto& error = run->summary.error) {
    return failure("{}", *error);
  }
  measurements.values[name].push_back(run->summary.frames_per_second());
  measurements.stages[name] = std::move(run->summary.stages);
  return {};
}

Result<void> measure_round(const BenchOptions& options, int threads, models::Detector& detector,
                           const std::vector<HeldFrame>& frames, const HeldFrame& hd_frame,
                           const ScratchFolder& scratch, Measurements& measurements) {
  const auto alone = models::measure_detector(detector, views_of(frames), options.frames);
  if (!alone) {
    return tl::unexpected<Error>(alone.error());
  }
  measurements.values["detector_alone"].push_back(alone->frames_per_second);
  measurements.values["preprocess"].push_back(median(alone->preprocess));
  measurements.values["network"].push_back(median(alone->network));
  measurements.values["decode"].push_back(median(alone->decode));
  const std::array hd_views{vision::packed_view(hd_frame.layout, hd_frame.pixels)};
  const auto hd = models::measure_detector(detector, hd_views, 10);
  if (!hd) {
    return tl::unexpected<Error>(hd.error());
  }
  measurements.values["preprocess_1280x720"].push_back(median(hd->preprocess));
  for (const Way& way : kWays) {
    const auto out = way.writes_video ? scratch.path() / "bench.mp4" : std::filesystem::path();
    if (auto ran = measure_run(run_options(options, threads, way, out), way.name, measurements); !ran) {
      return ran;
    }
  }
  return {};
}

Result<HeldFrame> synthetic_frame(int width, int height) {
  const auto scene = stages::make_synthetic_scene({.width = width, .height = height});
  if (!scene) {
    return tl::unexpected<Error>(scene.error());
  }
  HeldFrame frame{.layout = stages::synthetic_layout(scene->options), .pixels = {}};
  frame.pixels.resize(vision::packed_bytes(frame.layout));
  stages::draw_synthetic_frame(*scene, 0, frame.pixels);
  return frame;
}

nlohmann::ordered_json make_results(const BenchOptions& options, int size, int threads, Measurements& measurements) {
  const auto value = [&](const char* name) { return median(measurements.values[name]); };
  nlohmann::ordered_json rounds(measurements.values);
  return {{"input", options.input},
          {"model", options.model},
          {"size", size},
          {"precision", options.precision.name},
          {"threads", threads},
          {"detectors_side_by_side", detectors_side_by_side(threads)},
          {"frames", options.frames},
          {"rounds", options.rounds},
          {"frames_per_second",
           {{"detector_alone", value("detector_alone")},
            {"pipelined", value("pipelined")},
            {"detectors_side_by_side", value("detectors_side_by_side")},
            {"sequential", value("sequential")},
            {"pipelined_to_video", value("pipelined_to_video")},
            {"side_by_side_to_video", value("side_by_side_to_video")},
            {"sequential_to_video", value("sequential_to_video")}}},
          {"detector_ms",
           {{"preprocess", value("preprocess")},
            {"network", value("network")},
            {"decode", value("decode")},
            {"preprocess_1280x720", value("preprocess_1280x720")}}},
          {"ratios",
           {{"pipelined_to_detector_alone", value("pipelined") / value("detector_alone")},
            {"pipelined_to_sequential", value("pipelined") / value("sequential")},
            {"side_by_side_to_pipelined", value("detectors_side_by_side") / value("pipelined")},
            {"pipelined_to_sequential_to_video", value("pipelined_to_video") / value("sequential_to_video")},
            {"preprocess_1280x720_to_detection",
             value("preprocess_1280x720") / (value("preprocess") + value("network") + value("decode"))}}},
          {"stages_alone", pipeline::to_json(measurements.stages["sequential_to_video"])},
          {"stages_pipelined", pipeline::to_json(measurements.stages["pipelined_to_video"])},
          {"all_rounds", std::move(rounds)}};
}

}  // namespace

Result<nlohmann::ordered_json> bench_pipeline(const BenchOptions& options, int threads) {
  auto detector = models::Detector::create(detector_options(options, threads));
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  const auto frames = hold_frames(options.input);
  if (!frames) {
    return tl::unexpected<Error>(frames.error());
  }
  const auto hd_frame = synthetic_frame(1280, 720);
  if (!hd_frame) {
    return tl::unexpected<Error>(hd_frame.error());
  }
  const auto scratch = ScratchFolder::create();
  if (!scratch) {
    return tl::unexpected<Error>(scratch.error());
  }
  Measurements measurements;
  for (int round = 0; round < options.rounds; ++round) {
    fmt::print(stderr, "threads {}: round {} of {}\n", threads, round + 1, options.rounds);
    if (auto measured = measure_round(options, threads, *detector, *frames, *hd_frame, *scratch, measurements);
        !measured) {
      return tl::unexpected<Error>(std::move(measured.error()));
    }
  }
  return make_results(options, detector->size(), threads, measurements);
}

std::string format_pipeline_bench(const nlohmann::ordered_json& results) {
  std::string text =
      fmt::format("{} at {}, threads {}, {} detectors side by side, {} frames of {}, medians of {} rounds\n",
                  results["model"].get<std::string>(), results["size"].get<int>(), results["threads"].get<int>(),
                  results["detectors_side_by_side"].get<int>(), results["frames"].get<int>(),
                  results["input"].get<std::string>(), results["rounds"].get<int>());
  for (const auto& [name, value] : results["frames_per_second"].items()) {
    fmt::format_to(std::back_inserter(text), "  {:<36}{:>9.2f} frames/s\n", name, value.get<double>());
  }
  for (const auto& [name, value] : results["detector_ms"].items()) {
    fmt::format_to(std::back_inserter(text), "  {:<36}{:>9.3f} ms\n", name, value.get<double>());
  }
  for (const auto& stage : results["stages_alone"]) {
    fmt::format_to(std::back_inserter(text), "  {:<36}{:>9.3f} ms a frame, alone\n", stage["name"].get<std::string>(),
                   stage["service_ms"]["p50"].get<double>());
  }
  for (const auto& [name, value] : results["ratios"].items()) {
    fmt::format_to(std::back_inserter(text), "  {:<36}{:>9.3f}\n", name, value.get<double>());
  }
  return text;
}

}  // namespace brigade::native
