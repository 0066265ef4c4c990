#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::models::network {

// Weights of int8 are not spread evenly: those of a channel lie around zero. A canonical Huffman code (Huffman, 1952)
// makes the file a tenth smaller, and its reader needs no more than the lengths of the words.

/// Coded: 256 bytes, the length in bits of the word of each value from -128 on (0: does not occur), then the words,
/// first bit highest, the last byte filled up with zeros.
[[nodiscard]] std::string encode_weights(std::span<const std::int8_t> weights);

/// The `count` weights that `bytes` hold, no more and no fewer. Throws ModelError.
[[nodiscard]] std::vector<std::int8_t> decode_weights(std::string_view bytes, std::uint64_t count);

}  // namespace brigade::models::network
