#include "models/network/passes/passes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace brigade::models::network {

namespace {

float combine(ArithmeticKind kind, float left, float right) {
  switch (kind) {
    case ArithmeticKind::add:
      return left + right;
    case ArithmeticKind::subtract:
      return left - right;
    case ArithmeticKind::multiply:
      return left * right;
  }
  return 0;
}

/// Where the value at `position` of a tensor of `shape` lies in one that was broadcast to it.
std::size_t source_position(std::size_t position, const Shape& shape, const Shape& source) {
  std::size_t result = 0;
  std::size_t step = 1;
  for (std::size_t back = 1; back <= source.size(); ++back) {
    const auto size = static_cast<std::size_t>(shape[shape.size() - back]);
    const auto source_size = static_cast<std::size_t>(source[source.size() - back]);
    result += source_size == 1 ? 0 : position % size * step;
    step *= source_size;
    position /= size;
  }
  return result;
}

using Operands = std::vector<const Tensor*>;

std::optional<Tensor> fold(const Arithmetic& arithmetic, const Operands& operands) {
  const auto shape = broadcast(operands[0]->shape, operands[1]->shape);
  if (!shape) {
    return std::nullopt;
  }
  std::vector<float> values(static_cast<std::size_t>(element_count(*shape)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float left = (*operands[0]->floats())[source_position(i, *shape, operands[0]->shape)];
    const float right = (*operands[1]->floats())[source_position(i, *shape, operands[1]->shape)];
    values[i] = combine(arithmetic.kind, left, right);
  }
  return Tensor{.shape = *shape, .values = std::move(values)};
}

template <typename Function>
Tensor map(const Tensor& tensor, Function function) {
  std::vector<float> values(tensor.floats()->size());
  std::ranges::transform(*tensor.floats(), values.begin(), function);
  return {.shape = tensor.shape, .values = std::move(values)};
}

std::optional<Tensor> fold(const Clamp& clamp, const Operands& operands) {
  return map(*operands[0], [&](float x) { return std::clamp(x, clamp.range.low, clamp.range.high); });
}

std::optional<Tensor> fold(const HardSwish&, const Operands& operands) {
  return map(*operands[0], [](float x) { return x * std::clamp(x + 3.0F, 0.0F, 6.0F) / 6.0F; });
}

std::optional<Tensor> fold(const LeakyRelu& leaky, const Operands& operands) {
  return map(*operands[0], [&](float x) { return x < 0 ? x * leaky.slope : x; });
}

std::optional<Tensor> fold(const Sigmoid&, const Operands& operands) {
  return map(*operands[0], [](float x) { return 1.0F / (1.0F + std::exp(-x)); });
}

template <typename Other>
std::optional<Tensor> fold(const Other&, const Operands&) {
  return std::nullopt;
}

}  // namespace

void fold_constants(Graph& graph) {
  for (Node& node : graph.nodes) {
    Operands operands;
    for (const NodeIndex input : node.inputs) {
      operands.push_back(float_constant(graph, input));
    }
    if (operands.empty() || std::ranges::find(operands, nullptr) != operands.end()) {
      continue;
    }
    if (auto folded = std::visit([&](const auto& op) { return fold(op, operands); }, node.op)) {
      node.op = Constant{std::move(*folded)};
      node.inputs.clear();
    }
  }
}

}  // namespace brigade::models::network
