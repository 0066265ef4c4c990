#include "stages/capture/video_source.hpp"

#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace brigade;
using namespace brigade::stages;
using namespace std::chrono_literals;
using vision::YuvEncoding;

namespace {

std::string path_in(const tests::TemporaryFolder& folder, const std::string& name) {
  return (folder.path() / name).string();
}

/// The video as the ffmpeg command decodes it: packed I420 frames, one after another, rotated where it says so.
std::vector<std::uint8_t> decoded_by_command(const tests::TemporaryFolder& folder, const std::string& video) {
  const std::string raw = path_in(folder, "decoded.yuv");
  tests::run_ffmpeg("-i " + video + " -vsync passthrough -pix_fmt yuv420p -f rawvideo " + raw);
  return tests::read_file(raw);
}

std::vector<std::uint8_t> joined(const std::vector<std::vector<std::uint8_t>>& frames) {
  std::vector<std::uint8_t> all;
  for (const auto& frame : frames) {
    all.insert(all.end(), frame.begin(), frame.end());
  }
  return all;
}

/// Y, U and V in the middle of an I420 frame.
std::array<int, 3> middle(const tests::Reading& reading, std::size_t frame) {
  const vision::ImageLayout& layout = reading.layouts.at(frame);
  const vision::ImageView view = vision::packed_view(layout, reading.pixels.at(frame));
  std::array<int, 3> sample{};
  for (std::size_t plane = 0; plane < 3; ++plane) {
    const vision::PlaneSize size = vision::plane_sizes(layout)[plane];
    sample[plane] = view.planes[plane][size.rows / 2 * view.strides[plane] + size.row_bytes / 2];
  }
  return sample;
}

bool is_near(const std::array<int, 3>& left, const std::array<int, 3>& right) {
  return std::abs(left[0] - right[0]) <= 2 && std::abs(left[1] - right[1]) <= 2 && std::abs(left[2] - right[2]) <= 2;
}

}  // namespace

TEST_CASE("the sample video is read frame for frame") {
  auto source = video_source(tests::require_cached("sample/vtest.avi").string(), {});
  REQUIRE(source);
  CHECK(source->facts().frame_count == 795);
  CHECK(source->facts().frame_rate == Fraction{10, 1});
  CHECK(source->facts().duration == 79500ms);
  CHECK(source->facts().layout == vision::ImageLayout{.width = 768, .height = 576});
  CHECK_FALSE(source->facts().live);
  std::vector<std::uint8_t> buffer(source->facts().max_bytes);
  FrameInfo info;
  std::int64_t frames = 0;
  auto outcome = source->read(buffer, info);
  for (; outcome == ReadOutcome::frame; outcome = source->read(buffer, info)) {
    CHECK(info.media_time == frames * 100ms);
    ++frames;
  }
  CHECK(outcome == ReadOutcome::end);
  CHECK(frames == 795);
}

TEST_CASE("whole videos end without an error") {
  const auto folder = tests::require_shared_data() / "data" / "videos";
  const std::string name = GENERATE("TUD-Campus.mp4", "bottle-detection.mp4", "one-by-one-person-detection.mp4");
  auto source = video_source((folder / name).string(), {.decoder_threads = 2, .interrupted = {}});
  REQUIRE(source);
  std::vector<std::uint8_t> buffer(source->facts().max_bytes);
  FrameInfo info;
  std::int64_t frames = 0;
  auto outcome = source->read(buffer, info);
  for (; outcome == ReadOutcome::frame; outcome = source->read(buffer, info)) {
    ++frames;
  }
  CHECK(outcome == ReadOutcome::end);
  CHECK(frames == source->facts().frame_count);
}

TEST_CASE("frames equal those of the ffmpeg command") {
  const tests::TemporaryFolder folder;
  const std::string arguments = GENERATE("-c:v libx264 -pix_fmt yuv420p -bf 2", "-c:v mpeg4", "-c:v mjpeg",
                                         "-c:v ffv1 -pix_fmt yuv420p -s 65x47", "-c:v ffv1 -pix_fmt yuv420p -s 66x50");
  const std::string video = path_in(folder, "video.mkv");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=1 " + arguments + " " + video);
  const tests::Reading reading = tests::read_video(video);
  CHECK(reading.error.empty());
  CHECK(reading.times == tests::regular_times(25, 40ms));
  CHECK((arguments == "-c:v mjpeg" || joined(reading.pixels) == decoded_by_command(folder, video)));
}

TEST_CASE("the colour matrix and range are those that the stream states") {
  const tests::TemporaryFolder folder;
  using Matrix = YuvEncoding::Matrix;
  const auto [arguments, matrix, full] =
      GENERATE(table<std::string, Matrix, bool>({{"-s 64x48", Matrix::bt601, false},
                                                 {"-s 32x720", Matrix::bt709, false},
                                                 {"-s 64x48 -colorspace bt709", Matrix::bt709, false},
                                                 {"-s 32x720 -colorspace smpte170m", Matrix::bt601, false},
                                                 {"-s 64x48 -colorspace bt2020nc", Matrix::bt709, false},
                                                 {"-s 64x48 -pix_fmt yuvj420p", Matrix::bt601, true},
                                                 {"-s 64x48 -color_range pc", Matrix::bt601, true}}));
  const std::string video = path_in(folder, "video.mp4");
  tests::run_ffmpeg("-f lavfi -i color=red:d=0.1 -pix_fmt yuv420p -c:v libx264 " + arguments + " " + video);
  const auto source = video_source(video, {});
  REQUIRE(source);
  CHECK(source->facts().layout.yuv == YuvEncoding{.matrix = matrix, .full_range = full});
}

TEST_CASE("what is not coded as I420 is converted to it") {
  const tests::TemporaryFolder folder;
  // Red is (81, 90, 240) in BT.601 of limited range and (76, 85, 255) of full range, as RGB is; in BT.709 it is
  // (63, 102, 240) and (54, 99, 255).
  const auto [arguments, expected] =
      GENERATE(table<std::string, std::array<int, 3>>({{"-pix_fmt bgr0 -c:v ffv1 -s 64x48", {76, 85, 255}},
                                                       {"-pix_fmt bgr0 -c:v ffv1 -s 32x720", {54, 99, 255}},
                                                       {"-pix_fmt yuv444p -c:v ffv1 -s 64x48", {81, 90, 240}},
                                                       {"-pix_fmt yuv422p10 -c:v ffv1 -s 64x48", {81, 90, 240}},
                                                       {"-pix_fmt yuv444p -c:v ffv1 -s 32x720", {81, 90, 240}},
                                                       {"-pix_fmt yuvj422p -c:v mjpeg -q 1 -s 64x48", {76, 85, 255}}}));
  const std::string video = path_in(folder, "video.mkv");
  tests::run_ffmpeg("-f lavfi -i color=red:d=0.1:s=64x48 " + arguments + " " + video);
  const tests::Reading reading = tests::read_video(video);
  CHECK(reading.error.empty());
  REQUIRE(reading.frames() > 0);
  INFO(arguments << ": " << middle(reading, 0)[0] << " " << middle(reading, 0)[1] << " " << middle(reading, 0)[2]);
  CHECK(is_near(middle(reading, 0), expected));
}

TEST_CASE("the times of a variable rate are the file's") {
  const tests::TemporaryFolder folder;
  const std::string video = path_in(folder, "vfr.mkv");
  tests::run_ffmpeg(
      "-f lavfi -i testsrc=s=64x48:d=0.4 -vf \"settb=1/1000,setpts='if(lt(N,5),N*40,N*N*10)'\" -vsync passthrough " +
      std::string("-enc_time_base 1/1000 -c:v ffv1 ") + video);
  const tests::Reading reading = tests::read_video(video);
  CHECK(reading.times ==
        std::vector<std::chrono::nanoseconds>{0ms, 40ms, 80ms, 120ms, 160ms, 250ms, 360ms, 490ms, 640ms, 810ms});
}

TEST_CASE("media time 0 is the container's start") {
  const tests::TemporaryFolder folder;
  const std::string video = path_in(folder, "video.ts");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.2 -c:v mpeg2video " + video);
  auto source = video_source(video, {});
  REQUIRE(source);
  CHECK(source->facts().container_start > 1s);
  CHECK(tests::read_all(*source).times == tests::regular_times(5, 40ms));
}

TEST_CASE("a video keeps its delay behind the sound") {
  const tests::TemporaryFolder folder;
  const std::string video = path_in(folder, "late.mkv");
  tests::run_ffmpeg("-f lavfi -i sine=d=1 -itsoffset 0.4 -f lavfi -i testsrc=s=64x48:d=0.4 -c:a pcm_s16le -c:v ffv1 " +
                    video);
  const tests::Reading reading = tests::read_video(video);
  REQUIRE(reading.frames() == 10);
  CHECK(reading.times.front() == 400ms);
  CHECK(reading.error.empty());
}

TEST_CASE("a rotation that the file notes is applied") {
  const tests::TemporaryFolder folder;
  const std::string degrees = GENERATE("90", "180", "270");
  const std::string upright = path_in(folder, "upright.mp4");
  const std::string video = path_in(folder, "rotated.mp4");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.2 -pix_fmt yuv420p -c:v mpeg4 " + upright);
  tests::run_ffmpeg("-i " + upright + " -c copy -metadata:s:v rotate=" + degrees + " " + video);
  const tests::Reading reading = tests::read_video(video);
  REQUIRE(reading.frames() == 5);
  CHECK(reading.layouts[0].width == (degrees == "180" ? 64 : 48));
  CHECK(joined(reading.pixels) == decoded_by_command(folder, video));
}

TEST_CASE("frames of another size in the middle are scaled to the first one's") {
  const tests::TemporaryFolder folder;
  const std::string small = path_in(folder, "small.h264");
  const std::string large = path_in(folder, "large.h264");
  tests::run_ffmpeg("-f lavfi -i color=red:s=64x48:d=0.2 -pix_fmt yuv420p -c:v libx264 " + small);
  tests::run_ffmpeg("-f lavfi -i color=blue:s=128x96:d=0.2 -pix_fmt yuv420p -c:v libx264 " + large);
  const auto first = tests::read_file(small);
  const auto second = tests::read_file(large);
  const std::string both = path_in(folder, "both.h264");
  tests::write_file(both, std::string(first.begin(), first.end()) + std::string(second.begin(), second.end()));
  const tests::Reading reading = tests::read_video(both);
  CHECK(reading.error.empty());
  REQUIRE(reading.frames() == 10);
  CHECK(std::ranges::count(reading.layouts, reading.layouts[0]) == 10);
  CHECK(reading.layouts[0].width == 64);
  CHECK(is_near(middle(reading, 0), {81, 90, 240}));
  CHECK(is_near(middle(reading, 9), {41, 240, 110}));
}

TEST_CASE("a file whose name looks like an address of another kind is read") {
  const tests::TemporaryFolder folder;
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.2 -c:v ffv1 " + path_in(folder, "plain.mkv"));
  const std::string odd = path_in(folder, "pipe:1 concat:x%03d.mkv");
  std::filesystem::rename(path_in(folder, "plain.mkv"), odd);
  CHECK(tests::read_video(odd).frames() == 5);
}

TEST_CASE("an interrupted video ends without a word") {
  const tests::TemporaryFolder folder;
  const std::string video = path_in(folder, "video.avi");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=320x240:d=2 -c:v rawvideo -pix_fmt yuv420p " + video);
  bool stop = false;
  auto source = video_source(video, {.decoder_threads = 1, .interrupted = [&stop] { return stop; }});
  REQUIRE(source);
  std::vector<std::uint8_t> buffer(source->facts().max_bytes);
  FrameInfo info;
  REQUIRE(source->read(buffer, info) == ReadOutcome::frame);
  stop = true;
  const tests::Reading rest = tests::read_all(*source);
  CHECK(rest.error.empty());
  CHECK(rest.frames() < 49);
}
