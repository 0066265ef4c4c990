#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/network.hpp"
#include "tests/support/test_data.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::tests {

/// Writes small TensorFlow.js graph models. Starts with the placeholder "image" of 32 x 32 x 3.
class ModelBuilder {
 public:
  ModelBuilder();

  /// Adds a node; attributes come from the functions below.
  ModelBuilder& node(std::string_view operation, std::string_view name, const std::vector<std::string>& inputs,
                     nlohmann::json attributes = nlohmann::json::object());

  /// Adds constants with their weights.
  ModelBuilder& floats(std::string_view name, const std::vector<int>& shape, const std::vector<float>& values);
  ModelBuilder& integers(std::string_view name, const std::vector<int>& shape, const std::vector<std::int32_t>& values);

  /// Adds a constant whose bytes are stored as they are given here.
  ModelBuilder& stored(std::string_view name, const std::vector<int>& shape, std::string_view type,
                       const std::vector<std::uint8_t>& bytes,
                       const nlohmann::json& quantization = nlohmann::json::object());

  /// Makes the placeholder channels x rows x columns.
  ModelBuilder& channels_first();
  ModelBuilder& declare_input(const std::vector<int>& shape);

  /// What `save` will write, to damage it.
  nlohmann::json json;
  std::vector<std::uint8_t> shard;

  /// Writes model.json and weights.bin.
  std::filesystem::path save(const std::filesystem::path& folder) const;
};

[[nodiscard]] nlohmann::json text_attribute(std::string_view text);
[[nodiscard]] nlohmann::json texts_attribute(const std::vector<std::string>& texts);
[[nodiscard]] nlohmann::json integers_attribute(const std::vector<int>& values);

/// The attributes of a convolution (with `fused_ops` where there are any) and, with `ksize`, of a pooling.
[[nodiscard]] nlohmann::json window_attributes(std::string_view padding, int stride,
                                               const std::vector<std::string>& fused = {});

/// A model that is saved and loaded at once; fails the running test where that does not work.
[[nodiscard]] models::Network load(const ModelBuilder& builder, const std::vector<std::string>& outputs, int width = 32,
                                   int height = 32, int threads = 1);

/// The sentence with which the model is refused, without the folder's name; fails the running test where it loads.
[[nodiscard]] std::string error_of(const ModelBuilder& builder, const std::vector<std::string>& outputs, int width = 32,
                                   int height = 32, int threads = 1);

/// As read, before any pass.
[[nodiscard]] models::network::Graph read(const ModelBuilder& builder, const std::vector<std::string>& outputs);

}  // namespace brigade::tests
