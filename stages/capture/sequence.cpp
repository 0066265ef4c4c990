#include "stages/capture/sequence.hpp"

#include <algorithm>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

/// Brings the times of one loop after another onto one rising line.
class LoopClock {
 public:
  explicit LoopClock(std::optional<Fraction> rate) : rate_(rate) {}

  nanoseconds next(nanoseconds time) {
    if (starts_loop_) {
      shift_ = has_last_ ? last_ + duration_ - time : nanoseconds(0);
    } else {
      duration_ = rate_ ? frame_duration(*rate_) : time + shift_ - last_;
    }
    starts_loop_ = false;
    has_last_ = true;
    last_ = time + shift_;
    return last_;
  }

  void start_loop() { starts_loop_ = true; }
  [[nodiscard]] bool loop_was_empty() const { return starts_loop_; }

 private:
  std::optional<Fraction> rate_;
  nanoseconds duration_ = rate_ ? frame_duration(*rate_) : std::chrono::milliseconds(40);
  nanoseconds shift_{0};
  nanoseconds last_{0};
  bool has_last_ = false;
  bool starts_loop_ = true;
};

constexpr int kForEver = 0;

class Loop {
 public:
  Loop(SourceOpener open, std::function<bool()> interrupted, int times, FrameSource first)
      : open_(std::move(open)),
        interrupted_(std::move(interrupted)),
        left_(times),
        current_(std::move(first)),
        clock_(current_.facts().frame_rate) {}

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    while (true) {
      Result<ReadOutcome> outcome = current_.read(target, info);
      if (outcome && *outcome == ReadOutcome::frame) {
        info.media_time = clock_.next(info.media_time);
      }
      if (!outcome || *outcome != ReadOutcome::end || is_last_loop()) {
        return outcome;
      }
      if (Result<void> reopened = reopen(target.size()); !reopened) {
        return tl::unexpected(reopened.error());
      }
    }
  }

 private:
  // A loop without frames would be followed by others like it for ever.
  [[nodiscard]] bool is_last_loop() const {
    return left_ == 1 || clock_.loop_was_empty() || (interrupted_ && interrupted_());
  }

  Result<void> reopen(std::size_t buffer_bytes) {
    Result<FrameSource> next = open_();
    if (!next) {
      return tl::unexpected(next.error());
    }
    if (next->facts().max_bytes > buffer_bytes) {
      return failure("{}: the frames became larger while the source was read in a loop: start again",
                     next->facts().description);
    }
    current_ = std::move(*next);
    clock_.start_loop();
    left_ = left_ == kForEver ? kForEver : left_ - 1;
    return {};
  }

  SourceOpener open_;
  std::function<bool()> interrupted_;
  int left_;
  FrameSource current_;
  LoopClock clock_;
};

SourceFacts facts_of_loops(SourceFacts facts, int times) {
  if (times == kForEver) {
    facts.frame_count.reset();
    facts.duration.reset();
  }
  if (facts.frame_count) {
    *facts.frame_count *= times;
  }
  if (facts.duration) {
    *facts.duration *= times;
  }
  return facts;
}

}  // namespace

Result<FrameSource> looped(SourceOpener open, int times, std::function<bool()> interrupted) {
  Result<FrameSource> first = open();
  if (!first || times == 1) {
    return first;
  }
  SourceFacts facts = facts_of_loops(first->facts(), times);
  return FrameSource(std::move(facts), Loop(std::move(open), std::move(interrupted), times, std::move(*first)));
}

FrameSource limited(FrameSource source, std::int64_t frames) {
  SourceFacts facts = source.facts();
  facts.frame_count = facts.frame_count ? std::min(*facts.frame_count, frames) : frames;
  return {std::move(facts),
          [source = std::move(source), left = frames](std::span<std::uint8_t> target,
                                                      FrameInfo& info) mutable -> Result<ReadOutcome> {
            if (left == 0) {
              return ReadOutcome::end;
            }
            Result<ReadOutcome> outcome = source.read(target, info);
            if (outcome && *outcome == ReadOutcome::frame) {
              --left;
            }
            return outcome;
          }};
}

}  // namespace brigade::stages
