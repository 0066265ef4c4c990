#include "stages/render/output/frame_sink.hpp"

#include "tests/stages/render/test_pictures.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace {

using namespace brigade;
using namespace std::chrono_literals;
using stages::SinkOutcome;

struct Seen {
  std::vector<std::int64_t> numbers;
  int finished = 0;
};

/// Notes what it is given and answers as told; move-only, like the sinks that own files.
struct Recorder {
  Seen* seen = nullptr;
  Result<SinkOutcome> answer = SinkOutcome::taken;
  Result<void> at_finish = {};             // NOLINT(readability-redundant-member-init): initialisers may leave it out
  std::unique_ptr<int> only_movable = {};  // NOLINT(readability-redundant-member-init): initialisers may leave it out

  Result<SinkOutcome> write(const stages::OutputFrame& frame) const {
    seen->numbers.push_back(frame.number);
    return answer;
  }
  [[nodiscard]] Result<void> finish() const {
    ++seen->finished;
    return at_finish;
  }
};

Result<SinkOutcome> write_one(stages::FrameSink& sink, std::int64_t number) {
  const tests::TestPicture picture(2, 2, 0);
  return sink.write(output_frame(picture, number, 0ms));
}

}  // namespace

TEST_CASE("both sinks get every frame, and either may ask to stop") {
  Seen one;
  Seen other;
  stages::FrameSink sink = both(stages::FrameSink(Recorder{.seen = &one, .answer = SinkOutcome::stop}),
                                stages::FrameSink(Recorder{.seen = &other}));
  CHECK(write_one(sink, 1) == SinkOutcome::stop);
  CHECK(write_one(sink, 2) == SinkOutcome::stop);
  CHECK(one.numbers == std::vector<std::int64_t>{1, 2});
  CHECK(other.numbers == one.numbers);
  stages::FrameSink turned = both(stages::FrameSink(Recorder{.seen = &one}),
                                  stages::FrameSink(Recorder{.seen = &other, .answer = SinkOutcome::stop}));
  CHECK(write_one(turned, 3) == SinkOutcome::stop);
}

TEST_CASE("an error of either sink is the error, and both are finished all the same") {
  Seen one;
  Seen other;
  stages::FrameSink sink =
      both(stages::FrameSink(Recorder{.seen = &one, .answer = failure("full"), .at_finish = failure("broken")}),
           stages::FrameSink(Recorder{.seen = &other}));
  const Result<SinkOutcome> outcome = write_one(sink, 1);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().message == "full");
  const Result<void> finished = sink.finish();
  REQUIRE_FALSE(finished);
  CHECK(finished.error().message == "broken");
  CHECK(one.finished == 1);
  CHECK(other.finished == 1);
}

TEST_CASE("both of nothing and something is something") {
  Seen seen;
  CHECK_FALSE(both(stages::FrameSink(), stages::FrameSink()).wants_frames());
  stages::FrameSink sink = both(stages::FrameSink(), stages::FrameSink(Recorder{.seen = &seen}));
  CHECK(sink.wants_frames());
  CHECK(write_one(sink, 4) == SinkOutcome::taken);
  CHECK(seen.numbers == std::vector<std::int64_t>{4});
}
