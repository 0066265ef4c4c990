#include "models/network/kernels/aligned_memory.hpp"

#include <cstring>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace brigade::models::network {

namespace {

/// Of a large page: with few of them the processor looks up addresses much less often.
constexpr std::size_t kLargePage = std::size_t{1} << 21;

/// Asks for large pages; where there are none, small ones do as well.
void prefer_large_pages([[maybe_unused]] std::byte* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
}

}  // namespace

AlignedMemory allocate_aligned(std::size_t bytes) {
  const bool large = bytes >= kLargePage;
  const std::size_t alignment = large ? kLargePage : kBufferAlignment;
  const std::size_t rounded = whole_lines(bytes);
  AlignedMemory memory(
      static_cast<std::byte*>(std::aligned_alloc(alignment, (rounded + alignment - 1) / alignment * alignment)));
  if (memory != nullptr) {
    if (large) {
      prefer_large_pages(memory.get(), rounded);
    }
    std::memset(memory.get(), 0, rounded);
  }
  return memory;
}

}  // namespace brigade::models::network
