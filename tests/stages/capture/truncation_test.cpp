#include "stages/capture/truncation.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace brigade::stages;
using namespace std::chrono_literals;

namespace {

/// A file of a minute that looks whole and was read to `reached`.
EndOfReading minute_read_to(std::chrono::nanoseconds reached) {
  return {.extent = Extent::complete, .announced = 60s, .reached = reached, .frame = 40ms, .announces_all = true};
}

}  // namespace

TEST_CASE("a file read to its announced end is whole") { CHECK_FALSE(ends_early(minute_read_to(60s))); }

TEST_CASE("a little less than announced is no cut, nor is more") {
  CHECK_FALSE(ends_early(minute_read_to(58s)));
  CHECK_FALSE(ends_early(minute_read_to(65s)));
}

TEST_CASE("more than a second and a twentieth missing is a cut") {
  CHECK(ends_early(minute_read_to(56s)));
  EndOfReading brief = minute_read_to(1s);
  brief.announced = 1900ms;
  CHECK_FALSE(ends_early(brief));
}

TEST_CASE("where the container is cut, one missing frame is enough") {
  EndOfReading seen = minute_read_to(60s - 40ms);
  seen.extent = Extent::cut;
  CHECK(ends_early(seen));
}

TEST_CASE("a container cut behind its last frame is whole") {
  EndOfReading seen = minute_read_to(60s);
  seen.extent = Extent::cut;
  CHECK_FALSE(ends_early(seen));
}

TEST_CASE("a cut container that does not announce all of its frames is believed") {
  EndOfReading seen = minute_read_to(60s);
  seen.extent = Extent::cut;
  seen.announces_all = false;
  CHECK(ends_early(seen));
  seen.announced.reset();
  CHECK(ends_early(seen));
}

TEST_CASE("a reading that broke off ended early, whatever was announced") {
  EndOfReading seen = minute_read_to(60s);
  seen.broke_off = true;
  CHECK(ends_early(seen));
}

TEST_CASE("nothing announced and nothing cut is whole") {
  CHECK_FALSE(ends_early({.extent = Extent::unknown, .announced = std::nullopt, .reached = 3s}));
}
