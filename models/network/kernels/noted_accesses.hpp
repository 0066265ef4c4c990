#pragma once

// ThreadSanitizer, as clang has it, leaves out accesses of more than 16 bytes, which is all that kernels for AVX2 and
// AVX-512 do with memory. So they tell it; in every other build these functions are empty. They are always inlined,
// hence may be called by what is compiled for several instruction sets (see vector.hpp).

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BRIGADE_NOTES_ACCESSES
// NOLINTBEGIN(bugprone-reserved-identifier): functions of ThreadSanitizer's, which no header of its own declares
extern "C" void __tsan_read_range(const void* from, std::size_t bytes);
extern "C" void __tsan_write_range(void* to, std::size_t bytes);
// NOLINTEND(bugprone-reserved-identifier)
#endif
#endif

namespace brigade::models::network {

/// Before `bytes` are read from there by an instruction that ThreadSanitizer does not see.
__attribute__((always_inline)) inline void note_read([[maybe_unused]] const void* from,
                                                     [[maybe_unused]] std::size_t bytes) {
#ifdef BRIGADE_NOTES_ACCESSES
  __tsan_read_range(from, bytes);
#endif
}

/// Before `bytes` are written there by an instruction that ThreadSanitizer does not see.
__attribute__((always_inline)) inline void note_write([[maybe_unused]] void* to, [[maybe_unused]] std::size_t bytes) {
#ifdef BRIGADE_NOTES_ACCESSES
  __tsan_write_range(to, bytes);
#endif
}

}  // namespace brigade::models::network
