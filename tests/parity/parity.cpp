// What one build makes of given frames, as files: to be compared with what another build (native, wasm) makes of the
// same.
//
//     parity detect FRAMES WIDTH HEIGHT MODEL SIZE FOLDER   frames are raw I420, one after another
//     parity track DETECTIONS FOLDER                        of the other build, as `detect` wrote them
//
// `detect` writes outputs.f32 (every output tensor of the first frame), detections.bin and tracks.txt; `track`
// tracks.txt.

#include "common/text_file.hpp"
#include "models/detector.hpp"
#include "stages/track/mot_rows.hpp"
#include "stages/track/tracker.hpp"
#include "vision/image.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace brigade;
using Detections = std::vector<vision::Detection>;

constexpr std::chrono::milliseconds kFrameTime(100);

// The detections of all frames, each frame's after their number: plain values, no digit lost.
void write_detections(const std::filesystem::path& file, std::span<const Detections> frames) {
  std::ofstream stream(file, std::ios::binary);
  for (const Detections& detections : frames) {
    const auto count = static_cast<std::uint32_t>(detections.size());
    stream.write(reinterpret_cast<const char*>(&count), sizeof count);
    stream.write(reinterpret_cast<const char*>(detections.data()),
                 static_cast<std::streamsize>(detections.size() * sizeof(vision::Detection)));
  }
}

std::vector<Detections> read_detections(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<Detections> frames;
  for (std::uint32_t count = 0; stream.read(reinterpret_cast<char*>(&count), sizeof count);) {
    Detections detections(count);
    stream.read(reinterpret_cast<char*>(detections.data()),
                static_cast<std::streamsize>(count * sizeof(vision::Detection)));
    frames.push_back(std::move(detections));
  }
  return frames;
}

Result<void> write_tracks(const std::filesystem::path& file, std::span<const Detections> frames) {
  stages::Tracker tracker(stages::options_for_score(0.3F));
  std::vector<vision::TrackedObject> objects;
  std::string rows;
  std::int64_t number = 0;
  for (const Detections& detections : frames) {
    const auto time = number * std::chrono::nanoseconds(kFrameTime);
    tracker.update(detections, time);
    tracker.predict(time, objects);
    stages::append_mot_rows(rows, ++number, objects);
  }
  return write_text_file(file, rows);
}

/// Whole ones, of which the detector keeps what it looks at.
Result<void> write_outputs(const std::filesystem::path& file, models::Detector& detector) {
  detector.network().keep_searched_values_from(-std::numeric_limits<float>::infinity());
  if (auto ran = detector.network().run(); !ran) {
    return ran;
  }
  std::ofstream stream(file, std::ios::binary);
  for (std::size_t i = 0; i < detector.model().output_names.size(); ++i) {
    const std::vector<float> values = whole_output(detector.network(), i);
    stream.write(reinterpret_cast<const char*>(values.data()),
                 static_cast<std::streamsize>(values.size() * sizeof(float)));
  }
  return {};
}

Result<void> detect(std::span<char*> arguments) {
  const vision::ImageLayout layout{.width = std::stoi(arguments[1]), .height = std::stoi(arguments[2])};
  const std::filesystem::path folder(arguments[5]);
  auto detector = models::Detector::create({.model = arguments[3], .size = std::stoi(arguments[4]), .score = 0.1F});
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  std::ifstream stream(arguments[0], std::ios::binary);
  std::vector<std::uint8_t> pixels(vision::packed_bytes(layout));
  std::vector<Detections> frames;
  while (stream.read(reinterpret_cast<char*>(pixels.data()), static_cast<std::streamsize>(pixels.size()))) {
    const auto found = detector->detect(vision::packed_view(layout, pixels));
    if (!found) {
      return tl::unexpected<Error>(found.error());
    }
    frames.emplace_back(found->begin(), found->end());
    if (frames.size() == 1) {
      if (auto written = write_outputs(folder / "outputs.f32", *detector); !written) {
        return written;
      }
    }
  }
  write_detections(folder / "detections.bin", frames);
  return write_tracks(folder / "tracks.txt", frames);
}

Result<void> run(std::span<char*> arguments) {
  const std::string what = arguments.empty() ? "" : arguments[0];
  if (what == "detect" && arguments.size() == 7) {
    return detect(arguments.subspan(1));
  }
  if (what == "track" && arguments.size() == 3) {
    return write_tracks(std::filesystem::path(arguments[2]) / "tracks.txt", read_detections(arguments[1]));
  }
  return failure("parity detect FRAMES WIDTH HEIGHT MODEL SIZE FOLDER, or parity track DETECTIONS FOLDER");
}

}  // namespace

int main(int argument_count, char** arguments) {
  const auto outcome = run(std::span(arguments, static_cast<std::size_t>(argument_count)).subspan(1));
  if (!outcome) {
    fmt::print(stderr, "parity: {}\n", outcome.error().message);
  }
  return outcome ? 0 : 1;
}
