#include "stages/capture/raw_pipe.hpp"
#include "stages/capture/video_source.hpp"
#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <thread>

using namespace brigade;
using namespace brigade::stages;
using namespace std::chrono_literals;

namespace {

/// A pipe that a thread fills with bytes, a few at a time, and then closes.
class FilledPipe {
 public:
  explicit FilledPipe(std::vector<std::uint8_t> bytes) {
    REQUIRE(pipe2(ends_.data(), O_CLOEXEC) == 0);
    writer_ = std::thread([bytes = std::move(bytes), descriptor = ends_[1]] {
      constexpr std::size_t kPiece = 1000;
      std::size_t written = 0;
      while (written < bytes.size()) {
        const ssize_t count = write(descriptor, bytes.data() + written, std::min(kPiece, bytes.size() - written));
        if (count <= 0) {
          break;
        }
        written += static_cast<std::size_t>(count);
      }
      close(descriptor);
    });
  }
  ~FilledPipe() {
    // Whoever did not read all of it must not leave the writer waiting.
    std::array<std::uint8_t, 4096> rest{};
    while (read(ends_[0], rest.data(), rest.size()) > 0) {
    }
    writer_.join();
    close(ends_[0]);
  }
  FilledPipe(const FilledPipe&) = delete;
  FilledPipe& operator=(const FilledPipe&) = delete;
  FilledPipe(FilledPipe&&) = delete;
  FilledPipe& operator=(FilledPipe&&) = delete;

  [[nodiscard]] int descriptor() const { return ends_[0]; }

 private:
  std::array<int, 2> ends_{};
  std::thread writer_;
};

/// A pipe into which nobody writes.
class SilentPipe {
 public:
  SilentPipe() { REQUIRE(pipe2(ends_.data(), O_CLOEXEC) == 0); }
  ~SilentPipe() {
    close(ends_[0]);
    close(ends_[1]);
  }
  SilentPipe(const SilentPipe&) = delete;
  SilentPipe& operator=(const SilentPipe&) = delete;
  SilentPipe(SilentPipe&&) = delete;
  SilentPipe& operator=(SilentPipe&&) = delete;

  [[nodiscard]] int descriptor() const { return ends_[0]; }

 private:
  std::array<int, 2> ends_{};
};

constexpr RawVideo kRaw{.layout = {.format = vision::PixelFormat::rgb, .width = 40, .height = 30},
                        .frame_rate = {50, 1}};
constexpr std::size_t kRawFrame = std::size_t{40} * 30 * 3;

std::vector<std::uint8_t> raw_frames(std::size_t count) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t frame = 0; frame < count; ++frame) {
    bytes.insert(bytes.end(), kRawFrame, static_cast<std::uint8_t>(frame + 1));
  }
  return bytes;
}

std::vector<std::uint8_t> make_file(const std::string& arguments, const std::string& name) {
  const tests::TemporaryFolder folder;
  const std::string path = (folder.path() / name).string();
  tests::run_ffmpeg("-f lavfi -i testsrc=s=160x120:d=2:r=10 -pix_fmt yuv420p " + arguments + " " + path);
  return tests::read_file(path);
}

tests::Reading read_pipe(std::vector<std::uint8_t> bytes) {
  const FilledPipe pipe(std::move(bytes));
  auto source = video_pipe_source(pipe.descriptor(), {});
  if (!source) {
    tests::Reading nothing;
    nothing.error = source.error().message;
    return nothing;
  }
  return tests::read_all(*source);
}

}  // namespace

TEST_CASE("raw frames come out of a pipe as they went in") {
  const FilledPipe pipe(raw_frames(3));
  FrameSource source = raw_pipe_source(pipe.descriptor(), kRaw, {});
  CHECK(source.facts().max_bytes == kRawFrame);
  const tests::Reading reading = tests::read_all(source);
  CHECK(reading.error.empty());
  CHECK(reading.times == tests::regular_times(3, 20ms));
  REQUIRE(reading.frames() == 3);
  CHECK(reading.layouts[2] == kRaw.layout);
  CHECK(reading.pixels[2] == std::vector<std::uint8_t>(kRawFrame, 3));
}

TEST_CASE("a raw pipe that ends within a frame says after which") {
  std::vector<std::uint8_t> bytes = raw_frames(3);
  bytes.resize(bytes.size() - 100);
  const FilledPipe pipe(std::move(bytes));
  FrameSource source = raw_pipe_source(pipe.descriptor(), kRaw, {});
  const tests::Reading reading = tests::read_all(source);
  CHECK(reading.frames() == 2);
  CHECK(reading.error.starts_with("standard input ends within frame 3, after 3500 of its 3600 bytes"));
}

TEST_CASE("a pipe without a byte says so") {
  const FilledPipe pipe({});
  FrameSource source = raw_pipe_source(pipe.descriptor(), kRaw, {});
  const std::string expected = "standard input gave no data: check the program that writes into the pipe";
  CHECK(tests::read_all(source).error == expected);
  CHECK(read_pipe({}).error == expected);
}

TEST_CASE("a silent pipe can be interrupted") {
  const SilentPipe pipe;
  int asked = 0;
  const auto interrupted = [&asked] { return ++asked > 1; };
  FrameSource raw = raw_pipe_source(pipe.descriptor(), kRaw, interrupted);
  const tests::Reading reading = tests::read_all(raw);
  CHECK(reading.error.empty());
  CHECK(reading.frames() == 0);
  asked = 0;
  const auto container = video_pipe_source(pipe.descriptor(), {.decoder_threads = 1, .interrupted = interrupted});
  REQUIRE_FALSE(container.has_value());
  CHECK(container.error().message == "standard input: stopped before it was open");
}

TEST_CASE("a container is read from a pipe") {
  for (const char* name : {"video.y4m", "video.mkv", "video.ts", "video.avi"}) {
    const tests::Reading reading = read_pipe(make_file("", name));
    INFO(name);
    CHECK(reading.error.empty());
    CHECK(reading.frames() == 20);
    CHECK(tests::rises(reading.times));
  }
}

TEST_CASE("a container cut in a pipe says so") {
  for (const char* name : {"video.y4m", "video.mkv", "video.avi"}) {
    std::vector<std::uint8_t> bytes = make_file("", name);
    bytes.resize(bytes.size() / 2 + 13);
    const tests::Reading reading = read_pipe(std::move(bytes));
    INFO(name << ": " << reading.error);
    CHECK(reading.frames() > 0);
    CHECK(reading.error.starts_with("standard input ends early, after frame " + std::to_string(reading.frames())));
  }
}

TEST_CASE("a pipe of something else is refused") {
  const tests::Reading reading = read_pipe(std::vector<std::uint8_t>(5000, 'x'));
  CHECK(reading.frames() == 0);
  CHECK(reading.error.starts_with("standard input is no video container ("));
}
