#include "stages/capture/paced.hpp"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace brigade::stages {
namespace {

constexpr pipeline::Duration kLongestWait = std::chrono::seconds(1);

/// Reads the next frame, then waits for its time.
class PacedReader {
 public:
  PacedReader(FrameSource source, Pacing pacing) : source_(std::move(source)), pacing_(std::move(pacing)) {
    if (!pacing_.sleep) {
      pacing_.sleep = [](pipeline::Duration time) { std::this_thread::sleep_for(time); };
    }
  }

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    Result<ReadOutcome> outcome = source_.read(target, info);
    if (outcome && *outcome == ReadOutcome::frame) {
      wait_for(info.media_time);
    }
    return outcome;
  }

 private:
  void wait_for(std::chrono::nanoseconds media_time) {
    const pipeline::Instant now = pacing_.clock.now();
    if (!zero_ || *zero_ + media_time > now + kLongestWait) {
      zero_ = now - media_time;
    }
    if (const auto wait = *zero_ + media_time - now; wait > pipeline::Duration::zero()) {
      pacing_.sleep(wait);
    }
  }

  FrameSource source_;
  Pacing pacing_;
  std::optional<pipeline::Instant> zero_;  // when media time 0 was, or would have been
};

}  // namespace

FrameSource paced(FrameSource source, Pacing pacing) {
  SourceFacts facts = source.facts();
  facts.live = true;
  return {std::move(facts), PacedReader(std::move(source), std::move(pacing))};
}

}  // namespace brigade::stages
