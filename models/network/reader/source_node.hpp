#pragma once

#include "models/network/graph/graph.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace brigade::models::network {

/// A node as the model file has it (TensorFlow's NodeDef), with typed access to its attributes. All of its functions
/// throw ModelError, naming the node, where an attribute is missing or of another type.
class SourceNode {
 public:
  /// `json` must outlive the value.
  explicit SourceNode(const nlohmann::json& json);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& operation() const { return operation_; }

  /// The names of the nodes it reads; control dependencies, which carry no values, are left out.
  [[nodiscard]] std::vector<std::string> inputs() const;

  [[nodiscard]] bool has(std::string_view attribute) const;
  [[nodiscard]] std::string text(std::string_view attribute) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view attribute) const;
  [[nodiscard]] std::vector<int> integers(std::string_view attribute) const;
  [[nodiscard]] float real(std::string_view attribute) const;
  [[nodiscard]] bool flag(std::string_view attribute) const;  ///< false where it is missing, as TensorFlow has it
  [[nodiscard]] Shape shape(std::string_view attribute) const;

 private:
  template <typename Read>
  [[nodiscard]] auto read(std::string_view attribute, Read read) const;

  const nlohmann::json* json_;
  std::string name_;
  std::string operation_;
};

}  // namespace brigade::models::network
