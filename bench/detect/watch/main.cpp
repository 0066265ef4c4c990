// Looks at every core of the machine fifty times a second while others are measured, until its standard input ends, and
// then prints a line of JSON for each look. It must not be felt itself: nothing is printed meanwhile, and all cores are
// looked at at once, because who runs on several waits for the last of them.

#include "bench/detect/watch/look.hpp"
#include "bench/run_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <cstddef>
#include <cstdio>
#include <stop_token>
#include <thread>
#include <vector>

namespace {

using brigade::bench::Look;

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kInterval{20};

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

std::vector<Look> watch(const std::stop_token& stop, int core, Clock::time_point start) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
  std::vector<Look> looks;
  for (Clock::time_point next = start; !stop.stop_requested(); next += kInterval) {
    std::this_thread::sleep_until(next);
    looks.push_back(brigade::bench::look_at(core));
  }
  return looks;
}

/// Until standard input ends.
std::vector<std::vector<Look>> watch_all(const std::vector<int>& cores) {
  std::vector<std::vector<Look>> looks(cores.size());
  std::vector<std::jthread> watchers;
  const auto start = Clock::now() + kInterval;
  for (std::size_t i = 0; i < cores.size(); ++i) {
    watchers.emplace_back([&, i](const std::stop_token& stop) { looks[i] = watch(stop, cores[i], start); });
  }
  while (std::getchar() != EOF) {
  }
  for (std::jthread& watcher : watchers) {
    watcher.request_stop();
  }
  watchers.clear();
  return looks;
}

int run(int count, char** arguments) {
  CLI::App program(
      "Look at every core fifty times a second until standard input ends; prints a line of JSON for each look");
  CLI11_PARSE(program, count, arguments);
  for (const auto& looks : watch_all(cores())) {
    for (const Look& look : looks) {
      const std::chrono::duration<double, std::milli> at = look.at.time_since_epoch();
      fmt::print("{{\"at\":{:.2f},\"core\":{},\"microseconds\":{:.3f}}}\n", at.count(), look.core, look.microseconds);
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
