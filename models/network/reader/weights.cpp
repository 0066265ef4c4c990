#include "models/network/reader/weights.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/reader/half.hpp"
#include "models/network/reader/mapped_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace brigade::models::network {

static_assert(std::endian::native == std::endian::little, "shards are little-endian and read as they are");

namespace {

using Bytes = std::span<const std::uint8_t>;

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

/// Integers that stand for other numbers.
template <typename Stored>
std::vector<double> scaled(const Encoding& encoding, Bytes bytes) {
  std::vector<double> values(bytes.size() / sizeof(Stored));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = load<Stored>(bytes.data() + i * sizeof(Stored)) * encoding.scale + encoding.offset;
  }
  return values;
}

template <typename Value>
std::vector<Value> copied(Bytes bytes) {
  std::vector<Value> values(bytes.size() / sizeof(Value));
  if (!values.empty()) {  // memcpy wants addresses even for no bytes
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
  }
  return values;
}

std::vector<float> widened(Bytes bytes) {
  std::vector<float> values(bytes.size() / sizeof(std::uint16_t));
  halves_to_floats(bytes.data(), values);
  return values;
}

using Values = decltype(Tensor::values);

Values rounded(const std::vector<double>& values) {
  std::vector<std::int32_t> integers(values.size());
  std::ranges::transform(values, integers.begin(),
                         [](double value) { return static_cast<std::int32_t>(std::lround(value)); });
  return integers;
}

Values decode_floats(const Encoding& encoding, Bytes bytes) {
  switch (encoding.kind) {
    case Encoding::Kind::float16:
      return widened(bytes);
    case Encoding::Kind::uint8: {
      const auto values = scaled<std::uint8_t>(encoding, bytes);
      return std::vector<float>(values.begin(), values.end());
    }
    case Encoding::Kind::uint16: {
      const auto values = scaled<std::uint16_t>(encoding, bytes);
      return std::vector<float>(values.begin(), values.end());
    }
    default:
      return copied<float>(bytes);
  }
}

Values decode_integers(const Encoding& encoding, Bytes bytes) {
  switch (encoding.kind) {
    case Encoding::Kind::float16: {
      const auto values = widened(bytes);
      return rounded({values.begin(), values.end()});
    }
    case Encoding::Kind::uint8:
      return rounded(scaled<std::uint8_t>(encoding, bytes));
    case Encoding::Kind::uint16:
      return rounded(scaled<std::uint16_t>(encoding, bytes));
    default:
      return copied<std::int32_t>(bytes);
  }
}

MappedFile map_shard(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) {
    throw ModelError("its weight shard {} is missing or cannot be read", path.filename().string());
  }
  return std::move(*file);
}

std::vector<std::uint8_t> joined(const std::vector<MappedFile>& files) {
  std::vector<std::uint8_t> bytes;
  for (const MappedFile& file : files) {
    bytes.insert(bytes.end(), file.bytes().begin(), file.bytes().end());
  }
  return bytes;
}

/// The weights of a group lie one after another in its shards joined together.
void read_group(const nlohmann::json& group, const std::filesystem::path& folder, Weights& weights) {
  std::vector<MappedFile> files;
  std::string shards;
  for (const auto& shard : group.at("paths")) {
    const auto name = shard.get<std::string>();
    files.push_back(map_shard(folder / name));
    shards += (shards.empty() ? "" : ", ") + name;
  }
  // Only where there are several do they have to be copied.
  const std::vector<std::uint8_t> several = files.size() == 1 ? std::vector<std::uint8_t>{} : joined(files);
  const Bytes bytes = files.size() == 1 ? files.front().bytes() : Bytes(several);
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
    const Bytes stored = bytes.subspan(offset, size);
    weights[name] = {.shape = std::move(shape),
                     .values = encoding.integers ? decode_integers(encoding, stored) : decode_floats(encoding, stored)};
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
