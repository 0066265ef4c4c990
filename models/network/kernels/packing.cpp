#include "models/network/kernels/packing.hpp"

#include <algorithm>
#include <new>

namespace brigade::models::network {

namespace {

/// Columns of a table of `rows` x values, in groups of `width`: each group row by row, filled up with zeros.
PackedWeights in_groups(std::span<const float> bias, std::span<const float> rows, std::size_t width) {
  const std::size_t columns = bias.size();
  const std::size_t groups = (columns + width - 1) / width;
  const std::size_t count = groups * width * (1 + rows.size() / columns);
  AlignedMemory memory = allocate_aligned(count * sizeof(float));
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  auto* packed = reinterpret_cast<float*>(memory.get());
  float* next = packed;
  for (std::size_t first = 0; first < columns; first += width) {
    const std::size_t exist = std::min(width, columns - first);
    std::ranges::copy(bias.subspan(first, exist), next);
    next += width;
    for (std::size_t row = 0; row < rows.size(); row += columns) {
      std::ranges::copy(rows.subspan(row + first, exist), next);
      next += width;
    }
  }
  return {std::shared_ptr<const std::byte>(std::move(memory)), packed};
}

}  // namespace

PackedWeights pack_pointwise(const KernelSet& kernels, std::span<const float> filter, std::span<const float> bias) {
  return in_groups(bias, filter, static_cast<std::size_t>(kernels.strip_channels));
}

PackedWeights pack_depthwise(const KernelSet& kernels, std::span<const float> filter, std::span<const float> bias) {
  return in_groups(bias, filter, static_cast<std::size_t>(kernels.lanes));
}

}  // namespace brigade::models::network
