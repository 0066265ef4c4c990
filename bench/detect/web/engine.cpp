/// What the browser's worker of script/bench detect calls; web/bench/detect/site/ours_worker.ts is its typed
/// counterpart. Texts are UTF-8; those returned belong to the caller, who frees them. JSON begins with `{` or `[`; any
/// other text says what went wrong.

#include "bench/detect/measurement.hpp"
#include "bench/detect/ours.hpp"
#include "bench/detect/peak/peak.hpp"
#include "models/catalogue.hpp"
#include "vision/image.hpp"

#include <emscripten/emscripten.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

using namespace brigade;

namespace {

char* to_caller(const std::string& text) { return strdup(text.c_str()); }

}  // namespace

extern "C" {

/// Where our detector looks for the files of its weights, float ones first.
EMSCRIPTEN_KEEPALIVE char* bench_weights_files() {
  const models::ModelEntry& model = models::catalogue().front();
  const std::filesystem::path folder = models::weights_folder();
  const nlohmann::ordered_json files{(folder / model.graph.name).string(), (folder / model.weights.name).string(),
                                     models::int8_file(model).string()};
  return to_caller(files.dump());
}

/// A list of names, the first of them "f32".
EMSCRIPTEN_KEEPALIVE char* bench_precisions() {
  auto names = nlohmann::ordered_json::array();
  for (const std::string_view name : bench::precisions()) {
    names.push_back(name);
  }
  return to_caller(names.dump());
}

/// The peaks of every instruction set that this build has, each run for so long.
EMSCRIPTEN_KEEPALIVE char* bench_peaks(int milliseconds) {
  auto peaks = nlohmann::ordered_json::array();
  for (const bench::PeakKernel& kernel : bench::peak_kernels()) {
    peaks.push_back(to_json(bench::measure_peak(kernel, std::chrono::milliseconds(milliseconds))));
  }
  return to_caller(peaks.dump());
}

/// Our detector, made ready for a picture of that size, I420 without gaps, which stays where it is; belongs to the
/// worker for as long as that lives. Check `bench_problem` before anything else.
EMSCRIPTEN_KEEPALIVE Result<bench::Measure>* bench_prepare(const char* precision, int threads,
                                                           const std::uint8_t* pixels, int width, int height) {
  const vision::ImageLayout layout{.format = vision::PixelFormat::i420, .width = width, .height = height, .yuv = {}};
  const vision::ImageView picture = vision::packed_view(layout, {pixels, vision::packed_bytes(layout)});
  return new Result<bench::Measure>(
      bench::prepare_ours({.precision = precision, .threads = threads, .int8_weights = {}}, picture));
}

/// Why it is not ready; empty where it is.
EMSCRIPTEN_KEEPALIVE char* bench_problem(const Result<bench::Measure>* ours) {
  return to_caller(*ours ? "" : ours->error().message);
}

/// What it does in about so long; a bench::Measurement.
EMSCRIPTEN_KEEPALIVE char* bench_measure(const Result<bench::Measure>* ours, int milliseconds) {
  const auto measured = (**ours)(std::chrono::milliseconds(milliseconds));
  return to_caller(measured ? to_json(*measured).dump() : measured.error().message);
}
}
