#include "models/network/reader/source_node.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/reader/base64.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace brigade::models::network {

namespace {

/// protobuf's JSON writes 64-bit integers as strings.
int integer(const nlohmann::json& json) {
  if (!json.is_string()) {
    return json.get<int>();
  }
  const auto& text = json.get_ref<const std::string&>();
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    throw ModelError("{} is not an integer", text);
  }
  return value;
}

/// "name", "name:0" (its first output) or "^name" (a control dependency: an empty result).
std::string input_name(const std::string& reference, const std::string& reader) {
  if (reference.starts_with('^')) {
    return {};
  }
  const std::size_t colon = reference.rfind(':');
  if (colon == std::string::npos) {
    return reference;
  }
  if (reference.substr(colon) != ":0") {
    throw ModelError("node {} reads {}; only the first output of a node can be read", reader, reference);
  }
  return reference.substr(0, colon);
}

}  // namespace

SourceNode::SourceNode(const nlohmann::json& json)
    : json_(&json), name_(json.at("name").get<std::string>()), operation_(json.at("op").get<std::string>()) {}

std::vector<std::string> SourceNode::inputs() const {
  std::vector<std::string> names;
  const auto found = json_->find("input");
  if (found == json_->end()) {
    return names;
  }
  for (const auto& reference : *found) {
    if (std::string name = input_name(reference.get<std::string>(), name_); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

bool SourceNode::has(std::string_view attribute) const {
  const auto attributes = json_->find("attr");
  return attributes != json_->end() && attributes->contains(attribute);
}

template <typename Read>
auto SourceNode::read(std::string_view attribute, Read read) const {
  try {
    return read(json_->at("attr").at(std::string(attribute)));
  } catch (const std::exception& error) {
    throw ModelError("attribute {} of node {} is missing or not as it should be: {}", attribute, name_, error.what());
  }
}

std::string SourceNode::text(std::string_view attribute) const {
  return read(attribute, [](const nlohmann::json& json) { return decode_base64(json.at("s").get<std::string>()); });
}

std::vector<std::string> SourceNode::texts(std::string_view attribute) const {
  return read(attribute, [](const nlohmann::json& json) {
    std::vector<std::string> values;
    for (const auto& value : json.at("list").value("s", nlohmann::json::array())) {
      values.push_back(decode_base64(value.get<std::string>()));
    }
    return values;
  });
}

std::vector<int> SourceNode::integers(std::string_view attribute) const {
  return read(attribute, [](const nlohmann::json& json) {
    std::vector<int> values;
    for (const auto& value : json.at("list").value("i", nlohmann::json::array())) {
      values.push_back(integer(value));
    }
    return values;
  });
}

float SourceNode::real(std::string_view attribute) const {
  return read(attribute, [](const nlohmann::json& json) { return json.at("f").get<float>(); });
}

bool SourceNode::flag(std::string_view attribute) const {
  return has(attribute) && read(attribute, [](const nlohmann::json& json) { return json.value("b", false); });
}

Shape SourceNode::shape(std::string_view attribute) const {
  return read(attribute, [](const nlohmann::json& json) {
    Shape shape;
    for (const auto& dimension : json.at("shape").value("dim", nlohmann::json::array())) {
      // protobuf's JSON leaves out zeros.
      shape.push_back(dimension.contains("size") ? integer(dimension.at("size")) : 0);
    }
    return shape;
  });
}

}  // namespace brigade::models::network
