#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace brigade::models::network {

/// Dimensions in TensorFlow's order, empty for a scalar.
using Shape = std::vector<std::int64_t>;

/// A constant of a model: floats for weights, integers for shapes, axes and paddings.
struct Tensor {
  Shape shape;
  std::variant<std::vector<float>, std::vector<std::int32_t>> values;

  /// Null where the tensor holds integers.
  [[nodiscard]] const std::vector<float>* floats() const { return std::get_if<std::vector<float>>(&values); }
  /// Null where the tensor holds floats.
  [[nodiscard]] const std::vector<std::int32_t>* integers() const {
    return std::get_if<std::vector<std::int32_t>>(&values);
  }
};

/// The product of all dimensions; 1 for a scalar.
[[nodiscard]] std::int64_t element_count(const Shape& shape);

/// The shape of an elementwise operation on both, by numpy's rules of broadcasting; nothing where they do not fit.
[[nodiscard]] std::optional<Shape> broadcast(const Shape& left, const Shape& right);

}  // namespace brigade::models::network
