#include "tests/native/program.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>

using namespace brigade::tests;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* kSize = "size=300k";
constexpr rlim_t kBytes = 300 * 1024;

// A folder that takes 300 kB: a file system of its own where this process may mount one, else files may grow no larger.
class SmallDisk {
 public:
  SmallDisk() : mounted_(mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, kSize) == 0) {
    if (!mounted_) {
      std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c): inherited by the program, which then sees an error
      REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
      const rlimit limit{kBytes, before_.rlim_max};
      REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
  }
  ~SmallDisk() {
    if (mounted_) {
      umount(folder_.path().c_str());
    } else {
      setrlimit(RLIMIT_FSIZE, &before_);
    }
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  SmallDisk(SmallDisk&&) = delete;
  SmallDisk& operator=(SmallDisk&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  bool mounted_;
  rlimit before_{};
};

}  // namespace

TEST_CASE("on a disk that fills up the run ends with an error, and the video plays up to there") {
  const SmallDisk disk;
  const auto video = disk.path() / "o.mp4";
  const auto end = run_brigade({"run", "sample", "--size", "64", "--quiet", "--out", video.string()});
  CHECK(end.exit_code == 1);
  CHECK_THAT(end.errors, ContainsSubstring("o.mp4"));
  CHECK(playable_frames(video) >= 10);
}

TEST_CASE("a full device is noticed for every kind of text output") {
  for (const char* option : {"--tracks", "--detections", "--report", "--trace"}) {
    CAPTURE(option);
    const auto end = run_brigade({"run", "sample", "--size", "320", "--frames", "10", "--quiet", option, "/dev/full"});
    CHECK(end.exit_code == 1);
    CHECK_THAT(end.errors, ContainsSubstring("/dev/full"));
  }
}

TEST_CASE("a full device is noticed by detect") {
  const TemporaryFolder folder;
  const auto image = (folder.path() / "street.png").string();
  prepare("ffmpeg -v error -i '" + sample() + "' -frames:v 1 '" + image + "'");
  const auto end = run_brigade({"detect", image, "--size", "64", "--out", "/dev/full"});
  CHECK(end.exit_code == 1);
  CHECK_THAT(end.errors, ContainsSubstring("/dev/full"));
}
