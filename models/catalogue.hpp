#pragma once

#include "common/result.hpp"
#include "models/preprocessing.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace brigade::models {

/// A file of a model, by its name within `weights_folder()`.
struct ModelFile {
  std::string_view name;
  std::string_view sha256;  ///< 64 lower case hexadecimal digits
};

/// How a network's outputs become boxes.
enum class Decoder : std::uint8_t { centernet, nanodet };

/// Everything the program knows of a model; what is particular to one model is data here, or its decoder.
struct ModelEntry {
  std::string_view name;
  std::string_view task;
  ModelFile graph;    ///< json of a TensorFlow.js graph model
  ModelFile weights;  ///< its only shard
  std::string_view licence;
  int size = 0;                           ///< side of the square input the model was trained at, pixels
  std::int64_t parameters = 0;            ///< weights of the graph that the outputs below need
  std::int64_t multiply_accumulates = 0;  ///< of one image at `size`, with all pixels of the outputs
  Preprocessing preprocessing;
  Decoder decoder{};
  std::span<const std::string_view> output_names;  ///< nodes at which the graph is cut, in the order the decoder takes
  std::span<const std::string_view> sparse_outputs;    ///< those of which the decoder looks at few pixels
  std::span<const std::string_view> searched_outputs;  ///< those that it searches for large values
  std::span<const std::string_view> labels;            ///< a detection's category is an index into these
};

/// All models, the default one first.
[[nodiscard]] std::span<const ModelEntry> catalogue();

/// The model of that name. The entry lives as long as the program. The error lists the names there are.
[[nodiscard]] Result<const ModelEntry*> find_model(std::string_view name);

/// Where script/bootstrap puts the weights, below `cache_folder()`.
[[nodiscard]] std::filesystem::path weights_folder();

/// Where `brigade quantize` puts a model's int8 weights unless it is told another place, below `cache_folder()`.
[[nodiscard]] std::filesystem::path int8_file(const ModelEntry& entry);

/// Whether both files of a model lie in `weights_folder()`. Their contents are checked against the sums when they are
/// fetched, not here.
[[nodiscard]] bool installed(const ModelEntry& entry);

/// The error says what to do where they do not.
[[nodiscard]] Result<void> need_installed(const ModelEntry& entry);

}  // namespace brigade::models
