#include "models/network/kernels/aligned_memory.hpp"

#include <cstring>

namespace brigade::models::network {

AlignedMemory allocate_aligned(std::size_t bytes) {
  const std::size_t rounded = whole_lines(bytes);
  AlignedMemory memory(static_cast<std::byte*>(std::aligned_alloc(kBufferAlignment, rounded)));
  if (memory != nullptr) {
    std::memset(memory.get(), 0, rounded);
  }
  return memory;
}

}  // namespace brigade::models::network
