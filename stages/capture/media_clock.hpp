#pragma once

#include <chrono>
#include <optional>

namespace brigade::stages {

/// Makes one strictly rising line of the timestamps that a file's frames bear, which may be missing, repeat themselves
/// or start anew in the middle (two recordings in one file).
class MediaClock {
 public:
  using nanoseconds = std::chrono::nanoseconds;

  /// `duration`: of one frame at the nominal rate, for frames that bear no time.
  explicit MediaClock(nanoseconds duration) : duration_(duration) {}

  /// Time of the next frame, from the timestamp that it bears.
  nanoseconds next(std::optional<nanoseconds> stamp) {
    last_ = last_ ? after(*last_, stamp) : stamp.value_or(nanoseconds(0));
    return *last_;
  }

 private:
  // A step back of this much is a new recording, a smaller one a flaw in the stamps.
  static constexpr nanoseconds kNewRecording = std::chrono::seconds(1);
  // The smallest step that all containers can hold. Small, so that the frame after it has its own time again.
  static constexpr nanoseconds kSmallestStep = std::chrono::milliseconds(1);

  nanoseconds after(nanoseconds last, std::optional<nanoseconds> stamp) {
    if (!stamp) {
      return last + duration_;
    }
    nanoseconds time = *stamp + shift_;
    if (time < last - kNewRecording) {
      shift_ += last + duration_ - time;
      time = last + duration_;
    }
    return time > last ? time : last + kSmallestStep;
  }

  nanoseconds duration_;
  nanoseconds shift_{0};
  std::optional<nanoseconds> last_;
};

}  // namespace brigade::stages
