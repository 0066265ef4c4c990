#include "stages/capture/raw_video.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>

using namespace brigade;
using namespace brigade::stages;
using vision::PixelFormat;

TEST_CASE("a raw video's description is read") {
  const auto raw = parse_raw_video("nv12:640x480@30000/1001");
  REQUIRE(raw);
  CHECK(raw->layout == vision::ImageLayout{.format = PixelFormat::nv12, .width = 640, .height = 480});
  CHECK(raw->frame_rate == Fraction{30000, 1001});
}

TEST_CASE("a raw video without a rate has 25 frames a second, and BT.709 from 720 rows on") {
  const auto raw = parse_raw_video("i420:1280x720");
  REQUIRE(raw);
  CHECK(raw->frame_rate == Fraction{25, 1});
  CHECK(raw->layout.yuv.matrix == vision::YuvEncoding::Matrix::bt709);
}

TEST_CASE("a raw video's description is refused with the part that is wrong") {
  const auto [text, part] = GENERATE(table<std::string, std::string>({{"", "''"},
                                                                      {"yuv:640x480", "'yuv'"},
                                                                      {"rgb", "''"},
                                                                      {"rgb:640", "'640'"},
                                                                      {"rgb:640x", "'640x'"},
                                                                      {"rgb:0x480", "'0x480'"},
                                                                      {"rgb:640x-480", "'640x-480'"},
                                                                      {"rgb:640x480p", "'640x480p'"},
                                                                      {"rgb:99999x480", "'99999x480'"},
                                                                      {"rgb:640x480@", "''"},
                                                                      {"rgb:640x480@0", "'0'"},
                                                                      {"rgb:640x480@30/0", "'30/0'"},
                                                                      {"rgb:640x480@29.97", "'29.97'"}}));
  const auto raw = parse_raw_video(text);
  REQUIRE_FALSE(raw.has_value());
  CHECK(raw.error().message.starts_with("raw video '" + text + "': " + part + " is no "));
}
