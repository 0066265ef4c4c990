#pragma once

#include "common/result.hpp"
#include "vision/image.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace brigade::stages {

/// A painted frame on its way out. Everything in it is only lent for the call.
struct OutputFrame {
  vision::ImageView picture;              ///< PixelFormat::bgr
  std::chrono::nanoseconds media_time{};  ///< of the frame, from about 0 on
  std::int64_t number = 0;                ///< from 1, of the frames that the source gave
  /// of a still: the file's name without folder and extension; else empty
  std::string_view name = {};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
};

/// What a sink says of a frame that it took without error.
enum class SinkOutcome : std::uint8_t {
  taken,
  stop,  ///< taken, and the person at the window wants no more
};

/// What a value needs to be a sink.
template <typename Value>
concept WritesFrames = std::movable<Value> && requires(Value value, const OutputFrame& frame) {
  { value.write(frame) } -> std::same_as<Result<SinkOutcome>>;
  { value.finish() } -> std::same_as<Result<void>>;
};

/// Where painted frames go: a video, pictures, a window, or nothing. One interface for all, over any movable value that
/// WritesFrames. Move-only; used by one thread at a time.
class FrameSink {
 public:
  /// The sink that takes nothing: who asks `wants_frames` first need not even paint.
  FrameSink() = default;

  template <typename Value>
    requires(!std::same_as<Value, FrameSink> && WritesFrames<Value>)
  explicit FrameSink(Value value) : value_(std::make_unique<Holder<Value>>(std::move(value))) {}

  [[nodiscard]] bool wants_frames() const { return value_ != nullptr; }

  /// Takes the next frame. After an error nothing more can be written; what was written until there is good.
  [[nodiscard]] Result<SinkOutcome> write(const OutputFrame& frame) {
    return value_ != nullptr ? value_->write(frame) : SinkOutcome::taken;
  }

  /// Completes what was begun; call it once, after the last frame, also after an error or an interruption. A sink that
  /// is destroyed without it completes what it can and says nothing.
  [[nodiscard]] Result<void> finish() { return value_ != nullptr ? value_->finish() : Result<void>(); }

 private:
  struct Interface {
    Interface() = default;
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;
    Interface(Interface&&) = delete;
    Interface& operator=(Interface&&) = delete;
    virtual ~Interface() = default;
    virtual Result<SinkOutcome> write(const OutputFrame& frame) = 0;
    virtual Result<void> finish() = 0;
  };

  template <typename Value>
  struct Holder final : Interface {
    explicit Holder(Value held) : value(std::move(held)) {}
    Result<SinkOutcome> write(const OutputFrame& frame) override { return value.write(frame); }
    Result<void> finish() override { return value.finish(); }
    Value value;
  };

  std::unique_ptr<Interface> value_;
};

/// Both, one after the other: a file and a window, say. Asks to stop when either does; the error of either is the
/// error, and `finish` completes both whatever happens.
[[nodiscard]] FrameSink both(FrameSink first, FrameSink second);

}  // namespace brigade::stages
