#include "tests/stages/capture/video_files.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

namespace brigade::tests {

void run_ffmpeg(const std::string& arguments) {
  const std::string command = "ffmpeg -v error -nostdin -y -threads 1 " + arguments;
  INFO(command);
  // The tests' own words, run one after another.
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
}

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  REQUIRE(file.good());
}

void cut_file(const std::filesystem::path& from, int percent, const std::filesystem::path& to) {
  const std::vector<std::uint8_t> bytes = read_file(from);
  write_file(to, std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size()) * percent / 100));
}

Reading read_all(stages::FrameSource& source) {
  Reading reading;
  std::vector<std::uint8_t> buffer(source.facts().max_bytes);
  stages::FrameInfo info;
  while (true) {
    const auto outcome = source.read(buffer, info);
    if (!outcome || *outcome == stages::ReadOutcome::end) {
      reading.error = outcome ? "" : outcome.error().message;
      return reading;
    }
    REQUIRE(*outcome == stages::ReadOutcome::frame);
    const auto size = static_cast<std::ptrdiff_t>(vision::packed_bytes(info.layout));
    reading.times.push_back(info.media_time);
    reading.pixels.emplace_back(buffer.begin(), buffer.begin() + size);
    reading.layouts.push_back(info.layout);
    reading.names.push_back(info.name);
    reading.undecodable += info.undecodable_before;
  }
}

bool rises(const std::vector<std::chrono::nanoseconds>& times) {
  return std::ranges::adjacent_find(times, std::greater_equal{}) == times.end();
}

std::vector<std::chrono::nanoseconds> regular_times(std::size_t count, std::chrono::nanoseconds step) {
  std::vector<std::chrono::nanoseconds> times(count);
  for (std::size_t index = 0; index < count; ++index) {
    times[index] = step * static_cast<std::int64_t>(index);
  }
  return times;
}

}  // namespace brigade::tests
