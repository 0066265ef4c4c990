#include "native/run_summary.hpp"

#include "native/describe_rate.hpp"
#include "pipeline/milliseconds.hpp"

#include <fmt/format.h>

#include <iterator>

namespace brigade::native {
namespace {

using pipeline::milliseconds;

std::string percentiles(const pipeline::DurationSummary& times) {
  return fmt::format("{:>8.2f}{:>8.2f}{:>8.2f}{:>8.2f}", milliseconds(times.p50), milliseconds(times.p90),
                     milliseconds(times.p99), milliseconds(times.max));
}

std::string format_row(const pipeline::StageSummary& stage) {
  return fmt::format("{:<9}{:>7}{:>8} |{} |{} |{:>6.0f} %{:>7.1f}\n", stage.name, stage.out, stage.dropped(),
                     percentiles(stage.service), percentiles(stage.wait), 100 * stage.utilisation(),
                     stage.queue_depth_mean);
}

}  // namespace

std::string format_table(const RunSummary& summary) {
  std::string text = fmt::format("{:<24} | {:<31} | {:<31} |\n", "", "work on a frame, ms", "frame waits, ms");
  text += fmt::format("{:<9}{:>7}{:>8} |{:>8}{:>8}{:>8}{:>8} |{:>8}{:>8}{:>8}{:>8} |{:>8}{:>7}\n", "stage", "out",
                      "dropped", "p50", "p90", "p99", "max", "p50", "p90", "p99", "max", "busy", "queue");
  for (const auto& stage : summary.stages) {
    text += format_row(stage);
  }
  fmt::format_to(std::back_inserter(text), "{} frames in {:.2f} s: {:.1f} frames/s, {} objects, {:.0f} MB at most\n",
                 summary.frames(), summary.seconds, summary.frames_per_second(), summary.objects,
                 static_cast<double>(summary.resident_peak) / 1e6);
  fmt::format_to(std::back_inserter(text), "from capture to render {:.1f} ms (p50), {:.1f} ms (p99)\n",
                 milliseconds(summary.latency.p50), milliseconds(summary.latency.p99));
  if (summary.held) {
    const auto& detect = summary.detect();
    text += describe(*summary.held, detect.throughput(), detect.utilisation()) + "\n";
  }
  if (const auto* slowest = pipeline::slowest(summary.stages); slowest != nullptr) {
    fmt::format_to(std::back_inserter(text), "the slowest stage is {}, busy {:.0f} % of the time\n", slowest->name,
                   100 * slowest->utilisation());
  }
  return text;
}

}  // namespace brigade::native
