#pragma once

#include "pipeline/clock.hpp"
#include "pipeline/counter.hpp"
#include "pipeline/frame_id.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace brigade::pipeline {

/// Work on something from one moment to another.
struct Span {
  enum class Kind : std::uint8_t {
    step,    ///< a stage's work on a frame; joined by arrows to the same frame's other steps
    detail,  ///< a part of a step, for instance one operator of a network; drawn below it
  };
  std::string_view name;  ///< of a string that outlives the trace
  Instant start;
  Instant end;
  FrameId frame = kNoFrame;
  Kind kind = Kind::step;
};

/// Whether spans are recorded now. One thread switches, any thread asks. Recordings are numbered, so that none is taken
/// for another: by the odd numbers, the even ones between mean that none is under way.
class RecordingSwitch {
 public:
  using Number = std::uint32_t;

  /// Begins a recording, also when one is under way.
  // release: pairs with now(), so that whoever records anew overwrites only spans that have been read (see SpanBuffer)
  void start() { number_.store(last() + 2, std::memory_order_release); }

  // relaxed: ending publishes nothing; who learns of it late adds a span behind those that are read
  void stop() { number_.store(last() + 1, std::memory_order_relaxed); }

  /// The recording under way, or an even number.
  [[nodiscard]] Number now() const { return number_.load(std::memory_order_acquire); }

  /// Relaxed, as what is asked here orders nothing.
  [[nodiscard]] bool on() const { return is_recording(number_.load(std::memory_order_relaxed)); }

  /// The recording under way, or else the last one. Exact on the switching thread.
  [[nodiscard]] Number last() const { return (number_.load(std::memory_order_relaxed) - 1) | 1U; }

  [[nodiscard]] static bool is_recording(Number number) { return (number & 1U) != 0; }

 private:
  std::atomic<Number> number_{1};
};

/// What a row has published: of which recording, and how many spans are complete.
struct PublishedSpans {
  RecordingSwitch::Number recording = 0;
  std::uint32_t count = 0;
};
static_assert(std::atomic<PublishedSpans>::is_always_lock_free);

/// The spans of one row of a trace, in memory reserved at construction. One thread at a time adds; the thread that
/// switches recording may read meanwhile.
///
/// Spans are only ever added behind those that can be read, and their number is published after them, together with the
/// recording that they belong to. So the reader sees whole spans, and none of an older recording. A recording begins at
/// the front again, over spans that the reader may have read before it began, but not since.
class SpanBuffer {
 public:
  /// The switch outlives the buffer.
  SpanBuffer(std::string_view name, std::size_t capacity, const RecordingSwitch& recording);

  /// While recording: keeps the span, or counts it as left out when the buffer is full.
  void add(const Span& span);

  [[nodiscard]] bool recording() const { return recording_->on(); }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// Of the recording under way, or else of the last one. They stay as they are until the next one starts.
  [[nodiscard]] std::span<const Span> spans() const;
  [[nodiscard]] std::int64_t left_out() const;

 private:
  struct Free {
    std::size_t capacity;
    void operator()(Span* spans) const { std::allocator<Span>().deallocate(spans, capacity); }
  };

  [[nodiscard]] PublishedSpans read() const;

  std::string name_;
  std::size_t capacity_;
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-c-arrays): as many as are asked for
  std::unique_ptr<Span[], Free> spans_;  // not constructed before they are added: untouched memory costs nothing
  const RecordingSwitch* recording_;
  Counter left_out_;
  std::atomic<PublishedSpans> published_{PublishedSpans{}};
};

}  // namespace brigade::pipeline
