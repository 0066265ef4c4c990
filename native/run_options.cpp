#include "native/run_options.hpp"

#include <algorithm>
#include <thread>

namespace brigade::native {

int core_count() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

void add_precision_choice(CLI::App& command, PrecisionChoice& choice) {
  auto* precision = command
                        .add_option("--precision", choice.name,
                                    "f32: floats; int8: 8-bit integers in most convolutions, with the weights that "
                                    "brigade quantize makes")
                        ->check(CLI::IsMember({"f32", "int8"}))
                        ->capture_default_str();
  command.add_option("--int8-weights", choice.int8_weights, "Of --precision int8 [where brigade quantize puts them]")
      ->needs(precision);
}

void set_precision(models::DetectorOptions& options, const PrecisionChoice& choice) {
  options.precision = choice.name == "int8" ? models::Precision::int8 : models::Precision::f32;
  options.int8_weights = choice.int8_weights;
}

void add_detector_choice(CLI::App& command, DetectorChoice& choice) {
  command.add_option("--model", choice.model, "Detector; `brigade models` lists them")->capture_default_str();
  command.add_option("--size", choice.size,
                     "Side of the network's input in pixels, a multiple of 32 [the model's own]");
  command.add_option("--score", choice.score, "Detections below this score (0..1) are left out")->capture_default_str();
  command.add_option("--classes", choice.classes, "Labels to keep, for instance person,car [all]")
      ->allow_extra_args(false)
      ->delimiter(',');
  command.add_option("--detectors", choice.crew.detectors,
                     "Detectors side by side, each on frames of its own; wants every frame [cores / threads; live: 1]");
  command.add_option("--threads", choice.crew.threads, "Threads of each detector [cores / detectors; live: cores - 1]");
  add_precision_choice(command, choice.precision);
}

CLI::App* add_run_command(CLI::App& program, RunOptions& options) {
  auto* run = program.add_subcommand("run", "Detect and track objects in a video, camera, image or folder");
  run->add_option(
         "INPUT", options.input,
         "A video or stream address that FFmpeg opens, an image, a folder of images, camera:N, synthetic (a moving "
         "scene), sample (the pedestrians' video), or - (the standard input)")
      ->required();
  run->add_option(
      "--raw", options.raw,
      "Headerless pixels on the standard input: FORMAT:WIDTHxHEIGHT@RATE, FORMAT one of i420, nv12, bgr, rgb, rgba");
  add_detector_choice(*run, options.detector);
  run->add_option("--mode", options.mode, "pipelined: a thread a stage; sequential: one after another")
      ->check(CLI::IsMember({"pipelined", "sequential"}))
      ->capture_default_str();
  run->add_option(
         "--policy", options.policy,
         "lossless: every frame, in order; live: the latest frame wins, others are dropped and counted [live for a "
         "camera, else lossless]")
      ->check(CLI::IsMember({"lossless", "live"}));
  run->add_option("--frames", options.frames, "End after so many frames [all]")->check(CLI::NonNegativeNumber);
  run->add_option("--every", options.every, "Detect in every Nth frame only; tracks are predicted in between")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  run->add_option("--fps", options.fps,
                  "Live: hold so many detections a second, with the largest input that allows it, --size at most; a "
                  "file is played at its own pace");
  run->add_option(
         "--camera-motion", options.camera_motion,
         "auto: measure how the camera moves and let tracks follow; off: take every camera for one that stands")
      ->check(CLI::IsMember({"auto", "off"}))
      ->capture_default_str();
  run->add_option("--loop", options.loop, "Play the input so many times")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  run->add_option("--out", options.out,
                  "Annotated pictures: FILE.mp4, FILE.png (one picture) or FOLDER (a PNG a frame)");
  run->add_option("--tracks", options.tracks, "Tracks as MOTChallenge rows: frame,id,x,y,w,h,score,class,-1,-1");
  run->add_flag(
      "--offline", options.offline,
      "Write the tracks at the end, bettered by a look at the whole video: linked over gaps, filled in, smoothed");
  run->add_option("--detections", options.detections, "Detections as JSON rows, as `brigade detect` writes them");
  run->add_option("--report", options.report, "What each stage did and cost, as JSON");
  run->add_option("--trace", options.trace, "Every stage of every frame, for https://ui.perfetto.dev");
  run->add_flag("--show", options.show, "Show the annotated pictures in a window");
  run->add_flag("--quiet", options.quiet, "No progress line and no table");
  return run;
}

}  // namespace brigade::native
