#pragma once

#include "models/network/graph/graph.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::models::network {

// A quantised network in one file of our own, because the format of the models' authors has no scales for each channel
// and holds the graph as it was before `optimise`, whose passes need the float weights:
//
//     8 bytes   "BRGDINT8"
//     4 bytes   version
//     4 bytes   how many bytes of JSON follow the header
//     8 bytes   how many bytes of constants follow the JSON; the file ends with them
//     8 bytes   checksum of JSON and constants (FNV-1a of 64 bits)
//     JSON      the nodes in order, each after its inputs, and the outputs
//     constants in the order of their nodes: float32 as they are, of filters stored as int8 a float32 scale for each
//               output channel, of convolutions in int8 one for each input channel; then all weights of int8, in the
//               same order, coded (see weight_coding.hpp)
//
// All numbers are little-endian.

/// Whether the file begins like one; false where it cannot be read.
[[nodiscard]] bool is_quantised_file(const std::filesystem::path& path);

/// The file's bytes. `notes` says how the network was quantised, for people.
[[nodiscard]] std::string encode_quantised_graph(const Graph& graph, const nlohmann::ordered_json& notes);

/// The network, whose outputs must be those named. Every byte is checked: what is read is ready for `Plan`. Throws
/// ModelError, saying what is wrong and what to do.
[[nodiscard]] Graph decode_quantised_graph(std::string_view bytes, std::span<const std::string> output_names);

/// The same of a file.
[[nodiscard]] Graph read_quantised_file(const std::filesystem::path& path, std::span<const std::string> output_names);

}  // namespace brigade::models::network
