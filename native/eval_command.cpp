#include "native/eval_command.hpp"

#include "eval/detections/judge.hpp"
#include "eval/detections/scores_text.hpp"
#include "models/labels.hpp"

#include <fmt/format.h>

namespace brigade::native {

CLI::App* add_eval_command(CLI::App& program, EvalOptions& options) {
  auto* command = program.add_subcommand("eval", "Judge detections: COCO's AP, AP50, AP75 against YOLO labels");
  command->add_option("--images", options.images, "Folder of images")->required();
  command->add_option("--labels", options.labels, "Folder of YOLO labels, a STEM.txt for each image")->required();
  command->add_option("--detections", options.detections, "What `brigade detect` wrote")->required();
  command->add_flag("--json", options.json, "As JSON");
  return command;
}

Result<void> eval_command(const EvalOptions& options) {
  const auto scores = eval::judge_detections(options.images, options.labels, options.detections);
  if (!scores) {
    return tl::unexpected<Error>(scores.error());
  }
  const auto labels = models::coco_labels();
  fmt::print("{}", options.json ? eval::to_json(*scores, labels) : eval::to_table(*scores, labels));
  return {};
}

}  // namespace brigade::native
