// Looks at every core of the machine a hundred times a second while others are measured, until somebody ends it, and
// prints a line of JSON for each look. Takes a hundredth of a core or less.

#include "bench/detect/watch/look.hpp"
#include "bench/run_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <cstdio>
#include <thread>
#include <vector>

namespace {

using brigade::bench::Look;

constexpr std::chrono::milliseconds kInterval{10};

std::vector<int> cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> found;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    for (int core = 0; core < CPU_SETSIZE; ++core) {
      if (CPU_ISSET(core, &set)) {
        found.push_back(core);
      }
    }
  }
  return found;
}

/// Never returns.
void watch(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
  while (true) {
    std::this_thread::sleep_for(kInterval);
    const Look look = brigade::bench::look_at(core);
    const std::chrono::duration<double, std::milli> at = look.at.time_since_epoch();
    fmt::print("{{\"at\":{:.2f},\"core\":{},\"microseconds\":{:.3f}}}\n", at.count(), look.core, look.microseconds);
    std::fflush(stdout);
  }
}

int run(int count, char** arguments) {
  CLI::App program("Look at every core a hundred times a second, until ended; prints a line of JSON each time");
  CLI11_PARSE(program, count, arguments);
  std::vector<std::jthread> watchers;
  for (const int core : cores()) {
    watchers.emplace_back(watch, core);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
