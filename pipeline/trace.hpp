#pragma once

#include "common/result.hpp"
#include "pipeline/span_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

namespace brigade::pipeline {

/// The spans of a run, a row for each stage. Rows are added before the run begins. Recording is on from the beginning;
/// a control thread may switch it while stages run, as often as it likes, and read what has been recorded: at best
/// after stop(), when the rows are equally long.
class Trace {
 public:
  static constexpr std::size_t kSpansPerRow = std::size_t{1} << 18U;

  /// `spans_per_row`: how many spans a row keeps, at 56 bytes each (untouched memory costs nothing).
  explicit Trace(std::string_view process_name, std::size_t spans_per_row = kSpansPerRow)
      : process_name_(process_name), spans_per_row_(spans_per_row) {}

  /// A new row; stays where it is.
  SpanBuffer& add_row(std::string_view name) { return rows_.emplace_back(name, spans_per_row_, recording_); }

  /// Control thread. Begins a recording; the spans of the one before are gone. Stages notice at their next span.
  void start() { recording_.start(); }
  /// Control thread. Ends the recording, whose spans can be read until the next start.
  void stop() { recording_.stop(); }
  [[nodiscard]] bool recording() const { return recording_.on(); }

  [[nodiscard]] const std::string& process_name() const { return process_name_; }
  [[nodiscard]] const std::deque<SpanBuffer>& rows() const { return rows_; }
  /// Spans that found no room, over all rows.
  [[nodiscard]] std::int64_t left_out() const;

 private:
  std::string process_name_;
  std::size_t spans_per_row_;
  RecordingSwitch recording_;
  std::deque<SpanBuffer> rows_;
};

/// The trace in the Chrome trace-event format (JSON), which ui.perfetto.dev and chrome://tracing open: a thread for
/// each row, a complete event ("X") for each span, and a flow ("s", "t", "f") through the steps of each frame. Times
/// are microseconds since the first span. Format: "Trace Event Format", Google, 2016.
[[nodiscard]] std::string trace_json(const Trace& trace);

/// Writes the same to a file. Fails when it cannot be written to its end.
[[nodiscard]] Result<void> write_trace(const Trace& trace, const std::filesystem::path& file);

}  // namespace brigade::pipeline
