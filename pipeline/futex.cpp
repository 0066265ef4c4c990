#include "pipeline/futex.hpp"

#include <algorithm>
#include <limits>

#ifdef __EMSCRIPTEN__
#include <emscripten/threading.h>
#else
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ctime>
#endif

namespace brigade::pipeline {

using Word = std::atomic<std::uint32_t>;
static_assert(sizeof(Word) == sizeof(std::uint32_t) && Word::is_always_lock_free, "a futex is a plain 32-bit word");

#ifdef __EMSCRIPTEN__

namespace {
volatile void* address(const Word& word) { return const_cast<Word*>(&word); }
}  // namespace

void futex_wait(const Word& word, std::uint32_t expected) noexcept {
  emscripten_futex_wait(address(word), expected, std::numeric_limits<double>::infinity());
}

void futex_wait_for(const Word& word, std::uint32_t expected, Duration timeout) noexcept {
  const std::chrono::duration<double, std::milli> milliseconds = std::max(timeout, Duration::zero());
  emscripten_futex_wait(address(word), expected, milliseconds.count());
}

void futex_wake_all(const Word& word) noexcept {
  emscripten_futex_wake(address(word), std::numeric_limits<int>::max());
}

#else

// Every way the call can return (woken, word changed, interrupted, timed out) sends the caller back to look at the
// word, so no result is read.

void futex_wait(const Word& word, std::uint32_t expected) noexcept {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}

void futex_wait_for(const Word& word, std::uint32_t expected, Duration timeout) noexcept {
  const Duration rest = std::max(timeout, Duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(rest);
  timespec relative{};
  relative.tv_sec = static_cast<std::time_t>(seconds.count());
  relative.tv_nsec = static_cast<long>((rest - seconds).count());  // NOLINT(google-runtime-int): POSIX says long
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, &relative, nullptr, 0);
}

void futex_wake_all(const Word& word) noexcept {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, std::numeric_limits<int>::max(), nullptr, nullptr, 0);
}

#endif

}  // namespace brigade::pipeline
