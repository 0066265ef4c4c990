#include "pipeline/trace.hpp"

#include "tests/support/test_data.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <vector>

using brigade::pipeline::FrameId;
using brigade::pipeline::Instant;
using brigade::pipeline::kNoFrame;
using brigade::pipeline::Span;
using brigade::pipeline::SpanBuffer;
using brigade::pipeline::Trace;
using brigade::pipeline::trace_json;
using brigade::pipeline::write_trace;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

Span step(std::string_view name, Instant start, Instant end, FrameId frame) {
  return {.name = name, .start = start, .end = end, .frame = frame};
}

Span detail(std::string_view name, Instant start, Instant end, FrameId frame) {
  return {.name = name, .start = start, .end = end, .frame = frame, .kind = Span::Kind::detail};
}

json written(const Trace& trace) {
  const brigade::tests::TemporaryFolder folder;
  const auto file = folder.path() / "trace.json";
  REQUIRE(write_trace(trace, file).has_value());
  std::ifstream in(file);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  CHECK(text == trace_json(trace));
  return json::parse(text);
}

std::vector<json> events_of(const json& trace, const std::string& phase) {
  std::vector<json> events;
  std::ranges::copy_if(trace.at("traceEvents"), std::back_inserter(events),
                       [&](const json& event) { return event.at("ph") == phase; });
  return events;
}

}  // namespace

TEST_CASE("a trace names its process and a thread for each row") {
  Trace trace("brigade run \"sample\"", 4);
  trace.add_row("capture");
  trace.add_row("detect");
  const auto names = events_of(written(trace), "M");
  std::map<std::string, std::vector<std::string>> by_kind;
  for (const json& event : names) {
    if (event.at("args").contains("name")) {
      by_kind[event.at("name")].push_back(event.at("args").at("name"));
    }
  }
  CHECK(by_kind["process_name"] == std::vector<std::string>{"brigade run \"sample\""});
  CHECK(by_kind["thread_name"] == std::vector<std::string>{"capture", "detect"});
}

TEST_CASE("spans become complete events in microseconds since the first, outer before inner") {
  Trace trace("test", 4);
  SpanBuffer& row = trace.add_row("detect");
  const Instant zero(100s);
  row.add(detail("convolution", zero, zero + 1500ns, 7));
  row.add(step("detect", zero, zero + 2ms, 7));
  row.add(step("detect", zero + 3ms, zero + 4ms, kNoFrame));
  const auto spans = events_of(written(trace), "X");
  REQUIRE(spans.size() == 3);
  CHECK(spans[0].at("name") == "detect");
  CHECK(spans[0].at("ts") == 0.0);
  CHECK(spans[0].at("dur") == 2000.0);
  CHECK(spans[0].at("args").at("frame") == 7);
  CHECK(spans[1].at("name") == "convolution");
  CHECK(spans[1].at("dur") == 1.5);
  CHECK(spans[2].at("ts") == 3000.0);
  CHECK_FALSE(spans[2].contains("args"));
}

TEST_CASE("a flow leads through the steps of each frame, from the first over those between to the last") {
  Trace trace("test", 8);
  SpanBuffer& capture = trace.add_row("capture");
  SpanBuffer& detect = trace.add_row("detect");
  SpanBuffer& render = trace.add_row("render");
  capture.add(step("capture", Instant(0us), Instant(1us), 0));
  capture.add(step("capture", Instant(2us), Instant(3us), 1));
  capture.add(step("capture", Instant(4us), Instant(5us), 2));  // goes nowhere
  detect.add(step("detect", Instant(2us), Instant(4us), 0));
  detect.add(detail("convolution", Instant(2us), Instant(3us), 0));
  render.add(step("render", Instant(5us), Instant(6us), 0));
  render.add(step("render", Instant(7us), Instant(8us), 1));
  const json parsed = written(trace);

  const auto points = [&](const std::string& phase) {
    std::vector<std::vector<double>> result;  // frame, row, time
    for (const json& event : events_of(parsed, phase)) {
      result.push_back({event.at("id"), event.at("tid"), event.at("ts")});
    }
    return result;
  };
  CHECK(points("s") == std::vector<std::vector<double>>{{0, 0, 0}, {1, 0, 2}});
  CHECK(points("t") == std::vector<std::vector<double>>{{0, 1, 2}});
  CHECK(points("f") == std::vector<std::vector<double>>{{0, 2, 5}, {1, 2, 7}});
  CHECK(std::ranges::all_of(events_of(parsed, "f"), [](const json& event) { return event.at("bp") == "e"; }));
}

TEST_CASE("spans beyond a row's capacity are counted and left out") {
  Trace trace("test", 2);
  SpanBuffer& row = trace.add_row("detect");
  const auto* memory = row.spans().data();
  for (int i = 0; i < 5; ++i) {
    row.add(step("detect", Instant(0us), Instant(1us), i));
  }
  CHECK(row.spans().data() == memory);
  CHECK(row.left_out() == 3);
  CHECK(trace.left_out() == 3);
  const json parsed = written(trace);
  CHECK(events_of(parsed, "X").size() == 2);
  CHECK(parsed.at("otherData").at("spans_left_out") == 3);
}

TEST_CASE("an empty trace is still one that a viewer opens") {
  CHECK(events_of(written(Trace("test", 1)), "X").empty());
}

TEST_CASE("a trace that cannot be written is an error that names the file") {
  Trace trace("test", 1);
  trace.add_row("detect").add(step("detect", Instant(0us), Instant(1us), 0));
  const auto full = write_trace(trace, "/dev/full");
  REQUIRE_FALSE(full.has_value());
  CHECK(full.error().message.find("/dev/full") != std::string::npos);
  const auto nowhere = write_trace(trace, "/no/such/folder/trace.json");
  REQUIRE_FALSE(nowhere.has_value());
  CHECK(nowhere.error().message.find("/no/such/folder/trace.json") != std::string::npos);
}

TEST_CASE("a trace records only while it is switched on, and from the front at each start") {
  Trace trace("test", 2);
  SpanBuffer& row = trace.add_row("detect");
  const auto add = [&row](FrameId frame) { row.add(step("detect", Instant(0us), Instant(1us), frame)); };
  const auto frames = [&row] {
    std::vector<FrameId> result;
    std::ranges::transform(row.spans(), std::back_inserter(result), &Span::frame);
    return result;
  };
  CHECK(trace.recording());
  add(1);
  trace.stop();
  trace.stop();
  CHECK_FALSE(row.recording());
  add(2);
  CHECK(frames() == std::vector<FrameId>{1});
  trace.start();
  CHECK(row.recording());
  CHECK(frames().empty());
  for (FrameId frame = 3; frame < 8; ++frame) {
    add(frame);
  }
  CHECK(frames() == std::vector<FrameId>{3, 4});
  CHECK(trace.left_out() == 3);
  trace.start();  // without a stop between
  CHECK(frames().empty());
  CHECK(trace.left_out() == 0);
  add(8);
  trace.stop();
  CHECK(frames() == std::vector<FrameId>{8});
  CHECK(trace.left_out() == 0);
}

TEST_CASE("a recording is whole and of its own time, though stages go on while it is switched and read") {
  brigade::tests::require_threads();
  constexpr FrameId kRecordings = 200;
  Trace trace("test", 64);
  std::atomic<FrameId> recording{0};  // what the stages put into their spans
  std::atomic<bool> over{false};
  std::vector<std::thread> stages;
  for (const char* const name : {"detect", "render"}) {
    SpanBuffer& row = trace.add_row(name);
    stages.emplace_back([&, name] {
      while (!over.load(std::memory_order_relaxed)) {
        const FrameId now = recording.load(std::memory_order_acquire);
        row.add(step(name, Instant(now * 1ns), Instant(now * 1ns), now));
      }
    });
  }
  trace.stop();
  int torn = 0;
  int stale = 0;
  for (FrameId number = 1; number <= kRecordings; ++number) {
    recording.store(number, std::memory_order_release);
    trace.start();
    while (trace.rows()[0].spans().empty() || trace.rows()[1].spans().empty()) {
      std::this_thread::yield();
    }
    trace.stop();
    for (const SpanBuffer& row : trace.rows()) {
      for (const Span& span : row.spans()) {
        torn += span.start.time_since_epoch().count() == span.frame && span.name == row.name() ? 0 : 1;
        // One that was on its way when the recording began may carry the number before.
        stale += span.frame >= number - 1 ? 0 : 1;
      }
    }
  }
  over.store(true, std::memory_order_relaxed);
  for (std::thread& stage : stages) {
    stage.join();
  }
  CHECK(torn == 0);
  CHECK(stale == 0);
}
