#include "stages/capture/container_shape.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

namespace brigade::stages {
namespace {

/// A file of which a few bytes are looked at here and there.
class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& path) : file_(path, std::ios::binary) {
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(path, unknown);
    size_ = unknown ? 0 : size;
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// `count` (1..8) bytes from `offset` on; nothing where the file ends before them.
  std::optional<std::array<std::uint8_t, 8>> at(std::uint64_t offset, std::size_t count) {
    if (offset + count > size_) {
      return std::nullopt;
    }
    std::array<char, 8> raw{};
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(raw.data(), static_cast<std::streamsize>(count));
    if (!file_) {
      return std::nullopt;
    }
    return std::bit_cast<std::array<std::uint8_t, 8>>(raw);
  }

  std::optional<std::uint64_t> big_endian(std::uint64_t offset, std::size_t count) {
    const auto bytes = at(offset, count);
    if (!bytes) {
      return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const std::uint8_t byte : std::span(*bytes).first(count)) {
      number = number << 8U | byte;
    }
    return number;
  }

  std::optional<std::uint32_t> little_endian(std::uint64_t offset) {
    const auto bytes = at(offset, 4);
    if (!bytes) {
      return std::nullopt;
    }
    return (*bytes)[0] | (*bytes)[1] << 8U | (*bytes)[2] << 16U | std::uint32_t{(*bytes)[3]} << 24U;
  }

  bool holds(std::uint64_t offset, std::string_view text) {
    const auto bytes = at(offset, text.size());
    return bytes && std::equal(text.begin(), text.end(), bytes->begin(), [](char letter, std::uint8_t byte) {
             return static_cast<std::uint8_t>(letter) == byte;
           });
  }

 private:
  std::ifstream file_;
  std::uint64_t size_ = 0;
};

constexpr std::array<std::string_view, 17> kBoxes{"ftyp", "styp", "moov", "moof", "mdat", "mfra",
                                                  "free", "skip", "wide", "uuid", "sidx", "ssix",
                                                  "meta", "udta", "emsg", "prft", "pnot"};

bool is_box(Bytes& bytes, std::uint64_t offset) {
  return std::ranges::any_of(kBoxes, [&](std::string_view name) { return bytes.holds(offset + 4, name); });
}

/// Boxes of size and type, one after another. What is no known box may be what some cameras append: that is no cut.
ContainerShape shape_of_boxes(Bytes& bytes) {
  bool has_index = false;
  ContainerShape shape{.extent = Extent::complete};
  std::uint64_t offset = 0;
  while (shape.extent == Extent::complete && is_box(bytes, offset)) {
    shape.fragmented = shape.fragmented || bytes.holds(offset + 4, "moof");
    has_index = has_index || bytes.holds(offset + 4, "moov");
    std::uint64_t size = bytes.big_endian(offset, 4).value_or(0);
    if (size == 1) {
      size = bytes.big_endian(offset + 8, 8).value_or(bytes.size());
    }
    if (size == 0) {  // to the end of the file
      size = bytes.size() - offset;
    }
    if (size < 8 || size > bytes.size() - offset) {
      shape.extent = Extent::cut;
    }
    offset += size;
  }
  if (!has_index) {
    shape.extent = Extent::no_index;
  }
  return shape;
}

/// One element of EBML: what it is and where its content ends.
struct Element {
  std::uint64_t id = 0;
  std::uint64_t content = 0;
  std::optional<std::uint64_t> end;  ///< absent where the writer did not know it
};

/// A number whose leading zeros say how many bytes it takes (RFC 8794, section 4).
struct VariableNumber {
  std::uint64_t value = 0;  ///< with its marker bit
  std::size_t bytes = 0;
};

std::optional<VariableNumber> read_variable(Bytes& bytes, std::uint64_t offset) {
  const auto first = bytes.at(offset, 1);
  if (!first || (*first)[0] == 0) {
    return std::nullopt;
  }
  const auto length = static_cast<std::size_t>(std::countl_zero((*first)[0])) + 1;
  const auto value = bytes.big_endian(offset, length);
  return value ? std::optional(VariableNumber{.value = *value, .bytes = length}) : std::nullopt;
}

std::optional<Element> read_element(Bytes& bytes, std::uint64_t offset) {
  const auto id = read_variable(bytes, offset);
  const auto size = id ? read_variable(bytes, offset + id->bytes) : std::nullopt;
  if (!size) {
    return std::nullopt;
  }
  const std::uint64_t marker = std::uint64_t{1} << (7 * size->bytes);
  const std::uint64_t length = size->value & (marker - 1);
  Element element{.id = id->value, .content = offset + id->bytes + size->bytes, .end = std::nullopt};
  if (length != marker - 1) {  // all ones: unknown
    element.end = element.content + length;
  }
  return element;
}

constexpr std::uint64_t kEbmlHeader = 0x1A45DFA3;
constexpr std::uint64_t kSegment = 0x18538067;

/// The header and one segment; where the segment's size is unknown (live recordings) the parts in it are followed.
Extent extent_of_matroska(Bytes& bytes) {
  const auto header = read_element(bytes, 0);
  if (!header || !header->end) {
    return Extent::cut;
  }
  auto element = read_element(bytes, *header->end);
  if (element && element->id == kSegment && !element->end) {
    std::uint64_t offset = element->content;
    while (offset < bytes.size()) {
      element = read_element(bytes, offset);
      if (!element || !element->end || *element->end > bytes.size()) {
        break;
      }
      offset = *element->end;
    }
    if (offset == bytes.size()) {
      return Extent::complete;
    }
  }
  if (!element || (element->end && *element->end > bytes.size())) {
    return Extent::cut;
  }
  return element->end ? Extent::complete : Extent::unknown;
}

/// One RIFF chunk, followed by more of them in files above 1 GB (OpenDML).
Extent extent_of_riff(Bytes& bytes) {
  std::uint64_t offset = 0;
  while (bytes.holds(offset, "RIFF")) {
    const std::uint32_t size = bytes.little_endian(offset + 4).value_or(0);
    if (size == 0 || size == UINT32_MAX) {  // written by a recorder that never came back to fill it in
      return Extent::unknown;
    }
    // Some writers leave the last chunk's padding byte out.
    if (offset + 8 + size > bytes.size() + 1) {
      return Extent::cut;
    }
    offset += 8 + size + size % 2;
  }
  return Extent::complete;
}

}  // namespace

ContainerShape container_shape(const std::filesystem::path& path) {
  Bytes bytes(path);
  if (bytes.holds(0, "RIFF") && bytes.holds(8, "AVI ")) {
    return {.extent = extent_of_riff(bytes)};
  }
  if (bytes.big_endian(0, 4) == kEbmlHeader) {
    return {.extent = extent_of_matroska(bytes)};
  }
  return is_box(bytes, 0) ? shape_of_boxes(bytes) : ContainerShape{};
}

}  // namespace brigade::stages
