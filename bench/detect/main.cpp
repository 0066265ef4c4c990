// One round of script/bench detect, natively; web/bench/detect/ runs it, and the browser's part, in turns.

#include "bench/detect/native_round.hpp"
#include "bench/run_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

int run(int count, char** arguments) {
  CLI::App program("Measure the detector beside others, once; prints JSON");
  brigade::bench::NativeRound round;
  int milliseconds = 1000;
  program.add_option("--picture", round.picture, "What everybody looks at: 1280x720 pixels as I420")->required();
  program.add_option("--yolox", round.yolox, "yolox_nano.onnx, for OpenCV's DNN module");
  program.add_option("--int8-weights", round.int8_weights, "Of centernet, as brigade quantize writes them")->required();
  program.add_option("--inputs", round.inputs, "Folder to write the networks' inputs to");
  program.add_option("--milliseconds", milliseconds, "For how long everybody runs")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  program.add_option("--turn", round.turn, "How many rounds there were before: who comes first changes with it")
      ->capture_default_str();
  CLI11_PARSE(program, count, arguments);
  round.duration = std::chrono::milliseconds(milliseconds);
  const auto document = run_native_round(round);
  if (!document) {
    fmt::print(stderr, "bench_detect: {}\n", document.error().message);
    return 1;
  }
  fmt::print("{}\n", document->dump());
  return 0;
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
