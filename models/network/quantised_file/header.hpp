#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace brigade::models::network {

/// The head of a quantised file, see quantised_file.hpp.
struct QuantisedFileHeader {
  static constexpr std::string_view kMagic = "BRGDINT8";
  static constexpr std::uint32_t kVersion = 1;
  static constexpr std::size_t kBytes = 32;

  std::uint32_t version = kVersion;
  std::uint32_t json_bytes = 0;
  std::uint64_t constant_bytes = 0;
  std::uint64_t checksum = 0;
};

[[nodiscard]] std::string encode_header(const QuantisedFileHeader& header);

/// Checks that the rest of the file is as long as it should be and has the checksum. Throws ModelError.
[[nodiscard]] QuantisedFileHeader decode_header(std::string_view file);

/// FNV-1a (Fowler, Noll, Vo) of 64 bits: finds damage, not malice.
[[nodiscard]] std::uint64_t checksum_of(std::string_view bytes);

}  // namespace brigade::models::network
