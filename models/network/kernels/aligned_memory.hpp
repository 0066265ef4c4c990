#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace brigade::models::network {

/// Bytes every buffer starts at a multiple of: a cache line, and more than any SIMD load asks for.
inline constexpr std::size_t kBufferAlignment = 64;

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }  // NOLINT(cppcoreguidelines-no-malloc)
};

/// So many bytes that the next buffer starts where one may.
[[nodiscard]] constexpr std::size_t whole_lines(std::size_t bytes) {
  return (bytes + kBufferAlignment - 1) / kBufferAlignment * kBufferAlignment;
}

/// The same of floats.
[[nodiscard]] constexpr std::size_t buffer_floats(std::size_t floats) {
  return whole_lines(floats * sizeof(float)) / sizeof(float);
}

/// A block aligned for SIMD.
using AlignedMemory = std::unique_ptr<std::byte, FreeMemory>;

/// Zeroed memory, aligned to `kBufferAlignment`; null where there is not enough.
[[nodiscard]] AlignedMemory allocate_aligned(std::size_t bytes);

}  // namespace brigade::models::network
