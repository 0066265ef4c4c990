#include "stages/capture/open_source.hpp"

#include "common/cache.hpp"
#include "stages/capture/camera.hpp"
#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fcntl.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX
#include <unistd.h>

using namespace brigade;
using namespace brigade::stages;
using namespace std::chrono_literals;

namespace {

std::string path_in(const tests::TemporaryFolder& folder, const std::string& name) {
  return (folder.path() / name).string();
}

std::string error_of(const std::string& input, const SourceOptions& options = {}) {
  auto source = open_source(input, options);
  return source ? tests::read_all(*source).error : source.error().message;
}

/// Ordinary rights for as long as it lives: root may read everything.
class OrdinaryRights {
 public:
  OrdinaryRights() {
    constexpr uid_t kNobody = 65534;
    if (was_ == 0) {
      REQUIRE(seteuid(kNobody) == 0);
    }
  }
  ~OrdinaryRights() {
    if (was_ == 0 && seteuid(0) != 0) {
      std::abort();
    }
  }
  OrdinaryRights(const OrdinaryRights&) = delete;
  OrdinaryRights& operator=(const OrdinaryRights&) = delete;
  OrdinaryRights(OrdinaryRights&&) = delete;
  OrdinaryRights& operator=(OrdinaryRights&&) = delete;

 private:
  uid_t was_ = geteuid();
};

/// Another file as standard input for as long as it lives.
class StandardInput {
 public:
  explicit StandardInput(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(file >= 0);
    dup2(file, STDIN_FILENO);
    close(file);
  }
  ~StandardInput() {
    dup2(was_, STDIN_FILENO);
    close(was_);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  StandardInput(StandardInput&&) = delete;
  StandardInput& operator=(StandardInput&&) = delete;

 private:
  int was_ = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
};

}  // namespace

TEST_CASE("the sample is found in the cache") {
  (void)tests::require_cached("sample/vtest.avi");
  const auto source = open_source("sample", {.frames = 2});
  REQUIRE(source);
  CHECK(source->facts().layout.width == 768);
  CHECK(source->facts().frame_count == 2);
}

TEST_CASE("without the sample in the cache the set-up's command is named") {
  const tests::TemporaryFolder folder;
  const std::string was = cache_folder().string();
  setenv("BRIGADE_CACHE", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  const std::string error = error_of("sample");
  setenv("BRIGADE_CACHE", was.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  CHECK(error == path_in(folder, "sample/vtest.avi") + ": the sample video is not there: run script/bootstrap sample");
}

TEST_CASE("the synthetic scene is as long as asked for, looped or not") {
  auto source = open_source("synthetic", {.frames = 400, .synthetic = {.width = 32, .height = 32}});
  REQUIRE(source);
  CHECK(tests::read_all(*source).frames() == 400);
  auto loops = open_source("synthetic", {.loop = 3, .synthetic = {.width = 32, .height = 32, .frames = 5}});
  REQUIRE(loops);
  const tests::Reading reading = tests::read_all(*loops);
  CHECK(reading.frames() == 15);
  CHECK(tests::rises(reading.times));
}

TEST_CASE("a video in a loop goes on in media time") {
  const tests::TemporaryFolder folder;
  const std::string video = path_in(folder, "video.mkv");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.4 -c:v ffv1 " + video);
  auto source = open_source(video, {.loop = 3});
  REQUIRE(source);
  const tests::Reading reading = tests::read_all(*source);
  CHECK(reading.error.empty());
  CHECK(reading.times == tests::regular_times(30, 40ms));
  CHECK(reading.pixels[7] == reading.pixels[27]);
}

TEST_CASE("an image and a folder of images are read as stills") {
  const tests::TemporaryFolder folder;
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.2 " + path_in(folder, "image%d.PNG") + " " +
                    path_in(folder, "jpeg%d.jpg"));
  auto all = open_source(folder.path().string(), {.stills_rate = {5, 1}});
  REQUIRE(all);
  const tests::Reading reading = tests::read_all(*all);
  CHECK(reading.names.front() == "image1");
  CHECK(reading.names.back() == "jpeg5");
  CHECK(reading.times == tests::regular_times(10, 200ms));
  auto one = open_source(path_in(folder, "jpeg2.jpg"), {});
  REQUIRE(one);
  CHECK(tests::read_all(*one).names == std::vector<std::string>{"jpeg2"});
}

TEST_CASE("standard input is read raw or as a container") {
  const tests::TemporaryFolder folder;
  const std::string raw = path_in(folder, "video.rgb");
  const std::string container = path_in(folder, "video.y4m");
  tests::run_ffmpeg("-f lavfi -i testsrc=s=64x48:d=0.2 -pix_fmt rgb24 -f rawvideo " + raw + " -pix_fmt yuv420p " +
                    container);
  {
    const StandardInput input(raw);
    auto source = open_source("-", {.raw = *parse_raw_video("rgb:64x48@5")});
    REQUIRE(source);
    CHECK(tests::read_all(*source).times == tests::regular_times(5, 200ms));
  }
  const StandardInput input(container);
  auto source = open_source("-", {});
  REQUIRE(source);
  CHECK(tests::read_all(*source).times == tests::regular_times(5, 40ms));
}

TEST_CASE("what cannot be read again cannot be looped") {
  const std::string input = GENERATE("-", "camera:0");
  CHECK(error_of(input, {.loop = 2}) ==
        input + ": cannot be read in a loop, since it cannot be read again: leave the loop out");
}

TEST_CASE("negative counts are refused") {
  CHECK(error_of("synthetic", {.frames = -1}).starts_with("synthetic: -1 frames"));
  CHECK(error_of("synthetic", {.loop = -1}).starts_with("synthetic: "));
  CHECK(error_of("synthetic", {.decoder_threads = 0}).starts_with("synthetic: "));
}

TEST_CASE("each bad input gets its sentence") {
  const tests::TemporaryFolder folder;
  const std::string path = path_in(folder, "input.mp4");
  SECTION("missing") { CHECK(error_of(path) == path + ": no such file or folder: check the path"); }
  SECTION("a folder without images") {
    CHECK(error_of(folder.path().string()) ==
          folder.path().string() + ": the folder holds no images: put jpg, jpeg, png or bmp files into it");
  }
  SECTION("zero length") {
    tests::write_file(path, "");
    CHECK(error_of(path) == path + ": the file is empty (0 bytes): copy or download it again");
  }
  SECTION("text named .mp4") {
    tests::write_file(path, "this is a text\nand no video at all\n");
    CHECK(error_of(path) == path +
                                ": not a video that can be read (Invalid data found when processing input): it is "
                                "damaged, or something else than its name says");
  }
  SECTION("much text named .mp4") {
    std::string text;
    for (int line = 0; line < 20000; ++line) {
      text += std::to_string(line) + "\n";
    }
    tests::write_file(path, text);
    CHECK(error_of(path).starts_with(path + ": not a video that can be read ("));
  }
  SECTION("zeros named .mp4") {
    tests::write_file(path, std::string(100000, '\0'));
    CHECK(error_of(path).starts_with(path + ": not a video that can be read ("));
  }
  SECTION("an image with a broken header") {
    const std::string image = path_in(folder, "broken.jpg");
    tests::write_file(image, "\xFF\xD8\xFF and no more");
    CHECK(error_of(image).starts_with(image + ": not an image that can be read ("));
  }
  SECTION("sound only") {
    tests::run_ffmpeg("-f lavfi -i sine=d=0.5 -c:a aac " + path);
    CHECK(error_of(path) == path + ": there is no video in it, only sound: choose a file with pictures");
  }
  SECTION("sound with a cover picture") {
    const std::string song = path_in(folder, "song.mp3");
    const std::string cover = path_in(folder, "cover.jpg");
    tests::run_ffmpeg("-f lavfi -i color=red:s=64x48 -frames:v 1 " + cover);
    tests::run_ffmpeg("-f lavfi -i sine=d=0.5 -i " + cover + " -c:v copy -c:a mp3 " + song);
    CHECK(error_of(song) == song + ": there is no video in it, only sound: choose a file with pictures");
  }
}

TEST_CASE("what may not be read says so") {
  const tests::TemporaryFolder folder;
  const std::string path = path_in(folder, "input.mp4");
  tests::write_file(path, "secret");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  SECTION("a file") {
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const OrdinaryRights ordinary;
    CHECK(error_of(path) == path + ": cannot be opened (Permission denied): check its permissions");
  }
  SECTION("a folder on the way") {
    std::filesystem::permissions(folder.path(), std::filesystem::perms::none);
    {
      const OrdinaryRights ordinary;
      CHECK(error_of(path) ==
            path + ": cannot be looked at (Permission denied): check the permissions on the way to it");
      CHECK(error_of(folder.path().string()).find("cannot be read (Permission denied)") != std::string::npos);
    }
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  }
}

TEST_CASE("a stream that does not answer is named with the reason") {
  CHECK(error_of("http://127.0.0.1:1/video.mp4") ==
        "http://127.0.0.1:1/video.mp4: the stream cannot be opened (Connection refused): check the address and the "
        "connection");
  CHECK(error_of("nonsense://x") ==
        "nonsense://x: the stream cannot be opened (Protocol not found): check the address and the connection");
}

TEST_CASE("a camera that is not there, or is none, is named") {
  const tests::TemporaryFolder folder;
  const auto absent = camera_source(folder.path() / "video0", {});
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().message ==
        path_in(folder, "video0") + ": there is no camera there: connect one, or choose another number");
  const auto none = camera_source("/dev/null", {});
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().message.starts_with("/dev/null: not a camera ("));
  CHECK(error_of("camera:first") == "camera:first: 'first' is no camera's number: write camera:0 for the first");
  CHECK(error_of("camera:") == "camera:: '' is no camera's number: write camera:0 for the first");
  CHECK(error_of("camera:99999").starts_with("/dev/video99999: there is no camera there"));
}
