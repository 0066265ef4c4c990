#pragma once

#include "common/result.hpp"
#include "pipeline/clock.hpp"
#include "pipeline/frame_id.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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

/// The spans of one row of a trace, in memory reserved at construction. One thread at a time writes.
class SpanBuffer {
 public:
  SpanBuffer(std::string_view name, std::size_t capacity) : name_(name) { spans_.reserve(capacity); }

  /// Keeps the span, or counts it as left out when the buffer is full.
  void add(const Span& span) {
    if (spans_.size() < spans_.capacity()) {
      spans_.push_back(span);
    } else {
      ++left_out_;
    }
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }
  [[nodiscard]] std::int64_t left_out() const { return left_out_; }

 private:
  std::string name_;
  std::vector<Span> spans_;
  std::int64_t left_out_ = 0;
};

/// All spans of a run, a row for each stage. Rows are added before the run begins and read after it has ended.
class Trace {
 public:
  static constexpr std::size_t kSpansPerRow = std::size_t{1} << 18U;

  /// `spans_per_row`: how many spans a row keeps, at 56 bytes each (untouched memory costs nothing).
  explicit Trace(std::string_view process_name, std::size_t spans_per_row = kSpansPerRow)
      : process_name_(process_name), spans_per_row_(spans_per_row) {}

  /// A new row; stays where it is.
  SpanBuffer& add_row(std::string_view name) { return rows_.emplace_back(name, spans_per_row_); }

  [[nodiscard]] const std::string& process_name() const { return process_name_; }
  [[nodiscard]] const std::deque<SpanBuffer>& rows() const { return rows_; }
  /// Spans that found no room, over all rows.
  [[nodiscard]] std::int64_t left_out() const;

 private:
  std::string process_name_;
  std::size_t spans_per_row_;
  std::deque<SpanBuffer> rows_;
};

/// Writes the trace in the Chrome trace-event format (JSON), which ui.perfetto.dev and chrome://tracing open: a thread
/// for each row, a complete event ("X") for each span, and a flow ("s", "t", "f") through the steps of each frame.
/// Times are microseconds since the first span. Format: "Trace Event Format", Google, 2016. Fails when the file cannot
/// be written to its end.
[[nodiscard]] Result<void> write_trace(const Trace& trace, const std::filesystem::path& file);

}  // namespace brigade::pipeline
