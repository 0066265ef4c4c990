#include "stages/render/output/output_target.hpp"

#include "stages/image_files/image_files.hpp"
#include "tests/stages/render/read_back.hpp"
#include "tests/stages/render/test_pictures.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace brigade;
using namespace brigade::tests;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using stages::OutputTarget;

const stages::OutputOptions kUsual;

/// Opens what `argument` names, which has to succeed.
stages::FrameSink opened(const std::string& argument, bool single_frame = false) {
  stages::OutputOptions options;
  options.single_frame = single_frame;
  const Result<OutputTarget> target = stages::parse_output_target(argument);
  REQUIRE(target);
  Result<stages::FrameSink> sink = stages::open_output(*target, options);
  INFO((sink ? "" : sink.error().message));
  REQUIRE(sink);
  return std::move(*sink);
}

}  // namespace

TEST_CASE("an output is told by its name") {
  const TemporaryFolder folder;
  const std::string base = folder.path().string();
  const auto kind = [](const std::string& argument) { return stages::parse_output_target(argument).value().kind; };
  CHECK(kind("") == OutputTarget::Kind::nothing);
  CHECK(kind(base + "/a.mp4") == OutputTarget::Kind::video);
  CHECK(kind("a.MP4") == OutputTarget::Kind::video);
  CHECK(kind(base + "/a.png") == OutputTarget::Kind::picture);
  CHECK(kind(base) == OutputTarget::Kind::folder);
  CHECK(kind(base + "/new/") == OutputTarget::Kind::folder);
  std::filesystem::create_directory(folder.path() / "odd.mp4");
  CHECK(kind(base + "/odd.mp4") == OutputTarget::Kind::folder);
}

TEST_CASE("any other extension is refused by naming the choices") {
  for (const std::string argument : {"out.avi", "out", "/dev/full", "out.jpg"}) {
    const Result<OutputTarget> target = stages::parse_output_target(argument);
    REQUIRE_FALSE(target);
    CHECK_THAT(target.error().message, ContainsSubstring(argument + ": not a kind of output; give FILE.mp4, FILE.png"));
  }
}

TEST_CASE("a missing folder is noticed before anything runs") {
  const TemporaryFolder folder;
  const std::string missing = (folder.path() / "missing").string();
  for (const std::string& argument : {missing + "/a.mp4", missing + "/a.png", missing + "/inner/"}) {
    const Result<OutputTarget> target = stages::parse_output_target(argument);
    REQUIRE_FALSE(target);
    CHECK_THAT(target.error().message, ContainsSubstring("the folder " + missing + " does not exist"));
  }
}

TEST_CASE("nothing takes every frame and wants none") {
  stages::FrameSink sink = opened("");
  CHECK_FALSE(sink.wants_frames());
  CHECK(sink.write(output_frame(TestPicture(4, 4, 9), 1, 0ms)) == stages::SinkOutcome::taken);
  CHECK(sink.finish());
}

TEST_CASE("a folder is made and gets a picture a frame, named by still or number") {
  const TemporaryFolder folder;
  const auto target = folder.path() / "new";
  stages::FrameSink sink = opened(target.string() + "/");
  const TestPicture picture(20, 10, 77);
  REQUIRE(sink.write(output_frame(picture, 17, 0ms)));
  stages::OutputFrame still = output_frame(picture, 18, 40ms);
  still.name = "street";
  REQUIRE(sink.write(still));
  REQUIRE(sink.finish());

  const Result<stages::DecodedImage> read = stages::read_image(target / "000017.png");
  REQUIRE(read);
  CHECK(read->layout.width == 20);
  CHECK(read->layout.height == 10);
  CHECK(read->pixels.back() == 77);
  CHECK(std::filesystem::exists(target / "street.png"));
}

TEST_CASE("a picture file takes one frame") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.png";
  const TestPicture picture(20, 10, 77);
  SECTION("and is refused where several may come") {
    const Result<OutputTarget> target = stages::parse_output_target(path.string());
    REQUIRE(target);
    const Result<stages::FrameSink> sink = stages::open_output(*target, kUsual);
    REQUIRE_FALSE(sink);
    CHECK_THAT(sink.error().message, ContainsSubstring("holds one picture"));
  }
  SECTION("and refuses a second, keeping the first") {
    stages::FrameSink sink = opened(path.string(), true);
    REQUIRE(sink.write(output_frame(picture, 1, 0ms)));
    const Result<stages::SinkOutcome> second = sink.write(output_frame(picture, 2, 40ms));
    REQUIRE_FALSE(second);
    CHECK_THAT(second.error().message, ContainsSubstring("frame 2 is a second"));
    CHECK(sink.finish());
    CHECK(stages::read_image(path));
  }
  SECTION("and tells of a full disk") {
    std::filesystem::create_symlink("/dev/full", path);
    stages::FrameSink sink = opened(path.string(), true);
    const Result<stages::SinkOutcome> outcome = sink.write(output_frame(picture, 1, 0ms));
    REQUIRE_FALSE(outcome);
    CHECK_THAT(outcome.error().message, ContainsSubstring("out.png"));
  }
}

TEST_CASE("a video comes through the same door") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "out.mp4";
  stages::FrameSink sink = opened(path.string());
  CHECK(sink.wants_frames());
  REQUIRE(sink.write(output_frame(TestPicture(64, 48, 50), 1, 0ms)));
  REQUIRE(sink.finish());
  CHECK(read_back(path).streams.size() == 1);
}

TEST_CASE("an output never overwrites the input") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "in.mp4";
  std::ofstream(path) << "precious";
  const Result<OutputTarget> target = stages::parse_output_target(path.string());
  REQUIRE(target);
  stages::OutputOptions options;
  options.input = path;
  const Result<stages::FrameSink> sink = stages::open_output(*target, options);
  REQUIRE_FALSE(sink);
  CHECK_THAT(sink.error().message, ContainsSubstring("is the input itself"));
  CHECK(std::filesystem::file_size(path) == 8);
}

TEST_CASE("a folder that cannot be made is refused") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  const Result<OutputTarget> target = stages::parse_output_target((folder.path() / "file/").string());
  REQUIRE(target);
  const Result<stages::FrameSink> sink = stages::open_output(*target, kUsual);
  REQUIRE_FALSE(sink);
  CHECK_THAT(sink.error().message, ContainsSubstring("cannot be made a folder"));
}
