#pragma once

#include "models/detector.hpp"
#include "native/detector_crew.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace brigade::native {

/// Which weights of a model, and so what it computes in.
struct PrecisionChoice {
  std::string name = "f32";
  std::filesystem::path int8_weights;  ///< empty: where `brigade quantize` puts them
};

/// What `brigade run` and `brigade detect` share: which detector, how many of it, with how many threads.
struct DetectorChoice {
  std::string model = "centernet";
  int size = 0;  ///< 0: the model's own
  float score = 0.3F;
  std::vector<std::string> classes;  ///< labels to keep; empty: all
  CrewWish crew;
  PrecisionChoice precision;
};

/// The arguments of `brigade run`.
struct RunOptions {
  std::string input;
  std::string raw;  ///< of headerless pixels on the standard input, for instance "i420:640x480@30"; empty: a container
  DetectorChoice detector;
  std::string mode = "pipelined";
  std::string policy;       ///< empty: live for a camera, else lossless
  std::int64_t frames = 0;  ///< 0: all
  int every = 1;
  std::optional<double> fps;  ///< detections a second to hold; none: as many as there are
  std::string camera_motion = "auto";
  int loop = 1;
  std::filesystem::path out;
  std::filesystem::path tracks;
  bool offline = false;
  std::filesystem::path detections;
  std::filesystem::path report;
  std::filesystem::path trace;
  bool show = false;
  bool quiet = false;
};

/// The cores of this machine; at least 1.
[[nodiscard]] int core_count();

/// Declares --precision and --int8-weights.
void add_precision_choice(CLI::App& command, PrecisionChoice& choice);

/// Hands the choice on to a detector's options.
void set_precision(models::DetectorOptions& options, const PrecisionChoice& choice);

/// Declares --model, --size, --score, --classes, --detectors, --threads, --precision and --int8-weights.
void add_detector_choice(CLI::App& command, DetectorChoice& choice);

/// Declares the command `run` of `program`; parsing fills `options`.
CLI::App* add_run_command(CLI::App& program, RunOptions& options);

}  // namespace brigade::native
