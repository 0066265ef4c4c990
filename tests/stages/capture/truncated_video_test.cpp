#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>

using namespace brigade;

namespace {

std::string path_in(const tests::TemporaryFolder& folder, const std::string& name) {
  return (folder.path() / name).string();
}

/// Eight seconds of picture and sound, 10 frames a second.
void make_video(const std::string& codecs_and_path) {
  tests::run_ffmpeg("-f lavfi -i testsrc2=s=160x120:d=8:r=10 -f lavfi -i sine=d=8 -pix_fmt yuv420p -g 20 " +
                    codecs_and_path);
}

/// The containers that tell when they were cut: their arguments and their file's name.
struct Container {
  std::string codecs;
  std::string name;
};

const std::vector<Container>& containers() {
  static const std::vector<Container> all{
      {"-c:v mpeg4 -c:a mp3", "video.avi"},
      {"-c:v libx264 -c:a aac -movflags faststart", "faststart.mp4"},
      {"-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov", "fragments.mp4"},
      {"-c:v libx264 -c:a aac -movflags frag_keyframe", "fragments_after_the_first.mp4"},
      {"-c:v libx264 -c:a aac -movflags dash -frag_duration 500000", "dash.mp4"},
      {"-c:v libx264 -c:a aac", "video.mkv"},
      {"-c:v libx264 -c:a aac -live 1", "live.mkv"},
      {"-c:v libx264 -c:a aac", "video.flv"},
  };
  return all;
}

void check_cut(const tests::Reading& whole, const std::string& path) {
  const tests::Reading cut = tests::read_video(path);
  INFO(path << ": " << cut.frames() << " frames, then: " << cut.error);
  CHECK(cut.frames() > 0);
  CHECK(cut.frames() < whole.frames());
  CHECK(cut.error.starts_with(path + " ends early, after frame " + std::to_string(cut.frames()) + " at "));
  CHECK(cut.error.find("the frames up to there were processed") != std::string::npos);
  // The last frame before the cut is as good as all others: nothing half decoded. (Some before it may be missing, where
  // frames are not stored in the order in which they are shown.)
  for (std::size_t frame = 0; frame < cut.frames(); ++frame) {
    const auto same = std::ranges::find(whole.times, cut.times[frame]);
    REQUIRE(same != whole.times.end());
    CHECK(cut.pixels[frame] == whole.pixels[static_cast<std::size_t>(same - whole.times.begin())]);
  }
}

}  // namespace

TEST_CASE("a video that is whole is never called cut") {
  const tests::TemporaryFolder folder;
  for (const Container& container : containers()) {
    const std::string path = path_in(folder, container.name);
    make_video(container.codecs + " " + path);
    const tests::Reading whole = tests::read_video(path);
    INFO(container.name);
    CHECK(whole.error.empty());
    CHECK(whole.frames() == 80);
    CHECK(whole.undecodable == 0);
    CHECK(tests::rises(whole.times));
  }
}

TEST_CASE("formats that cannot tell, trimmed videos and longer sound are not called cut") {
  const tests::TemporaryFolder folder;
  const std::string name = GENERATE("video.ts", "video.mpg", "video.h264", "video.y4m", "video.gif");
  const std::string video = path_in(folder, name);
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=2 -pix_fmt " +
                    std::string(name == "video.gif" ? "pal8 " : "yuv420p ") + video);
  CHECK(tests::read_video(video).error.empty());
}

TEST_CASE("a trimmed mp4 is not called cut") {
  const tests::TemporaryFolder folder;
  const std::string whole = path_in(folder, "whole.mp4");
  const std::string trimmed = path_in(folder, "trimmed.mp4");
  make_video("-c:v libx264 -c:a aac " + whole);
  tests::run_ffmpeg("-ss 3.3 -i " + whole + " -t 2 -c copy " + trimmed);
  const tests::Reading reading = tests::read_video(trimmed);
  CHECK(reading.error.empty());
  CHECK(reading.frames() >= 20);
  CHECK(reading.frames() < 30);
}

TEST_CASE("a video shorter than its sound is not called cut") {
  const tests::TemporaryFolder folder;
  const std::string path = path_in(folder, GENERATE("video.mkv", "video.mp4", "video.avi"));
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=2 -f lavfi -i sine=d=10 -c:v mpeg4 -c:a mp3 " + path);
  const tests::Reading reading = tests::read_video(path);
  CHECK(reading.error.empty());
  CHECK(reading.frames() == 50);
}

TEST_CASE("a cut video gives the frames before the cut, then says so") {
  const tests::TemporaryFolder folder;
  const Container container = GENERATE(from_range(containers()));
  const std::string path = path_in(folder, container.name);
  make_video(container.codecs + " " + path);
  const tests::Reading whole = tests::read_video(path);
  for (const int percent : {25, 50, 80}) {
    const std::string cut = path_in(folder, "cut-" + container.name);
    tests::cut_file(path, percent, cut);
    check_cut(whole, cut);
  }
}

TEST_CASE("a quarter of the sample gives its frames, then says so") {
  const tests::TemporaryFolder folder;
  const std::string cut = path_in(folder, "cut.avi");
  tests::cut_file(tests::require_cached("sample/vtest.avi"), 25, cut);
  const tests::Reading reading = tests::read_video(cut);
  CHECK(reading.frames() == 196);
  CHECK(reading.error ==
        cut +
            " ends early, after frame 196 at 19.50 s of 79.50 s announced; the frames up to there were "
            "processed: copy or download it again for the rest");
}

TEST_CASE("a cut mp4 whose index lay at the end says that nothing is left to read") {
  const tests::TemporaryFolder folder;
  const std::string whole = path_in(folder, "whole.mp4");
  const std::string cut = path_in(folder, "cut.mp4");
  make_video("-c:v libx264 -c:a aac " + whole);
  tests::cut_file(whole, 90, cut);
  CHECK(
      tests::read_video(cut).error ==
      cut +
          ": the mp4 has no index (moov) left, so nothing can be read from it: it was cut short or its recording never "
          "ended; copy or download it again");
}

TEST_CASE("a file cut before its first picture says so") {
  const tests::TemporaryFolder folder;
  const std::string whole = path_in(folder, "whole.y4m");
  const std::string cut = path_in(folder, "cut.y4m");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.4 -pix_fmt yuv420p " + whole);
  tests::cut_file(whole, 5, cut);
  CHECK(tests::read_video(cut).error ==
        cut + ": not one picture in it can be decoded: it is cut or damaged; copy or download it again");
}

TEST_CASE("a y4m file cut within a frame says so") {
  const tests::TemporaryFolder folder;
  const std::string whole = path_in(folder, "whole.y4m");
  const std::string cut = path_in(folder, "cut.y4m");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.4 -pix_fmt yuv420p " + whole);
  tests::cut_file(whole, 55, cut);
  const tests::Reading reading = tests::read_video(cut);
  CHECK(reading.frames() == 5);
  CHECK(reading.error.find(" ends early, after frame 5 at 0.16 s") != std::string::npos);
}

TEST_CASE("a file of full length whose second half is empty says what is missing") {
  const tests::TemporaryFolder folder;
  const std::string name = GENERATE("video.avi", "faststart.mp4", "video.mkv");
  const std::string path = path_in(folder, name);
  make_video(std::string(name == "video.avi" ? "-c:v mpeg4 -c:a mp3 " : "-c:v libx264 -c:a aac -movflags faststart ") +
             path);
  std::vector<std::uint8_t> bytes = tests::read_file(path);
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end(), std::uint8_t{0});
  tests::write_file(path, std::string(bytes.begin(), bytes.end()));
  const tests::Reading reading = tests::read_video(path);
  INFO(reading.error);
  CHECK(reading.frames() > 20);
  CHECK(reading.frames() < 60);
  const bool says_so =
      reading.error.starts_with(path + " ends early") || reading.error.starts_with(path + " is damaged");
  CHECK(says_so);
}

TEST_CASE("a few broken frames in the middle are left out, counted, and no reason to give up") {
  const tests::TemporaryFolder folder;
  const std::string path = path_in(folder, "video.mp4");
  tests::run_ffmpeg("-f lavfi -i testsrc2=s=160x120:d=8:r=10 -pix_fmt yuv420p -c:v png -movflags faststart " + path);
  std::vector<std::uint8_t> bytes = tests::read_file(path);
  const auto middle = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2);
  std::fill(middle, middle + static_cast<std::ptrdiff_t>(bytes.size() / 40), std::uint8_t{0});
  tests::write_file(path, std::string(bytes.begin(), bytes.end()));
  const tests::Reading reading = tests::read_video(path);
  CHECK(reading.error.empty());
  CHECK(reading.undecodable > 0);
  CHECK(reading.frames() + static_cast<std::size_t>(reading.undecodable) == 80);
}
