#include "stages/render/output/video_writer.hpp"
#include "tests/stages/render/read_back.hpp"
#include "tests/stages/render/test_pictures.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace brigade;
using namespace brigade::tests;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;

/// A video of `seconds` with one sine of that long for each entry of `codecs`.
std::filesystem::path make_input(const TemporaryFolder& folder, const std::string& name, int seconds,
                                 const std::vector<std::string>& codecs, const std::string& more = "") {
  std::filesystem::path path = folder.path() / name;
  const std::string length = ":duration=" + std::to_string(seconds);
  std::string inputs = "-f lavfi -i testsrc=size=64x48:rate=25" + length;
  std::string maps = " -map 0:v -c:v mpeg4";
  for (std::size_t i = 0; i < codecs.size(); ++i) {
    inputs += " -f lavfi -i sine=frequency=440:sample_rate=44100" + length;
    maps += " -map " + std::to_string(i + 1) + ":a -c:a:" + std::to_string(i) + " " + codecs[i];
  }
  run_ffmpeg(inputs + maps + " " + more + " " + path.string());
  return path;
}

struct Written {
  FileRead read;
  std::vector<std::string> notes;
};

/// Writes 25 frames a second beside the sound of `input`.
Written write_beside(const TemporaryFolder& folder, const stages::AudioSource& input, int frames) {
  const std::filesystem::path path = folder.path() / "out.mp4";
  Result<stages::VideoWriter> writer = stages::VideoWriter::open(path, {.preset = "ultrafast", .audio = input});
  REQUIRE(writer);
  for (int i = 0; i < frames; ++i) {
    const Result<stages::SinkOutcome> outcome =
        writer->write(output_frame(TestPicture(64, 48, 90, i), i + 1, i * 40ms));
    INFO((outcome ? "" : outcome.error().message));
    REQUIRE(outcome);
  }
  REQUIRE(writer->finish());
  return {.read = read_back(path), .notes = writer->notes()};
}

}  // namespace

TEST_CASE("aac is copied with its times and its length") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.mp4", 4, {"aac"});
  const FileRead before = read_back(input);
  const Written written = write_beside(folder, {.file = input}, 100);

  REQUIRE(written.read.streams.size() == 2);
  CHECK(written.read.streams[0].times.size() == 100);
  const StreamRead& sound = written.read.streams[1];
  const StreamRead& original = before.streams[1];
  CHECK(sound.codec == "aac");
  // Some readers leave out the run-up that lies before time 0, others decode it.
  CHECK(std::abs(sound.samples - original.samples) <= 1024);
  REQUIRE(sound.times.size() == original.times.size());
  for (std::size_t i = 0; i < sound.times.size(); ++i) {
    CHECK_THAT(sound.times[i], WithinAbs(original.times[i], 1e-3));
  }
  CHECK(written.notes == std::vector<std::string>{"sound 1: aac, copied"});
}

TEST_CASE("pcm out of an avi becomes aac of the same length, beside the same frames") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.avi", 4, {"pcm_s16le"});
  const Written written = write_beside(folder, {.file = input}, 100);

  REQUIRE(written.read.streams.size() == 2);
  const StreamRead& sound = written.read.streams[1];
  CHECK(sound.codec == "aac");
  CHECK(sound.sample_rate == 44100);
  // The encoder's 1024 samples of run-up, and the last frame's filling.
  CHECK_THAT(sound.duration(), WithinAbs(4, 2.1 * 1024 / 44100));
  CHECK_THAT(sound.times.front(), WithinAbs(-1024.0 / 44100, 1e-3));
  CHECK(written.notes == std::vector<std::string>{"sound 1: pcm_s16le, encoded anew as aac"});
}

TEST_CASE("every sound track is kept, whatever its codec") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.mkv", 3, {"libmp3lame", "ac3", "flac", "libopus -ar 48000", "libvorbis"});
  const Written written = write_beside(folder, {.file = input}, 75);

  const std::vector<std::string> expected{"mp3", "aac", "flac", "opus", "aac"};
  REQUIRE(written.read.streams.size() == 1 + expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO("sound " << i + 1);
    CHECK(written.read.streams[i + 1].codec == expected[i]);
    CHECK_THAT(written.read.streams[i + 1].duration(), WithinAbs(3, 0.1));
  }
}

TEST_CASE("aac out of a transport stream is encoded anew and lies at its time less the stream's start") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.ts", 3, {"aac"});
  const FileRead before = read_back(input);
  REQUIRE(before.streams.size() == 2);
  const double start = before.streams[0].times.front();
  REQUIRE(start > 1);  // such streams do not begin at 0
  const Written written = write_beside(
      folder, {.file = input, .start = std::chrono::nanoseconds(static_cast<std::int64_t>(start * 1e9))}, 75);

  REQUIRE(written.read.streams.size() == 2);
  CHECK_THAT(written.read.streams[1].times.front(), WithinAbs(before.streams[1].times.front() - start, 0.05));
  CHECK_THAT(written.read.streams[1].duration(), WithinAbs(3, 0.1));
}

TEST_CASE("sound ends with a picture that ends early") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.mkv", 8, {"aac", "pcm_s16le"});
  const Written written = write_beside(folder, {.file = input}, 50);

  REQUIRE(written.read.streams.size() == 3);
  for (std::size_t i = 1; i < 3; ++i) {
    CHECK(written.read.streams[i].duration() > 2.9);
    CHECK(written.read.streams[i].duration() < 3.2);
  }
}

TEST_CASE("sound that starts late, after whole fragments, stays late") {
  const TemporaryFolder folder;
  const auto full = make_input(folder, "full.mkv", 3, {"aac", "pcm_s16le"});
  const auto input = folder.path() / "in.mkv";
  run_ffmpeg("-i " + full.string() + " -itsoffset 3.5 -i " + full.string() + " -map 0:v -map 1:a -c copy " +
             input.string());
  const Written written = write_beside(folder, {.file = input}, 150);

  REQUIRE(written.read.streams.size() == 3);
  for (std::size_t i = 1; i < 3; ++i) {
    INFO("sound " << i);
    CHECK_THAT(written.read.streams[i].times.front(), WithinAbs(3.5, 0.05));
    CHECK_THAT(written.read.streams[i].duration(), WithinAbs(3, 0.1));
  }
}

TEST_CASE("a gap in the sound stays a gap") {
  const TemporaryFolder folder;
  const auto full = make_input(folder, "full.mkv", 2, {"pcm_s16le"});
  const auto late = folder.path() / "late.mkv";
  const auto input = folder.path() / "in.mkv";
  const auto list = folder.path() / "list.txt";
  run_ffmpeg("-i " + full.string() + " -map 0:a -c copy -output_ts_offset 5 " + late.string());
  {
    const auto text = "file '" + full.string() + "'\\nduration 5\\nfile '" + full.string() + "'\\n";
    REQUIRE(std::system(("printf \"" + text + "\" > " + list.string()).c_str()) == 0);
  }
  run_ffmpeg("-f concat -safe 0 -i " + list.string() + " -map 0:a -c copy " + input.string());
  const Written written = write_beside(folder, {.file = input}, 175);

  REQUIRE(written.read.streams.size() == 2);
  CHECK_THAT(written.read.streams[1].times.back(), WithinAbs(7, 0.1));
  CHECK_THAT(static_cast<double>(written.read.streams[1].samples) / 44100, WithinAbs(4, 0.1));
}

TEST_CASE("a cut source of sound gives what it has") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.avi", 4, {"pcm_s16le"});
  std::filesystem::resize_file(input, std::filesystem::file_size(input) / 2);
  const Written written = write_beside(folder, {.file = input}, 100);

  REQUIRE(written.read.streams.size() == 2);
  CHECK(written.read.streams[0].times.size() == 100);
  CHECK(written.read.streams[1].duration() > 1);
  CHECK(written.read.streams[1].duration() < 3);
}

TEST_CASE("an input without sound gives a video without sound") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.avi", 1, {});
  const Written written = write_beside(folder, {.file = input}, 25);
  CHECK(written.read.streams.size() == 1);
  CHECK(written.notes.empty());
}

TEST_CASE("the input is never overwritten") {
  const TemporaryFolder folder;
  const auto input = make_input(folder, "in.mp4", 1, {"aac"});
  const auto bytes = std::filesystem::file_size(input);
  std::filesystem::create_symlink(input, folder.path() / "other.mp4");
  const Result<stages::VideoWriter> writer =
      stages::VideoWriter::open(folder.path() / "other.mp4", {.audio = stages::AudioSource{.file = input}});
  REQUIRE_FALSE(writer);
  CHECK_THAT(writer.error().message, ContainsSubstring("is the input itself"));
  CHECK(std::filesystem::file_size(input) == bytes);
}
