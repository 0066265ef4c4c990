#include "native/frame_rate.hpp"

#include "common/number_reader.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <system_error>
#include <utility>

namespace brigade::native {
namespace {

constexpr double kUsual = 30;
constexpr double kMost = 1000;

bool is_rate(double number) { return number > 0 && number <= kMost; }

}  // namespace

Result<FrameRate> read_frame_rate(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return failure("{}: cannot be opened for reading", file.string());
  }
  std::string text;
  for (const CLI::ConfigItem& item : CLI::ConfigINI().from_config(stream)) {
    if (item.name == "frameRate" && !item.inputs.empty()) {
      text = item.inputs.front();
    }
  }
  const auto number = NumberReader().read(text);
  if (!number || !is_rate(*number)) {
    return failure("{}: frameRate is '{}', not a number above 0 and at most {}; mend it, or give --fps", file.string(),
                   text, kMost);
  }
  return FrameRate{.frames_per_second = *number, .source = file.string()};
}

Result<FrameRate> frame_rate_of(const std::filesystem::path& detections, std::optional<double> given) {
  if (given) {
    if (!is_rate(*given)) {
      return failure("--fps takes a number above 0 and at most {}, not {}", kMost, *given);
    }
    return FrameRate{.frames_per_second = *given, .source = "--fps"};
  }
  const auto beside = std::filesystem::absolute(detections).parent_path().parent_path() / "seqinfo.ini";
  std::error_code ignored;
  if (std::filesystem::exists(beside, ignored)) {
    return read_frame_rate(beside);
  }
  return FrameRate{.frames_per_second = kUsual, .source = "no seqinfo.ini and no --fps says otherwise"};
}

}  // namespace brigade::native
