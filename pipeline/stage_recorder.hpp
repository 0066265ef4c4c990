#pragma once

#include "pipeline/channel.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/frame_id.hpp"
#include "pipeline/metrics.hpp"
#include "pipeline/trace.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace brigade::pipeline {

/// How a stage's step receives, works and sends, so that its metrics and spans come out right. Belongs to one stage and
/// is used only within its steps. The functions given to make_source, make_transform and make_sink may take one as
/// their last parameter, to add details to their span, to count drops, or to say which of their time was mere waiting.
class StageRecorder {
 public:
  StageRecorder(std::string name, Clock clock, SpanBuffer* spans)
      : name_(std::move(name)), clock_(clock), spans_(spans) {}

  [[nodiscard]] Instant now() const { return clock_.now(); }
  [[nodiscard]] const StageMetrics& metrics() const { return metrics_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// The next item of a channel, counted in, with the time it lay there; or nothing.
  template <typename Item>
  [[nodiscard]] std::optional<Item> receive(Channel<Item>& channel) {
    const std::size_t depth = channel.depth();
    auto received = channel.try_receive_stamped();
    if (!received) {
      return std::nullopt;
    }
    metrics_.count_in(depth, now() - received->sent_at);
    return std::move(received->item);
  }

  /// Gives an item to a channel; false, with the item as it was, when the channel is full. Counts an item that this one
  /// replaced, and the time that the stage is blocked; does not count the item out, see count_out().
  template <typename Item>
  [[nodiscard]] bool hand_over(Channel<Item>& channel, Item& item) {
    const std::int64_t dropped = channel.dropped();
    const bool taken = channel.try_send(std::move(item), now());
    if (channel.dropped() > dropped) {
      metrics_.count_drop(channel.cancelled() ? DropCause::discarded : DropCause::replaced);
    }
    note_blocked(!taken);
    return taken;
  }

  /// An item has been given on to all who want it; for a sink: has been consumed.
  void count_out() { metrics_.count_out(); }
  void count_drop(DropCause cause) { metrics_.count_drop(cause); }

  /// Runs `work()`, records its time as service and as a span of the given frame, and returns what it returns.
  template <typename Work>
  auto serve(FrameId frame, Work&& work) {
    begin_service();
    auto outcome = std::forward<Work>(work)();
    end_service(frame);
    return outcome;
  }

  /// The two halves of serve(), for work whose frame is known only when it is done. Work that came to nothing may end
  /// without record: begin again.
  void begin_service() {
    waited_ = Duration::zero();
    began_ = now();
  }
  void end_service(FrameId frame);

  /// Work done between two steps, by an event loop, from `start` to `end`: counted and drawn like a service.
  void served(FrameId frame, Instant start, Instant end);

  /// Within a service: runs `wait()`, which waits for the world outside (a camera's next frame, a screen's refresh).
  /// Its time is not service. Returns what it returns.
  template <typename Wait>
  auto waiting(Wait&& wait) {
    const Instant start = now();
    auto outcome = std::forward<Wait>(wait)();
    waited_ += now() - start;
    return outcome;
  }

  /// Within a service: a part of it, shown below it in the trace. `name` outlives the trace.
  void detail(std::string_view name, Instant start, Instant end, FrameId frame = kNoFrame) {
    if (spans_ != nullptr) {
      spans_->add({.name = name, .start = start, .end = end, .frame = frame, .kind = Span::Kind::detail});
    }
  }

  /// True when spans are kept; timing details is wasted otherwise.
  [[nodiscard]] bool traces() const { return spans_ != nullptr; }

  /// Asks that an idle stage be stepped again after this time even if no bell rings, because what it waits for rings
  /// none. Holds for the present step.
  void retry_after(Duration time) { retry_after_ = time; }
  [[nodiscard]] std::optional<Duration> retry_after() const { return retry_after_; }

 private:
  friend class Stage;

  void note_blocked(bool blocked);

  std::string name_;
  Clock clock_;
  SpanBuffer* spans_;
  StageMetrics metrics_;
  Instant began_;
  Duration waited_{};
  std::optional<Instant> blocked_since_;
  std::optional<Duration> retry_after_;
};

}  // namespace brigade::pipeline
