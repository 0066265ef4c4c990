#pragma once

#include "stages/capture/frame_source.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace brigade::tests {

/// Runs the `ffmpeg` command with these arguments (shell words). Fails the running test where that fails or the command
/// is missing.
void run_ffmpeg(const std::string& arguments);

/// Writes the first `percent` of a file's bytes to another file.
void cut_file(const std::filesystem::path& from, int percent, const std::filesystem::path& to);

[[nodiscard]] std::vector<std::uint8_t> read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& content);

/// All that a source gave until its end or its error.
struct Reading {
  std::vector<std::chrono::nanoseconds> times;
  std::vector<std::vector<std::uint8_t>> pixels;
  std::vector<vision::ImageLayout> layouts;
  std::vector<std::string> names;
  int undecodable = 0;
  std::string error;  ///< empty where the source came to its end

  [[nodiscard]] std::size_t frames() const { return times.size(); }
};

[[nodiscard]] Reading read_all(stages::FrameSource& source);

/// Opens and reads a video; where it does not open, nothing was read and the error says why.
[[nodiscard]] Reading read_video(const std::string& address);

/// Whether each time is above the one before it.
[[nodiscard]] bool rises(const std::vector<std::chrono::nanoseconds>& times);

/// `count` times from `first` on, `step` apart.
[[nodiscard]] std::vector<std::chrono::nanoseconds> regular_times(std::size_t count, std::chrono::nanoseconds step);

}  // namespace brigade::tests
