#pragma once

#include "common/result.hpp"
#include "vision/image.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace brigade::stages {

/// A rate or a ratio, exactly: 30000/1001 frames a second. Both numbers are > 0.
struct Fraction {
  constexpr Fraction(int above, int below) : numerator(above), denominator(below) {}

  int numerator;
  int denominator;

  friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// Time from one frame to the next at this rate.
[[nodiscard]] constexpr std::chrono::nanoseconds frame_duration(const Fraction& rate) {
  return std::chrono::nanoseconds(std::int64_t{1'000'000'000} * rate.denominator / rate.numerator);
}

/// Time of a frame counted from 0 at this rate, without the error of adding up durations.
[[nodiscard]] constexpr std::chrono::nanoseconds frame_time(const Fraction& rate, std::int64_t frame) {
  const std::int64_t parts = frame * rate.denominator;
  const std::int64_t rest = parts % rate.numerator * std::int64_t{1'000'000'000} / rate.numerator;
  return std::chrono::seconds(parts / rate.numerator) + std::chrono::nanoseconds(rest);
}

/// What is known of a source before its first frame is read.
struct SourceFacts {
  std::string description;       ///< for people: "vtest.avi: msmpeg4v3, 768x576, 10 frames/s"
  vision::ImageLayout layout{};  ///< of the first frame; only stills may differ from frame to frame
  std::size_t max_bytes = 0;     ///< of the largest frame, packed: what a slot of the frame pool has to hold
  bool live = false;  ///< frames come when they come (camera, stream): late ones are better dropped than queued
  std::optional<Fraction> frame_rate = std::nullopt;  ///< nominal; frames of a variable rate differ from it
  std::optional<std::int64_t> frame_count =
      std::nullopt;  ///< as announced, for a progress line; loops and limit included
  std::optional<std::chrono::nanoseconds> duration =
      std::nullopt;  ///< in media time, as announced; loops included, the limit not
  /// The container's own time at media time 0: who copies its audio beside these frames takes this off the audio's
  /// times.
  std::chrono::nanoseconds container_start{0};
};

/// What is known of one frame. Give the same value to every read, so that the name's storage is used again.
struct FrameInfo {
  vision::ImageLayout layout{};
  /// The frame's own time, from the file or the camera: from about 0 on, strictly rising from frame to frame.
  std::chrono::nanoseconds media_time{0};
  std::string name;            ///< of a still: the file's name without folder and extension; empty for video
  int undecodable_before = 0;  ///< frames right before this one that were too damaged to decode, and so were left out
};

/// What a call of FrameSource::read came to.
enum class ReadOutcome : std::uint8_t {
  frame,    ///< the buffer and the info hold the next frame
  end,      ///< there are no more frames
  not_yet,  ///< a camera had none within a tenth of a second: call again, unless asked to stop
};

/// Where frames come from: a video, a camera, stills, a synthetic scene. One interface for all, over any movable value
/// that is called as `Result<ReadOutcome>(std::span<std::uint8_t> target, FrameInfo& info)`.
///
/// Move-only; may be made on one thread and read on another, but by one thread at a time.
class FrameSource {
 public:
  template <typename Reader>
  FrameSource(SourceFacts facts, Reader reader)
      : facts_(std::move(facts)), reader_(std::make_unique<Holder<Reader>>(std::move(reader))) {}

  [[nodiscard]] const SourceFacts& facts() const { return facts_; }

  /// Writes the next frame, packed, into `target` (at least `facts().max_bytes`) and describes it in `info`. Blocks
  /// until the frame is there, a tenth of a second at most for a camera. After `end` or an error the source has no more
  /// frames: every further call returns `end`. The frames before an error are good: a cut file gives those before the
  /// cut, then the error that says so.
  [[nodiscard]] Result<ReadOutcome> read(std::span<std::uint8_t> target, FrameInfo& info) {
    if (finished_) {
      return ReadOutcome::end;
    }
    if (target.size() < facts_.max_bytes) {
      return failure("{}: a frame takes {} bytes, the buffer has {}", facts_.description, facts_.max_bytes,
                     target.size());
    }
    Result<ReadOutcome> outcome = reader_->read(target, info);
    finished_ = !outcome || *outcome == ReadOutcome::end;
    return outcome;
  }

 private:
  // The usual type erasure: inheritance stays in here.
  struct AnyReader {
    AnyReader() = default;
    AnyReader(const AnyReader&) = delete;
    AnyReader& operator=(const AnyReader&) = delete;
    AnyReader(AnyReader&&) = delete;
    AnyReader& operator=(AnyReader&&) = delete;
    virtual ~AnyReader() = default;
    virtual Result<ReadOutcome> read(std::span<std::uint8_t> target, FrameInfo& info) = 0;
  };

  template <typename Reader>
  struct Holder final : AnyReader {
    explicit Holder(Reader held) : reader(std::move(held)) {}
    Result<ReadOutcome> read(std::span<std::uint8_t> target, FrameInfo& info) override { return reader(target, info); }
    Reader reader;
  };

  SourceFacts facts_;
  std::unique_ptr<AnyReader> reader_;
  bool finished_ = false;
};

}  // namespace brigade::stages
