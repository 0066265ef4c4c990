#include "models/network/quantised_file/header.hpp"

#include "models/network/graph/model_error.hpp"

#include <bit>
#include <cstring>

namespace brigade::models::network {

static_assert(std::endian::native == std::endian::little, "numbers are written and read as they are");

namespace {

template <typename Number>
void append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <typename Number>
Number take(std::string_view& bytes) {
  Number number{};
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

}  // namespace

std::uint64_t checksum_of(std::string_view bytes) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    sum = (sum ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
  }
  return sum;
}

std::string encode_header(const QuantisedFileHeader& header) {
  std::string bytes(QuantisedFileHeader::kMagic);
  append(bytes, header.version);
  append(bytes, header.json_bytes);
  append(bytes, header.constant_bytes);
  append(bytes, header.checksum);
  return bytes;
}

QuantisedFileHeader decode_header(std::string_view file) {
  if (!file.starts_with(QuantisedFileHeader::kMagic)) {
    throw ModelError("not a file that brigade quantize wrote");
  }
  if (file.size() < QuantisedFileHeader::kBytes) {
    throw ModelError("the file ends within its head: write it again with brigade quantize");
  }
  std::string_view rest = file.substr(QuantisedFileHeader::kMagic.size());
  QuantisedFileHeader header;
  header.version = take<std::uint32_t>(rest);
  header.json_bytes = take<std::uint32_t>(rest);
  header.constant_bytes = take<std::uint64_t>(rest);
  header.checksum = take<std::uint64_t>(rest);
  if (header.version != QuantisedFileHeader::kVersion) {
    throw ModelError("the file is of version {}, known is {}: write it again with this version's brigade quantize",
                     header.version, QuantisedFileHeader::kVersion);
  }
  const bool fits = header.json_bytes <= rest.size() && header.constant_bytes == rest.size() - header.json_bytes;
  if (!fits) {
    throw ModelError(
        "the file has {} bytes where its head promises {} and {}: it is cut or joined; write it again with brigade "
        "quantize",
        rest.size(), header.json_bytes, header.constant_bytes);
  }
  if (checksum_of(rest) != header.checksum) {
    throw ModelError("the file is damaged, its checksum does not fit: write it again with brigade quantize");
  }
  return header;
}

}  // namespace brigade::models::network
