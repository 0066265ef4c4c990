#include "stages/render/output/video_writer.hpp"

#include "tests/stages/render/read_back.hpp"
#include "tests/stages/render/test_pictures.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace brigade;
using namespace brigade::tests;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::WithinAbs;

constexpr double kTick = 1.0 / 90000;

void write_frames(stages::VideoWriter& writer, const std::vector<std::chrono::nanoseconds>& times, int width = 64,
                  int height = 48) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    const TestPicture picture(width, height, static_cast<std::uint8_t>(40 + 3 * (i % 60)), static_cast<int>(i));
    REQUIRE(writer.write(output_frame(picture, static_cast<std::int64_t>(i) + 1, times[i])));
  }
}

std::vector<std::chrono::nanoseconds> regular_times(int count, std::chrono::nanoseconds apart) {
  std::vector<std::chrono::nanoseconds> times;
  times.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    times.push_back(i * apart);
  }
  return times;
}

void write_video(const std::filesystem::path& path, const std::vector<std::chrono::nanoseconds>& times, int width = 64,
                 int height = 48) {
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast"});
  REQUIRE(writer);
  write_frames(*writer, times, width, height);
  REQUIRE(writer->finish());
}

/// A box of an mp4, its header included.
struct Box {
  std::uintmax_t begin = 0;
  std::uintmax_t size = 0;
};

/// The headers (`moof`) of a file's fragments.
std::vector<Box> fragments_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<Box> found;
  std::array<unsigned char, 8> header{};
  for (std::uintmax_t at = 0; file.seekg(static_cast<std::streamoff>(at)) &&
                              file.read(reinterpret_cast<char*>(header.data()), header.size());) {
    const std::uintmax_t size = (std::uintmax_t{header[0]} << 24U) | (std::uintmax_t{header[1]} << 16U) |
                                (std::uintmax_t{header[2]} << 8U) | header[3];
    if (std::string_view(reinterpret_cast<const char*>(header.data()) + 4, 4) == "moof") {
      found.push_back({.begin = at, .size = size});
    }
    REQUIRE(size >= header.size());
    at += size;
  }
  return found;
}

/// Lets no file of this process grow past `bytes` while it lives: a disk that runs full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = old_limit_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  FileSizeLimit(FileSizeLimit&&) = delete;
  FileSizeLimit& operator=(FileSizeLimit&&) = delete;

 private:
  rlimit old_limit_{};
  void (*old_handler_)(int);
};

}  // namespace

TEST_CASE("a written video holds every frame with its size, its time and its level") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  write_video(path, regular_times(75, 40ms));

  const FileRead read = read_back(path);
  REQUIRE(read.streams.size() == 1);
  const StreamRead& video = read.streams[0];
  CHECK(video.codec == "h264");
  CHECK(video.width == 64);
  CHECK(video.height == 48);
  REQUIRE(video.times.size() == 75);
  REQUIRE(video.mean_levels.size() == 75);
  for (std::size_t i = 0; i < 75; ++i) {
    CHECK_THAT(video.times[i], WithinAbs(0.04 * static_cast<double>(i), kTick));
  }
  CHECK_THAT(read.duration, WithinAbs(3, kTick));
  // Three quarters of each picture have one grey level, 3 brighter from frame to frame.
  CHECK(video.mean_levels[40] - video.mean_levels[0] > 60);
}

TEST_CASE("irregular times are kept, across fragments and from a late beginning") {
  const TemporaryFolder folder;
  const std::vector<std::chrono::nanoseconds> times{500ms,  540ms,  1377ms, 1378ms, 1900ms,
                                                    4000ms, 4033ms, 9999ms, 10s,    10'066'666'667ns};
  write_video(folder.path() / "out.mp4", times);

  const FileRead read = read_back(folder.path() / "out.mp4");
  REQUIRE(read.streams.size() == 1);
  REQUIRE(read.streams[0].times.size() == times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    CHECK_THAT(read.streams[0].times[i], WithinAbs(std::chrono::duration<double>(times[i]).count(), kTick));
  }
}

TEST_CASE("a frame that is not later than the one before it follows at once") {
  const TemporaryFolder folder;
  write_video(folder.path() / "out.mp4", {0ms, 40ms, 40ms, 20ms, 80ms});

  const FileRead read = read_back(folder.path() / "out.mp4");
  REQUIRE(read.streams.size() == 1);
  REQUIRE(read.streams[0].times.size() == 5);
  CHECK_THAT(read.streams[0].times[2], WithinAbs(0.04 + kTick, 1e-7));
  CHECK_THAT(read.streams[0].times[3], WithinAbs(0.04 + 2 * kTick, 1e-7));
  CHECK_THAT(read.streams[0].times[4], WithinAbs(0.08, 1e-7));
}

TEST_CASE("an odd size is made even by one repeated column and row") {
  const TemporaryFolder folder;
  write_video(folder.path() / "out.mp4", regular_times(3, 40ms), 65, 47);
  write_video(folder.path() / "tiny.mp4", regular_times(3, 40ms), 1, 1);

  const FileRead read = read_back(folder.path() / "out.mp4");
  REQUIRE(read.streams.size() == 1);
  CHECK(read.streams[0].width == 66);
  CHECK(read.streams[0].height == 48);
  CHECK(read.streams[0].mean_levels.size() == 3);
  const FileRead tiny = read_back(folder.path() / "tiny.mp4");
  REQUIRE(tiny.streams.size() == 1);
  CHECK(tiny.streams[0].width == 2);
  CHECK(tiny.streams[0].mean_levels.size() == 3);
}

TEST_CASE("a video cut anywhere plays up to there") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  write_video(path, regular_times(250, 40ms));
  const std::vector<Box> fragments = fragments_of(path);
  REQUIRE(fragments.size() == 10);
  const auto frames_after_cut_at = [&](std::uintmax_t bytes, bool from_front) {
    std::filesystem::resize_file(path, bytes);
    const FileRead read = read_back(path, from_front);
    return read.streams.size() == 1 ? read.streams[0].mean_levels.size() : 0;
  };

  // From the back to the front, each cut of what the one before it left.
  CHECK(frames_after_cut_at(fragments[9].begin + fragments[9].size + 5, false) >= 225);
  const Box& middle = fragments[5];
  CHECK(frames_after_cut_at(middle.begin + middle.size + 10'000, false) > 125);
  CHECK(frames_after_cut_at(middle.begin + middle.size + 4, false) >= 125);
  // FFmpeg's reader looks through all fragments before it plays the first, and gives up at a table cut in two (some 100
  // bytes a second), unless it is told to read from the front.
  CHECK(frames_after_cut_at(middle.begin + middle.size - 20, true) >= 125);
  CHECK(frames_after_cut_at(middle.begin + 60, false) >= 125);
  CHECK(frames_after_cut_at(middle.begin, false) >= 125);
}

TEST_CASE("what is on the disk plays while the video is still being written") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast"});
  REQUIRE(writer);
  write_frames(*writer, regular_times(100, 40ms));

  const FileRead read = read_back(path);
  REQUIRE(read.streams.size() == 1);
  CHECK(read.streams[0].mean_levels.size() >= 50);
  CHECK(writer->finish());
}

TEST_CASE("a writer that goes without finish still completes the file") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  {
    Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast"});
    REQUIRE(writer);
    write_frames(*writer, regular_times(10, 40ms));
  }
  const FileRead read = read_back(path);
  REQUIRE(read.streams.size() == 1);
  CHECK(read.streams[0].mean_levels.size() == 10);
}

TEST_CASE("a video without frames leaves no file behind") {
  const TemporaryFolder folder;
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(folder.path() / "out.mp4");
  REQUIRE(writer);
  CHECK(writer->finish());
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out.mp4"));
}

TEST_CASE("a disk that runs full midway is noticed, and what was written plays") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast", .crf = 18});
  REQUIRE(writer);

  int number = 0;
  Result<stages::SinkOutcome> outcome = stages::SinkOutcome::taken;
  {
    const FileSizeLimit limit(300'000);
    while (outcome && number < 2000) {
      const TestPicture picture(160, 120, 128, number);
      outcome = writer->write(output_frame(picture, ++number, number * 40ms));
    }
    REQUIRE_FALSE(outcome);
    CHECK(number < 2000);
    CHECK(writer->finish());  // the error has been told already
  }
  CHECK_THAT(outcome.error().message, ContainsSubstring("out.mp4: file too large after frame "));
  CHECK_THAT(outcome.error().message, EndsWith("what was written until there plays"));

  const FileRead read = read_back(path);
  REQUIRE(read.streams.size() == 1);
  const auto frames = static_cast<int>(read.streams[0].mean_levels.size());
  CHECK_THAT(outcome.error().message, ContainsSubstring("after frame " + std::to_string(frames) + ";"));
  CHECK(frames > 0);
  CHECK(frames < number);
}

TEST_CASE("a full device gives an error at the latest when the video is finished") {
  Result<stages::VideoWriter> writer = stages::VideoWriter::open("/dev/full", {.preset = "ultrafast"});
  REQUIRE(writer);
  SECTION("in a short video, then") {
    write_frames(*writer, regular_times(5, 40ms));
    const Result<void> finished = writer->finish();
    REQUIRE_FALSE(finished);
    CHECK(finished.error().message == "/dev/full: no space left on device; no frame could be written");
  }
  SECTION("in a long one, with the first fragment") {
    int number = 0;
    Result<stages::SinkOutcome> outcome = stages::SinkOutcome::taken;
    while (outcome && number < 100) {
      outcome = writer->write(output_frame(TestPicture(64, 48, 100), ++number, number * 40ms));
    }
    REQUIRE_FALSE(outcome);
    CHECK_THAT(outcome.error().message, ContainsSubstring("no space left on device"));
    const Result<stages::SinkOutcome> again = writer->write(output_frame(TestPicture(64, 48, 100), 101, 9s));
    REQUIRE_FALSE(again);
    CHECK(again.error().message == outcome.error().message);
  }
}

TEST_CASE("a video cannot be opened in a folder that is missing") {
  const TemporaryFolder folder;
  const Result<stages::VideoWriter> writer = stages::VideoWriter::open(folder.path() / "missing" / "out.mp4");
  REQUIRE_FALSE(writer);
  CHECK_THAT(writer.error().message, EndsWith("missing/out.mp4: cannot be written: no such file or directory"));
}

TEST_CASE("a frame of another size is refused and those before it are kept") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast"});
  REQUIRE(writer);
  write_frames(*writer, regular_times(4, 40ms));
  const Result<stages::SinkOutcome> outcome = writer->write(output_frame(TestPicture(32, 48, 0), 5, 160ms));
  REQUIRE_FALSE(outcome);
  CHECK_THAT(outcome.error().message, ContainsSubstring("frame 5 has 32x48 pixels, but the video began with 64x48"));
  CHECK(writer->finish());
  const FileRead read = read_back(path);
  REQUIRE(read.streams.size() == 1);
  CHECK(read.streams[0].mean_levels.size() == 4);
}

TEST_CASE("settings that x264 does not know are refused by name") {
  const TemporaryFolder folder;
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(folder.path() / "out.mp4", {.preset = "hasty"});
  REQUIRE(writer);
  const Result<stages::SinkOutcome> outcome = writer->write(output_frame(TestPicture(64, 48, 0), 1, 0ms));
  REQUIRE_FALSE(outcome);
  CHECK_THAT(outcome.error().message, ContainsSubstring("preset 'hasty'"));
}
