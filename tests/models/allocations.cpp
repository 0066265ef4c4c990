#include "tests/models/allocations.hpp"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BRIGADE_CANNOT_COUNT
#endif
#endif

#ifdef BRIGADE_CANNOT_COUNT

#include <catch2/catch_test_macros.hpp>

namespace brigade::tests {

std::size_t allocations() {
  SKIP("ThreadSanitizer has operators new and delete of its own: none can be counted");
  return 0;
}

}  // namespace brigade::tests

#else

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// Relaxed: only the count itself matters, nothing is published with it.
std::atomic<std::size_t> count{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void* counted(void* memory) {
  count.fetch_add(1, std::memory_order_relaxed);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

}  // namespace

// The other forms (arrays, sizes, nothrow) come down to these by the standard's default.
// NOLINTBEGIN(cppcoreguidelines-no-malloc,misc-new-delete-overloads)
void* operator new(std::size_t size) { return counted(std::malloc(size > 0 ? size : 1)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND(cppcoreguidelines-no-malloc,misc-new-delete-overloads)

namespace brigade::tests {

std::size_t allocations() { return count.load(std::memory_order_relaxed); }

}  // namespace brigade::tests

#endif
