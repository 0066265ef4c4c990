#include "tests/network/model_builder.hpp"

#include "models/network/reader/graph_reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstring>
#include <fstream>

namespace brigade::tests {

namespace {

std::string encode_base64(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      const bool is_padding = i + k > text.size();
      encoded.push_back(is_padding ? '=' : alphabet[bits >> (18U - 6U * k) & 0x3FU]);
    }
  }
  return encoded;
}

template <typename Value>
std::vector<std::uint8_t> bytes_of(const std::vector<Value>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(Value));
  if (!bytes.empty()) {
    std::memcpy(bytes.data(), values.data(), bytes.size());
  }
  return bytes;
}

nlohmann::json shape_attribute(const std::vector<int>& shape) {
  nlohmann::json dimensions = nlohmann::json::array();
  for (const int size : shape) {
    dimensions.push_back({{"size", std::to_string(size)}});
  }
  return {{"shape", {{"dim", dimensions}}}};
}

Result<models::Network> try_load(const std::filesystem::path& model, const std::vector<std::string>& outputs, int width,
                                 int height, int threads) {
  return models::Network::load(
      {.model_json = model, .input_width = width, .input_height = height, .output_names = outputs, .threads = threads});
}

}  // namespace

ModelBuilder::ModelBuilder() {
  json = {{"format", "graph-model"},
          {"modelTopology", {{"node", nlohmann::json::array()}}},
          {"weightsManifest", {{{"paths", {"weights.bin"}}, {"weights", nlohmann::json::array()}}}}};
  node("Placeholder", "image", {}, {{"shape", shape_attribute({1, 32, 32, 3})}});
}

ModelBuilder& ModelBuilder::node(std::string_view operation, std::string_view name,
                                 const std::vector<std::string>& inputs, nlohmann::json attributes) {
  json["modelTopology"]["node"].push_back(
      {{"name", name}, {"op", operation}, {"input", inputs}, {"attr", std::move(attributes)}});
  return *this;
}

ModelBuilder& ModelBuilder::stored(std::string_view name, const std::vector<int>& shape, std::string_view type,
                                   const std::vector<std::uint8_t>& bytes, const nlohmann::json& quantization) {
  nlohmann::json weight = {{"name", name}, {"shape", shape}, {"dtype", type}};
  if (!quantization.empty()) {
    weight["quantization"] = quantization;
  }
  json["weightsManifest"][0]["weights"].push_back(weight);
  shard.insert(shard.end(), bytes.begin(), bytes.end());
  return node("Const", name, {});
}

ModelBuilder& ModelBuilder::floats(std::string_view name, const std::vector<int>& shape,
                                   const std::vector<float>& values) {
  return stored(name, shape, "float32", bytes_of(values));
}

ModelBuilder& ModelBuilder::integers(std::string_view name, const std::vector<int>& shape,
                                     const std::vector<std::int32_t>& values) {
  return stored(name, shape, "int32", bytes_of(values));
}

ModelBuilder& ModelBuilder::declare_input(const std::vector<int>& shape) {
  json["modelTopology"]["node"][0]["attr"]["shape"] = shape_attribute(shape);
  return *this;
}

ModelBuilder& ModelBuilder::channels_first() { return declare_input({1, 3, 32, 32}); }

std::filesystem::path ModelBuilder::save(const std::filesystem::path& folder) const {
  std::ofstream(folder / "model.json") << json;
  std::ofstream(folder / "weights.bin", std::ios::binary)
      .write(reinterpret_cast<const char*>(shard.data()), static_cast<std::streamsize>(shard.size()));
  return folder / "model.json";
}

nlohmann::json text_attribute(std::string_view text) { return {{"s", encode_base64(text)}}; }

nlohmann::json texts_attribute(const std::vector<std::string>& texts) {
  nlohmann::json encoded = nlohmann::json::array();
  for (const std::string& text : texts) {
    encoded.push_back(encode_base64(text));
  }
  return {{"list", {{"s", encoded}}}};
}

nlohmann::json integers_attribute(const std::vector<int>& values) {
  nlohmann::json texts = nlohmann::json::array();
  for (const int value : values) {
    texts.push_back(std::to_string(value));
  }
  return {{"list", {{"i", texts}}}};
}

nlohmann::json window_attributes(std::string_view padding, int stride, const std::vector<std::string>& fused) {
  nlohmann::json attributes = {{"padding", text_attribute(padding)},
                               {"strides", integers_attribute({1, stride, stride, 1})},
                               {"data_format", text_attribute("NHWC")}};
  if (!fused.empty()) {
    attributes["fused_ops"] = texts_attribute(fused);
  }
  return attributes;
}

models::Network load(const ModelBuilder& builder, const std::vector<std::string>& outputs, int width, int height,
                     int threads) {
  const TemporaryFolder folder;
  auto network = try_load(builder.save(folder.path()), outputs, width, height, threads);
  if (!network) {
    FAIL(network.error().message);
  }
  return std::move(*network);
}

std::string error_of(const ModelBuilder& builder, const std::vector<std::string>& outputs, int width, int height,
                     int threads) {
  const TemporaryFolder folder;
  const auto network = try_load(builder.save(folder.path()), outputs, width, height, threads);
  if (network) {
    FAIL("the model loads");
  }
  const std::string& message = network.error().message;
  const std::string prefix = folder.path().string() + "/";
  REQUIRE(message.starts_with(prefix));
  return message.substr(prefix.size());
}

models::network::Graph read(const ModelBuilder& builder, const std::vector<std::string>& outputs) {
  const TemporaryFolder folder;
  return models::network::read_graph_model(builder.save(folder.path()), outputs);
}

}  // namespace brigade::tests
