// Judges the tracker beside others; script/bench track brings what it needs and runs it.

#include "bench/run_program.hpp"
#include "bench/track/bench.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

int run(int count, char** arguments) {
  CLI::App program("Judge the tracker, its variants, SORT and ByteTrack in every world, and time them");
  brigade::bench::BenchOptions options;
  bool json = false;
  bool little = false;
  program.add_option("--mot15", options.worlds.mot15, "Folder of MOT15 sequences: NAME/det/det.txt, NAME/gt/gt.txt");
  program.add_option("--detections", options.worlds.detections, "Folder of our detectors' VIDEO-MODEL.json");
  program.add_option("--rounds", options.rounds, "Rounds of timing, whose medians are shown")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  program.add_flag("--quick", little, "A little of everything, to see that it runs");
  program.add_flag("--json", json, "As JSON");
  CLI11_PARSE(program, count, arguments);
  const auto document = brigade::bench::run_bench(little ? quick(options) : options);
  if (!document) {
    fmt::print(stderr, "bench_track: {}\n", document.error().message);
    return 1;
  }
  fmt::print("{}", json ? document->dump(2) + "\n" : brigade::bench::to_tables(*document));
  return 0;
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
