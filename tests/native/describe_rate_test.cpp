#include "native/describe_rate.hpp"

#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace brigade;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using native::describe;
using stages::HeldRate;
using stages::SizeChange;
using stages::SizeReason;
using tests::run_brigade;

namespace {

constexpr stages::RateWish kWish{.per_second = 15, .least = 224, .most = 512};

SizeChange change(int from, int to, SizeReason reason) {
  return {.frame_id = 30,
          .decision = {.from = from, .to = to, .reason = reason, .took = 98ms, .expected = 60ms},
          .planning = 41ms};
}

}  // namespace

TEST_CASE("a change of size is told with its reason and its cost") {
  CHECK(describe(change(512, 416, SizeReason::too_slow), kWish) ==
        "416 px from frame 31 on, for 15 detections/s: 512 px took 98 ms, too slow; planned in 41 ms");
  CHECK(describe(change(416, 512, SizeReason::room), kWish) ==
        "512 px from frame 31 on, for 15 detections/s: 416 px took 98 ms, with room for more; planned in 41 ms");
  CHECK(describe(change(224, 224, SizeReason::out_of_reach), kWish) ==
        "15 detections/s are out of reach: even at 224 px one takes 98 ms; ask for fewer, or give more --threads");
}

TEST_CASE("the end of a run says how well the rate was held, and what was in its way") {
  HeldRate held{.wish = kWish, .size = 416, .threads = 2, .changes = {change(512, 416, SizeReason::too_slow)}};
  CHECK(describe(held, 14.84, 0.97) == "held 14.8 of 15 detections/s: 416 px, 2 threads, 1 change");
  CHECK(describe(held, 10.0, 0.6) ==
        "held 10.0 of 15 detections/s: 416 px, 2 threads, 1 change, the source brings no more");
  CHECK(describe(held, 10.0, 1.0) == "held 10.0 of 15 detections/s: 416 px, 2 threads, 1 change");
  held.changes.push_back(change(224, 224, SizeReason::out_of_reach));
  CHECK_THAT(describe(held, 10.0, 0.97), ContainsSubstring("2 changes, out of reach at the least size"));
}

TEST_CASE("a file played live holds a rate, and what was done for it is told, reported and traced") {
  const tests::TemporaryFolder folder;
  const auto report_file = (folder.path() / "r.json").string();
  const auto trace_file = (folder.path() / "trace.json").string();
  // So many a second that no machine holds them, whatever the size.
  const auto end = run_brigade({"run", "synthetic", "--policy", "live", "--fps", "1000", "--size", "256", "--threads",
                                "1", "--frames", "120", "--report", report_file, "--trace", trace_file});
  INFO(end.errors);
  REQUIRE(end.exit_code == 0);
  CHECK_THAT(end.errors, ContainsSubstring("224 px from frame"));
  CHECK_THAT(end.errors, ContainsSubstring("1000 detections/s are out of reach"));
  CHECK_THAT(end.output, ContainsSubstring("of 1000 detections/s: 224 px, 1 thread, 2 changes"));
  const auto report = nlohmann::json::parse(tests::read_text(report_file));
  const auto& held = report["held_rate"];
  CHECK(held["wanted"] == 1000);
  CHECK(held["size"] == 224);
  CHECK(held["threads"] == 1);
  CHECK(held["detections_per_second"] > 0);
  REQUIRE(held["changes"].size() == 2);
  CHECK(held["changes"][0]["reason"] == "too slow");
  CHECK(held["changes"][1]["reason"] == "out of reach");
  const auto trace = nlohmann::json::parse(tests::read_text(trace_file));
  CHECK(std::ranges::any_of(trace["traceEvents"], [](const auto& event) { return event["name"] == "plan 224 px"; }));
}

TEST_CASE("a report of a run without a rate to hold says so") {
  const tests::TemporaryFolder folder;
  const auto file = (folder.path() / "r.json").string();
  REQUIRE(run_brigade({"run", "synthetic", "--size", "64", "--frames", "2", "--quiet", "--report", file}).exit_code ==
          0);
  CHECK(nlohmann::json::parse(tests::read_text(file))["held_rate"].is_null());
}

TEST_CASE("a rate that cannot be held is refused with one sentence") {
  const auto refused = [](const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"run", "synthetic", "--size", "64"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto end = run_brigade(all);
    CHECK(end.exit_code == 1);
    CHECK(std::ranges::count(end.errors, '\n') == 1);
    return end.errors;
  };
  CHECK_THAT(refused({"--fps", "15"}), ContainsSubstring("--policy live"));
  CHECK_THAT(refused({"--fps", "15", "--policy", "live", "--mode", "sequential"}), ContainsSubstring("--mode"));
  CHECK_THAT(refused({"--fps", "15", "--policy", "live", "--every", "2"}), ContainsSubstring("--every 2"));
  CHECK_THAT(refused({"--fps", "0", "--policy", "live"}), ContainsSubstring("more than 0"));
  CHECK_THAT(refused({"--fps", "-5", "--policy", "live"}), ContainsSubstring("more than 0"));
  CHECK_THAT(refused({"--fps", "15", "--detectors", "2", "--policy", "live"}), ContainsSubstring("--detectors 2"));
}
