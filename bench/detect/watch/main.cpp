// Looks at every core of the machine fifty times a second while others are measured, until its standard input ends, and
// then prints a line of JSON for each look. It must not be felt itself: nothing is printed meanwhile, and all cores are
// looked at at once, because who runs on several waits for the last of them. Between measurements it may be asked for a
// quiet moment: for each number of milliseconds that it reads it waits at most so long, and prints "quiet" or "shared".

#include "bench/detect/watch/look.hpp"
#include "bench/run_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <iostream>
#include <limits>
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

/// One core; its looks are another thread's until that has ended.
struct WatchedCore {
  std::vector<Look> looks;
  std::atomic<int> quiet_looks = 0;  ///< the last ones, in a row, that found nobody sharing it
};

/// `shared`: how many times longer than at its best a shared core takes at least.
void watch(const std::stop_token& stop, int core, Clock::time_point start, double shared, WatchedCore& watched) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
  double best = std::numeric_limits<double>::max();
  int quiet_looks = 0;
  for (Clock::time_point next = start; !stop.stop_requested(); next += kInterval) {
    std::this_thread::sleep_until(next);
    watched.looks.push_back(brigade::bench::look_at(core));
    const double taken = watched.looks.back().microseconds;
    best = std::min(best, taken);
    quiet_looks = taken <= shared * best ? quiet_looks + 1 : 0;
    // Relaxed: who reads it reads nothing else of this thread's, and may well see it a look later.
    watched.quiet_looks.store(quiet_looks, std::memory_order_relaxed);
  }
}

bool is_quiet(const std::vector<WatchedCore>& watched) {
  constexpr int kLeastLooks = 3;
  return std::ranges::all_of(watched, [](const WatchedCore& core) {
    // Relaxed: as where it is stored.
    return core.quiet_looks.load(std::memory_order_relaxed) >= kLeastLooks;
  });
}

bool wait_until_quiet(const std::vector<WatchedCore>& watched, std::chrono::milliseconds longest) {
  const auto end = Clock::now() + longest;
  while (!is_quiet(watched) && Clock::now() < end) {
    std::this_thread::sleep_for(kInterval);
  }
  return is_quiet(watched);
}

/// Until standard input ends.
void watch_all(const std::vector<int>& cores, double shared, std::vector<WatchedCore>& watched) {
  std::vector<std::jthread> watchers;
  watchers.reserve(cores.size());
  const auto start = Clock::now() + kInterval;
  for (std::size_t i = 0; i < cores.size(); ++i) {
    watchers.emplace_back([&, i](const std::stop_token& stop) { watch(stop, cores[i], start, shared, watched[i]); });
  }
  for (int longest = 0; std::cin >> longest;) {
    fmt::print("{}\n", wait_until_quiet(watched, std::chrono::milliseconds(longest)) ? "quiet" : "shared");
    std::fflush(stdout);
  }
}

int run(int count, char** arguments) {
  CLI::App program(
      "Look at every core fifty times a second until standard input ends; prints a line of JSON for each look");
  double shared = 1.25;
  program.add_option("--shared", shared, "How many times longer than at its best a core takes that somebody shares")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(program, count, arguments);
  const std::vector<int> watched_cores = cores();
  std::vector<WatchedCore> watched(watched_cores.size());
  watch_all(watched_cores, shared, watched);
  for (const WatchedCore& core : watched) {
    for (const Look& look : core.looks) {
      const std::chrono::duration<double, std::milli> at = look.at.time_since_epoch();
      fmt::print("{{\"at\":{:.2f},\"core\":{},\"microseconds\":{:.3f}}}\n", at.count(), look.core, look.microseconds);
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) { return brigade::bench::run_program(count, arguments, run); }
