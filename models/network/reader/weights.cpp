#include "models/network/reader/weights.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/reader/half.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <span>
#include <utility>
#include <vector>

namespace brigade::models::network {

static_assert(std::endian::native == std::endian::little, "shards are little-endian and read as they are");

namespace {

using Bytes = std::vector<std::uint8_t>;

/// How a tensor is stored; `scale` and `offset` matter to integers that stand for floats.
struct Encoding {
  enum class Kind : std::uint8_t { float32, int32, float16, uint8, uint16 };
  Kind kind = Kind::float32;
  bool integers = false;  ///< the tensor's own type is int32
  double scale = 1;
  double offset = 0;

  [[nodiscard]] std::size_t bytes_per_value() const {
    switch (kind) {
      case Kind::float32:
      case Kind::int32:
        return 4;
      case Kind::float16:
      case Kind::uint16:
        return 2;
      case Kind::uint8:
        return 1;
    }
    return 0;
  }
};

Encoding encoding_of(const nlohmann::json& weight, const std::string& name) {
  const auto type = weight.at("dtype").get<std::string>();
  if (type != "float32" && type != "int32") {
    throw ModelError("the weights of node {} are of type {}; known are float32 and int32", name, type);
  }
  Encoding encoding{.kind = type == "int32" ? Encoding::Kind::int32 : Encoding::Kind::float32,
                    .integers = type == "int32"};
  const auto quantization = weight.find("quantization");
  if (quantization == weight.end()) {
    return encoding;
  }
  const auto stored = quantization->at("dtype").get<std::string>();
  if (stored == "float16") {
    encoding.kind = Encoding::Kind::float16;
  } else if (stored == "uint8" || stored == "uint16") {
    encoding.kind = stored == "uint8" ? Encoding::Kind::uint8 : Encoding::Kind::uint16;
    encoding.scale = quantization->at("scale").get<double>();
    encoding.offset = quantization->at("min").get<double>();
  } else {
    throw ModelError("the weights of node {} are quantised as {}; known are float16, uint8 and uint16", name, stored);
  }
  return encoding;
}

Shape shape_of(const nlohmann::json& weight, const std::string& name) {
  constexpr std::int64_t kMostValues = std::int64_t{1} << 31;
  auto shape = weight.at("shape").get<Shape>();
  std::int64_t count = 1;
  for (const std::int64_t dimension : shape) {
    const bool possible = dimension >= 0 && dimension <= kMostValues;
    count *= possible ? dimension : 0;  // both at most 2^31, so the product fits
    if (!possible || count > kMostValues) {
      throw ModelError("the weights of node {} have an impossible shape", name);
    }
  }
  return shape;
}

template <typename Value>
Value load(const std::uint8_t* bytes) {
  Value value{};
  std::memcpy(&value, bytes, sizeof(Value));
  return value;
}

double stored_value(const Encoding& encoding, const std::uint8_t* bytes) {
  switch (encoding.kind) {
    case Encoding::Kind::float32:
      return load<float>(bytes);
    case Encoding::Kind::int32:
      return load<std::int32_t>(bytes);
    case Encoding::Kind::float16:
      return half_to_float(load<std::uint16_t>(bytes));
    case Encoding::Kind::uint8:
      return *bytes * encoding.scale + encoding.offset;
    case Encoding::Kind::uint16:
      return load<std::uint16_t>(bytes) * encoding.scale + encoding.offset;
  }
  return 0;
}

Tensor decode(const Encoding& encoding, Shape shape, std::span<const std::uint8_t> bytes) {
  const std::size_t size = encoding.bytes_per_value();
  const std::size_t count = bytes.size() / size;
  if (encoding.integers) {
    std::vector<std::int32_t> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = static_cast<std::int32_t>(std::lround(stored_value(encoding, bytes.data() + i * size)));
    }
    return {.shape = std::move(shape), .values = std::move(values)};
  }
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(stored_value(encoding, bytes.data() + i * size));
  }
  return {.shape = std::move(shape), .values = std::move(values)};
}

void append_shard(Bytes& bytes, const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) {
    throw ModelError("its weight shard {} is missing or cannot be read", path.filename().string());
  }
  const auto size = static_cast<std::streamoff>(stream.tellg());
  const std::size_t before = bytes.size();
  if (size < 0) {
    throw ModelError("its weight shard {} cannot be read", path.filename().string());
  }
  bytes.resize(before + static_cast<std::size_t>(size));
  stream.seekg(0);
  if (!stream.read(reinterpret_cast<char*>(bytes.data() + before), size)) {
    throw ModelError("its weight shard {} cannot be read", path.filename().string());
  }
}

/// The weights of a group lie one after another in its shards joined together.
void read_group(const nlohmann::json& group, const std::filesystem::path& folder, Weights& weights) {
  Bytes bytes;
  std::string shards;
  for (const auto& shard : group.at("paths")) {
    const auto name = shard.get<std::string>();
    append_shard(bytes, folder / name);
    shards += (shards.empty() ? "" : ", ") + name;
  }
  std::size_t offset = 0;
  for (const auto& weight : group.at("weights")) {
    const auto name = weight.at("name").get<std::string>();
    const Encoding encoding = encoding_of(weight, name);
    Shape shape = shape_of(weight, name);
    const std::size_t size = static_cast<std::size_t>(element_count(shape)) * encoding.bytes_per_value();
    if (size > bytes.size() - offset) {
      throw ModelError("its weight shard {} is too short: node {} needs {} bytes from {} on, {} are left", shards, name,
                       size, offset, bytes.size() - offset);
    }
    weights[name] = decode(encoding, std::move(shape), std::span(bytes).subspan(offset, size));
    offset += size;
  }
  if (offset != bytes.size()) {
    throw ModelError("its weight shard {} is too long: {} bytes where {} are listed", shards, bytes.size(), offset);
  }
}

}  // namespace

Weights read_weights(const nlohmann::json& manifest, const std::filesystem::path& folder) {
  Weights weights;
  for (const auto& group : manifest) {
    read_group(group, folder, weights);
  }
  return weights;
}

}  // namespace brigade::models::network
