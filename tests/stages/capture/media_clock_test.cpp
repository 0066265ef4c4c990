#include "stages/capture/media_clock.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace brigade::stages;
using namespace std::chrono_literals;

TEST_CASE("rising timestamps are taken as they are") {
  MediaClock clock(40ms);
  CHECK(clock.next(7ms) == 7ms);
  CHECK(clock.next(50ms) == 50ms);
  CHECK(clock.next(10s) == 10s);
}

TEST_CASE("missing timestamps follow at the nominal rate") {
  MediaClock clock(40ms);
  CHECK(clock.next(std::nullopt) == 0ms);
  CHECK(clock.next(std::nullopt) == 40ms);
  CHECK(clock.next(100ms) == 100ms);
  CHECK(clock.next(std::nullopt) == 140ms);
}

TEST_CASE("a repeated or slightly earlier timestamp rises by the smallest step, and the next is right again") {
  MediaClock clock(40ms);
  CHECK(clock.next(80ms) == 80ms);
  CHECK(clock.next(80ms) == 81ms);
  CHECK(clock.next(60ms) == 82ms);
  CHECK(clock.next(120ms) == 120ms);
}

TEST_CASE("timestamps that start anew go on from where they were") {
  MediaClock clock(40ms);
  CHECK(clock.next(20s) == 20s);
  CHECK(clock.next(0s) == 20s + 40ms);
  CHECK(clock.next(40ms) == 20s + 80ms);
  CHECK(clock.next(5s) == 25s + 40ms);
  CHECK(clock.next(0s) == 25s + 80ms);
}
