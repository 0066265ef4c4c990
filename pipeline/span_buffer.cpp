#include "pipeline/span_buffer.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <type_traits>

namespace brigade::pipeline {

static_assert(std::is_trivially_destructible_v<Span>, "spans are overwritten and given up as they are");

SpanBuffer::SpanBuffer(std::string_view name, std::size_t capacity, const RecordingSwitch& recording)
    : name_(name),
      capacity_(std::min<std::size_t>(capacity, std::numeric_limits<std::uint32_t>::max())),
      spans_(std::allocator<Span>().allocate(capacity_), Free{capacity_}),
      recording_(&recording) {}

void SpanBuffer::add(const Span& span) {
  const RecordingSwitch::Number recording = recording_->now();
  if (!RecordingSwitch::is_recording(recording)) {
    return;
  }
  // relaxed: only this thread publishes
  PublishedSpans published = published_.load(std::memory_order_relaxed);
  if (published.recording != recording) {
    published = {.recording = recording, .count = 0};
    left_out_.set(0);
  }
  if (published.count < capacity_) {
    std::construct_at(spans_.get() + published.count, span);
    ++published.count;
  } else {
    left_out_.add(1);
  }
  // release: pairs with the acquire in read(), so that the spans counted, and left_out_ since it was set to 0, are
  // seen. A stage that missed the end of a recording publishes it once more: under its number, which a later one has
  // not.
  published_.store(published, std::memory_order_release);
}

PublishedSpans SpanBuffer::read() const {
  const PublishedSpans published = published_.load(std::memory_order_acquire);
  return published.recording == recording_->last() ? published : PublishedSpans{};
}

std::span<const Span> SpanBuffer::spans() const { return {spans_.get(), read().count}; }

std::int64_t SpanBuffer::left_out() const { return read().recording == 0 ? 0 : left_out_.value(); }

}  // namespace brigade::pipeline
