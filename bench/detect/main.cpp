// The native part of script/bench detect. Gets everybody ready, then measures a round for each turn that it reads from
// standard input, a number a line, and answers with a line of JSON; web/bench/detect/ asks it, and the browser, in
// turns.

#include "bench/detect/native_round.hpp"
#include "bench/run_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <iostream>

namespace {

int fail(const brigade::Error& error) {
  fmt::print(stderr, "bench_detect: {}\n", error.message);
  return 1;
}

/// A round for each turn that is asked for, until nobody asks any more.
int answer(const brigade::bench::NativeBench& bench, std::chrono::milliseconds duration) {
  for (unsigned turn = 0; std::cin >> turn;) {
    const auto document = run_native_round(bench, turn, duration);
    if (!document) {
      return fail(document.error());
    }
    fmt::print("{}\n", document->dump());
    std::fflush(stdout);
  }
  return 0;
}

int run(int count, char** arguments) {
  CLI::App program(
      "Measure the detector beside others, once for each turn read from standard input; prints a line of JSON each");
  brigade::bench::NativeSetup setup;
  int milliseconds = 250;
  int warm_up = 500;
  program.add_option("--picture", setup.picture, "What everybody looks at: 1280x720 pixels as I420")->required();
  program.add_option("--yolox", setup.yolox, "yolox_nano.onnx, for OpenCV's DNN module");
  program.add_option("--int8-weights", setup.int8_weights, "Of centernet, as brigade quantize writes them")->required();
  program.add_option("--inputs", setup.inputs, "Folder to write the networks' inputs to");
  program.add_option("--milliseconds", milliseconds, "For how long everybody runs in a round")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  program.add_option("--warm-up", warm_up, "For how many milliseconds everybody runs before the first round")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(program, count, arguments);
  setup.warm_up = std::chrono::milliseconds(warm_up);
  const auto bench = prepare_native_bench(setup);
  return bench ? answer(*bench, std::chrono::milliseconds(milliseconds)) : fail(bench.error());
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
