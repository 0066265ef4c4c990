#include "native/eval_command.hpp"

#include "eval/detections/judge.hpp"
#include "eval/detections/scores_text.hpp"
#include "eval/tracks/judge.hpp"
#include "eval/tracks/scores_text.hpp"
#include "models/labels.hpp"

#include <fmt/format.h>

namespace brigade::native {
namespace {

Result<void> print_detection_scores(const EvalOptions& options) {
  return eval::judge_detections(options.images, options.labels, options.detections)
      .map([&](const eval::DetectionScores& scores) {
        const auto labels = models::coco_labels();
        fmt::print("{}", options.json ? eval::to_json(scores, labels) : eval::to_table(scores, labels));
      });
}

Result<void> print_track_scores(const EvalOptions& options) {
  if (options.truth.size() != options.tracks.size()) {
    return failure(
        "eval: truth and tracks come in pairs, but --truth names {} and --tracks {}; see brigade eval --help",
        options.truth.size(), options.tracks.size());
  }
  std::vector<eval::TrackFiles> files;
  for (std::size_t i = 0; i < options.truth.size(); ++i) {
    files.push_back({.truth = options.truth[i], .tracks = options.tracks[i]});
  }
  return eval::judge_tracks(files).map([&](const eval::JudgedTracks& judged) {
    fmt::print("{}", options.json ? eval::to_json(judged) : eval::to_table(judged));
  });
}

}  // namespace

CLI::App* add_eval_command(CLI::App& program, EvalOptions& options) {
  auto* command = program.add_subcommand(
      "eval",
      "Judge detections (COCO's AP, AP50, AP75 against YOLO labels) or tracks (HOTA, MOTA, IDF1 and what they are made "
      "of against a MOTChallenge truth)");
  constexpr auto* kDetections = "Detections";
  command->add_option("--images", options.images, "Folder of images")->group(kDetections);
  command->add_option("--labels", options.labels, "Folder of YOLO labels, a STEM.txt for each image")
      ->group(kDetections);
  command->add_option("--detections", options.detections, "What `brigade detect` wrote")->group(kDetections);
  constexpr auto* kTracks = "Tracks";
  command
      ->add_option("--truth", options.truth,
                   "Truth of a sequence, a MOTChallenge text file; rows with a score of 0 are left out")
      ->group(kTracks);
  command
      ->add_option("--tracks", options.tracks,
                   "Its tracks, as `brigade run --tracks` writes them; with several pairs the first --tracks goes with "
                   "the first --truth, and a last row has the scores combined")
      ->group(kTracks);
  command->add_flag("--json", options.json, "As JSON");
  return command;
}

Result<void> eval_command(const EvalOptions& options) {
  const bool names_tracks = !options.truth.empty() || !options.tracks.empty();
  const bool names_detections = !options.images.empty() || !options.labels.empty() || !options.detections.empty();
  if (names_tracks && !names_detections) {
    return print_track_scores(options);
  }
  if (names_tracks || options.images.empty() || options.labels.empty() || options.detections.empty()) {
    return failure(
        "eval: needs either --images, --labels and --detections, or --truth and --tracks; see brigade eval --help");
  }
  return print_detection_scores(options);
}

}  // namespace brigade::native
