#include "stages/capture/container_shape.hpp"

#include "tests/stages/capture/video_files.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace brigade;
using namespace brigade::stages;

namespace {

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(number >> static_cast<unsigned int>(shift) & 0xFFU);
  }
  return bytes;
}

std::string little_endian(std::uint32_t number) {
  const std::string bytes = big_endian(number);
  return {bytes.rbegin(), bytes.rend()};
}

std::string box(const std::string& type, std::uint32_t content) {
  return big_endian(8 + content) + type + std::string(content, 'x');
}

std::string riff(const std::string& type, std::uint32_t content) {
  return "RIFF" + little_endian(4 + content) + type + std::string(content, 'x');
}

const std::string kEbmlHeader("\x1A\x45\xDF\xA3\x83xyz", 8);
const std::string kSegmentOfTen("\x18\x53\x80\x67\x8A", 5);
const std::string kSegmentOfUnknownSize("\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12);
const std::string kClusterOfFive("\x1F\x43\xB6\x75\x85xxxxx", 10);

ContainerShape shape_of(const std::string& content) {
  const tests::TemporaryFolder folder;
  tests::write_file(folder.path() / "file", content);
  return container_shape(folder.path() / "file");
}

Extent extent_of(const std::string& content) { return shape_of(content).extent; }

}  // namespace

TEST_CASE("an mp4 is complete where its last box ends with the file") {
  const std::string whole = box("ftyp", 8) + box("moov", 30) + box("mdat", 100);
  CHECK(extent_of(whole) == Extent::complete);
  CHECK(extent_of(whole.substr(0, whole.size() - 1)) == Extent::cut);
  CHECK(extent_of(whole.substr(0, 70)) == Extent::cut);
  CHECK_FALSE(shape_of(whole).fragmented);
}

TEST_CASE("an mp4 without moov has no index") {
  CHECK(extent_of(box("ftyp", 8) + box("mdat", 100)) == Extent::no_index);
  CHECK(extent_of((box("ftyp", 8) + box("mdat", 100)).substr(0, 50)) == Extent::no_index);
}

TEST_CASE("an mp4 in fragments is known by them") {
  const std::string whole = box("ftyp", 8) + box("moov", 30) + box("moof", 10) + box("mdat", 100);
  CHECK(shape_of(whole).fragmented);
  CHECK(extent_of(whole) == Extent::complete);
}

TEST_CASE("box sizes of 64 bits and to the end of the file are understood") {
  const std::string head = box("ftyp", 8) + box("moov", 30);
  const std::string large = head + big_endian(1) + "mdat" + big_endian(0) + big_endian(16 + 20) + std::string(20, 'x');
  CHECK(extent_of(large) == Extent::complete);
  CHECK(extent_of(large.substr(0, large.size() - 3)) == Extent::cut);
  CHECK(extent_of(head + big_endian(0) + "mdat" + std::string(9, 'x')) == Extent::complete);
}

TEST_CASE("what cameras append to an mp4 is no cut") {
  const std::string whole = box("ftyp", 8) + box("moov", 30) + box("mdat", 100);
  CHECK(extent_of(whole + "SEFT and so on, no box") == Extent::complete);
  CHECK(extent_of(whole + std::string(5, '\0')) == Extent::complete);
}

TEST_CASE("a Matroska file is complete where its segment ends with the file") {
  const std::string whole = kEbmlHeader + kSegmentOfTen + std::string(10, 'x');
  CHECK(extent_of(whole) == Extent::complete);
  CHECK(extent_of(whole.substr(0, whole.size() - 1)) == Extent::cut);
  CHECK(extent_of(whole.substr(0, 10)) == Extent::cut);
}

TEST_CASE("in a Matroska segment of unknown size the clusters tell") {
  const std::string whole = kEbmlHeader + kSegmentOfUnknownSize + kClusterOfFive + kClusterOfFive;
  CHECK(extent_of(whole) == Extent::complete);
  CHECK(extent_of(whole.substr(0, whole.size() - 2)) == Extent::cut);
  const std::string unknown_cluster("\x1F\x43\xB6\x75\xFFxxxxx", 10);
  CHECK(extent_of(kEbmlHeader + kSegmentOfUnknownSize + unknown_cluster) == Extent::unknown);
}

TEST_CASE("an AVI is complete where its last RIFF chunk ends with the file") {
  const std::string whole = riff("AVI ", 100) + riff("AVIX", 51);
  CHECK(extent_of(whole) == Extent::complete);
  CHECK(extent_of(whole.substr(0, whole.size() - 2)) == Extent::cut);
  CHECK(extent_of(riff("AVI ", 100)) == Extent::complete);
  CHECK(extent_of(riff("AVI ", 100).substr(0, 80)) == Extent::cut);
}

TEST_CASE("an AVI whose recorder never wrote its size says nothing") {
  CHECK(extent_of("RIFF" + little_endian(0) + "AVI " + std::string(100, 'x')) == Extent::unknown);
  CHECK(extent_of("RIFF" + little_endian(UINT32_MAX) + "AVI " + std::string(100, 'x')) == Extent::unknown);
}

TEST_CASE("other files, empty ones and missing ones say nothing") {
  CHECK(extent_of("some text, long enough to hold a header") == Extent::unknown);
  CHECK(extent_of("") == Extent::unknown);
  CHECK(extent_of("RI") == Extent::unknown);
  CHECK(container_shape("/nowhere/at/all").extent == Extent::unknown);
}
