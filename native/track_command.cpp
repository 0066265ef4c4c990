#include "native/track_command.hpp"

#include "common/text_file.hpp"
#include "native/frame_rate.hpp"
#include "stages/track/track_sequence.hpp"

#include <fmt/format.h>

#include <span>
#include <string>

namespace brigade::native {
namespace {

Result<stages::TrackedSequence> track(std::span<const stages::MotRow> detections, const TrackOptions& options,
                                      double frames_per_second) {
  const std::string name = options.detections.string();
  return options.offline
             ? stages::track_sequence(detections, name, frames_per_second,
                                      stages::offline_options_for_score(options.score))
             : stages::track_sequence(detections, name, frames_per_second, stages::options_for_score(options.score));
}

}  // namespace

CLI::App* add_track_command(CLI::App& program, TrackOptions& options) {
  auto* command = program.add_subcommand(
      "track", "Give the detections of a MOTChallenge file lasting ids, without a video and without a detector");
  command->add_option("DETECTIONS", options.detections, "Rows frame,id,x,y,width,height,score[,class]; ids are ignored")
      ->required();
  command->add_option("--out", options.out, "The tracks, as rows of the same kind; `brigade eval` judges them")
      ->required();
  command->add_option("--fps", options.frames_per_second,
                      "Frames a second [frameRate of ../seqinfo.ini beside the file's folder, else 30]");
  command
      ->add_option("--score", options.score,
                   "Score from which on a detection is worth showing; those from two thirds of it on keep tracks alive")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_flag("--offline", options.offline,
                    "Look at the whole file before answering: link over gaps, fill them in, smooth");
  command->add_flag("--quiet", options.quiet, "No summary");
  return command;
}

Result<void> track_command(const TrackOptions& options) {
  const auto rate = frame_rate_of(options.detections, options.frames_per_second);
  if (!rate) {
    return tl::unexpected<Error>(rate.error());
  }
  const auto detections = stages::read_mot_rows(options.detections);
  if (!detections) {
    return tl::unexpected<Error>(detections.error());
  }
  const auto tracked = track(*detections, options, rate->frames_per_second);
  if (!tracked) {
    return tl::unexpected<Error>(tracked.error());
  }
  const auto written = write_text_file(options.out, tracked->rows);
  if (written && !options.quiet) {
    fmt::print("{} frames at {} frames/s ({}), {} detections: {} tracks in {}\n", tracked->frames,
               rate->frames_per_second, rate->source, detections->size(), tracked->tracks, options.out.string());
  }
  return written;
}

}  // namespace brigade::native
