#include "pipeline/trace.hpp"

#include "common/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace brigade::pipeline {

namespace {

constexpr int kProcess = 1;

/// A step of a frame: where a flow passes.
struct Waypoint {
  FrameId frame;
  Instant start;
  std::size_t row;
};

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      result += '\\';
      result += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      result += letter;
    }
  }
  return result += '"';
}

/// Microseconds with three decimals, exact.
std::string microseconds(Duration time) { return fmt::format("{}.{:03}", time.count() / 1000, time.count() % 1000); }

/// The spans of every row at one moment: more may come while they are written.
using Rows = std::vector<std::vector<Span>>;

/// Ordered as viewers want them: by start, and whoever contains another before it.
Rows spans_of(const Trace& trace) {
  Rows rows;
  for (const SpanBuffer& row : trace.rows()) {
    const std::span<const Span> spans = row.spans();
    std::vector<Span>& copies = rows.emplace_back(spans.begin(), spans.end());
    std::ranges::sort(copies, [](const Span& a, const Span& b) {
      return std::tie(a.start, b.end, a.kind) < std::tie(b.start, a.end, b.kind);
    });
  }
  return rows;
}

Instant first_start(const Rows& rows) {
  Instant first = Instant::max();
  for (const std::vector<Span>& row : rows) {
    first = row.empty() ? first : std::min(first, row.front().start);
  }
  return first;
}

/// Takes the text of a trace, piece by piece.
using Sink = std::function<void(std::string_view)>;

/// Writes the events of one trace, one a line.
class EventWriter {
 public:
  EventWriter(const Sink& sink, Instant zero) : sink_(&sink), zero_(zero) {}

  void name_process(std::string_view name) {
    event(R"({{"name":"process_name","ph":"M","pid":{},"args":{{"name":{}}}}})", kProcess, quoted(name));
  }

  void name_row(std::size_t row, std::string_view name) {
    event(R"({{"name":"thread_name","ph":"M","pid":{},"tid":{},"args":{{"name":{}}}}})", kProcess, row, quoted(name));
    event(R"({{"name":"thread_sort_index","ph":"M","pid":{},"tid":{},"args":{{"sort_index":{}}}}})", kProcess, row,
          row);
  }

  void span(std::size_t row, const Span& span) {
    const std::string arguments = span.frame == kNoFrame ? "" : fmt::format(R"(,"args":{{"frame":{}}})", span.frame);
    event(R"({{"name":{},"ph":"X","pid":{},"tid":{},"ts":{},"dur":{}{}}})", quoted(span.name), kProcess, row,
          microseconds(span.start - zero_), microseconds(span.end - span.start), arguments);
  }

  /// `phase`: s at the first step of a frame, t at those between, f at the last, bound to the span that encloses it.
  void flow(char phase, const Waypoint& at) {
    event(R"({{"name":"frame","cat":"frame","ph":"{}","bp":"e","id":{},"pid":{},"tid":{},"ts":{}}})", phase, at.frame,
          kProcess, at.row, microseconds(at.start - zero_));
  }

 private:
  template <typename... Arguments>
  void event(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    line_.clear();
    line_.append(std::string_view(std::exchange(first_, false) ? "\n" : ",\n"));
    fmt::format_to(std::back_inserter(line_), format, std::forward<Arguments>(arguments)...);
    (*sink_)({line_.data(), line_.size()});
  }

  const Sink* sink_;
  Instant zero_;
  bool first_ = true;
  fmt::memory_buffer line_;
};

/// All steps that belong to frames, frame by frame, each frame's in the order of time.
std::vector<Waypoint> waypoints(const Rows& rows) {
  std::vector<Waypoint> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (const Span& span : rows[row]) {
      if (span.kind == Span::Kind::step && span.frame != kNoFrame) {
        all.push_back({span.frame, span.start, row});
      }
    }
  }
  std::ranges::sort(all, [](const Waypoint& a, const Waypoint& b) {
    return std::tie(a.frame, a.start, a.row) < std::tie(b.frame, b.start, b.row);
  });
  return all;
}

void write_flows(EventWriter& writer, const std::vector<Waypoint>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool first = i == 0 || steps[i - 1].frame != steps[i].frame;
    const bool last = i + 1 == steps.size() || steps[i + 1].frame != steps[i].frame;
    const bool alone = first && last;  // an arrow needs two ends
    if (!alone) {
      const char at_end = last ? 'f' : 't';
      writer.flow(first ? 's' : at_end, steps[i]);
    }
  }
}

void write_events(const Trace& trace, const Sink& sink) {
  sink(
      fmt::format(R"({{"displayTimeUnit":"ms","otherData":{{"spans_left_out":{}}},"traceEvents":[)", trace.left_out()));
  const Rows rows = spans_of(trace);
  EventWriter writer(sink, first_start(rows));
  writer.name_process(trace.process_name());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    writer.name_row(row, trace.rows()[row].name());
    for (const Span& span : rows[row]) {
      writer.span(row, span);
    }
  }
  write_flows(writer, waypoints(rows));
  sink("\n]}\n");
}

}  // namespace

std::int64_t Trace::left_out() const {
  return std::accumulate(rows_.begin(), rows_.end(), std::int64_t{0},
                         [](std::int64_t sum, const SpanBuffer& row) { return sum + row.left_out(); });
}

std::string trace_json(const Trace& trace) {
  std::string text;
  write_events(trace, [&text](std::string_view piece) { text += piece; });
  return text;
}

Result<void> write_trace(const Trace& trace, const std::filesystem::path& file) {
  return TextFile::create(file).and_then([&](TextFile out) {
    Result<void> written;
    write_events(trace, [&](std::string_view piece) {
      if (written) {
        written = out.write(piece);
      }
    });
    return written.and_then([&] { return out.close(); });
  });
}

}  // namespace brigade::pipeline
