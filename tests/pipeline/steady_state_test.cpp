// Counts what a running pipeline must not do: allocate, lock, or call into the kernel for nothing. The C library's own
// functions are replaced for the whole program, so whatever the C++ library does underneath is counted as well.
#include "pipeline/adaptors.hpp"
#include "pipeline/drive.hpp"
#include "pipeline/lanes.hpp"

#include <catch2/catch_test_macros.hpp>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>

#include <atomic>
#include <cstdarg>
#include <cstddef>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace {

std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> locks{0};
std::atomic<std::int64_t> futex_calls{0};

/// The function that a replacement of the same name hides. `cache` avoids dlsym within a run: it allocates.
template <typename Function>
Function* hidden(std::atomic<Function*>& cache, const char* name) {
  Function* function = cache.load(std::memory_order_relaxed);
  if (function == nullptr) {
    function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
    cache.store(function, std::memory_order_relaxed);
  }
  return function;
}

}  // namespace

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming): glibc's own names
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): names are ours to choose
void* malloc(std::size_t bytes) {
  allocations.fetch_add(1);
  return __libc_malloc(bytes);
}
void* calloc(std::size_t count, std::size_t bytes) {
  allocations.fetch_add(1);
  return __libc_calloc(count, bytes);
}
void* realloc(void* memory, std::size_t bytes) {
  allocations.fetch_add(1);
  return __libc_realloc(memory, bytes);
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
  allocations.fetch_add(1);
  return __libc_memalign(alignment, bytes);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  static std::atomic<int (*)(pthread_mutex_t*)> cache{nullptr};
  locks.fetch_add(1);
  return hidden(cache, "pthread_mutex_lock")(mutex);
}
int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  static std::atomic<int (*)(pthread_mutex_t*)> cache{nullptr};
  locks.fetch_add(1);
  return hidden(cache, "pthread_mutex_trylock")(mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  static std::atomic<int (*)(pthread_rwlock_t*)> cache{nullptr};
  locks.fetch_add(1);
  return hidden(cache, "pthread_rwlock_rdlock")(lock);
}
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
  static std::atomic<int (*)(pthread_rwlock_t*)> cache{nullptr};
  locks.fetch_add(1);
  return hidden(cache, "pthread_rwlock_wrlock")(lock);
}

// NOLINTNEXTLINE(cert-dcl50-cpp): the C library declares it so
long syscall(long number, ...) noexcept {  // NOLINT(google-runtime-int)
  static std::atomic<long (*)(long, ...)> cache{nullptr};
  futex_calls.fetch_add(number == SYS_futex ? 1 : 0);
  std::va_list list;
  va_start(list, number);
  long arguments[6];  // NOLINT(google-runtime-int): no system call has more
  for (long& argument : arguments) {
    argument = va_arg(list, long);
  }
  va_end(list);
  return hidden(cache, "syscall")(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                                  arguments[5]);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

}  // extern "C"

namespace {

using namespace brigade::pipeline;
using brigade::Result;

struct Frame {
  FrameId frame_id = 0;
  FrameSlot pixels;
};

struct Counts {
  std::int64_t allocations = 0;
  std::int64_t locks = 0;
};

Counts counts_now() { return {.allocations = allocations.load(), .locks = locks.load()}; }

/// Runs a threaded pipeline with a fork and a transform by so many workers, spans and metrics on, and counts from the
/// time every stage has run for a while (starting a thread allocates) to just before the source ends.
Counts count_in_steady_state(Policy policy, std::size_t workers) {
  constexpr int kWarm = 50;
  constexpr int kCounted = 5000;
  Trace trace("test", std::size_t{4} * kCounted);
  std::atomic<int> watched{0};
  std::atomic<int> drawn{0};
  const auto pool = FramePool::create(6, 64).value();
  Lanes<Frame, Frame> doubling(workers, policy, 2);
  Channel<Frame> to_watch(policy, 2);
  Counts warm;
  Counts end;
  const StageOptions options{.trace = &trace};
  std::vector<Stage> stages;
  stages.push_back(make_source(
      "source",
      doubling.deal(&frame_id_of<Frame>).also(to_watch, [](const Frame& frame) { return frame.frame_id % 2 == 0; }),
      [&, next = 0, last = -1]() mutable -> Result<Produced<Frame>> {
        if (last < 0 && watched.load() >= kWarm && drawn.load() >= kWarm) {
          warm = counts_now();
          last = next + kCounted;
        }
        if (next == last) {
          end = counts_now();
          return EndOfStream{};
        }
        auto slot = pool->acquire();
        if (!slot && policy == Policy::live) {
          ++next;
          return Dropped{};
        }
        if (!slot) {
          return NoSlot{};
        }
        slot->writable()[0] = static_cast<std::uint8_t>(next);
        return Frame{.frame_id = next++, .pixels = *std::move(slot)};
      },
      {.trace = &trace, .pool = pool.get()}));
  for (std::size_t i = 0; i < workers; ++i) {
    stages.push_back(make_transform(
        "double", doubling[i].before, doubling[i].after, [](Frame frame) -> Result<Frame> { return frame; }, options));
  }
  const auto count_in = [](std::atomic<int>& frames) {
    return [&frames](const Frame&) -> Result<void> {
      frames.fetch_add(1);
      return {};
    };
  };
  stages.push_back(make_sink("watch", to_watch, count_in(watched), {}, options));
  stages.push_back(make_sink("draw", doubling.collect(), count_in(drawn), {}, options));
  REQUIRE(run_threads(stages).has_value());
  return {.allocations = end.allocations - warm.allocations, .locks = end.locks - warm.locks};
}

}  // namespace

TEST_CASE("the counters notice an allocation and a lock") {
  const Counts before = counts_now();
  const auto memory = std::make_unique<std::vector<int>>(100);
  CHECK(memory->size() == 100);
  CHECK(counts_now().allocations >= before.allocations + 2);
  std::mutex mutex;
  mutex.lock();
  mutex.unlock();
  std::shared_mutex shared_mutex;
  shared_mutex.lock_shared();
  shared_mutex.unlock_shared();
  CHECK(counts_now().locks >= before.locks + 2);
}

TEST_CASE("a running pipeline neither allocates nor locks") {
  for (const Policy policy : {Policy::lossless, Policy::live}) {
    const Counts counts = count_in_steady_state(policy, 1);
    CHECK(counts.allocations == 0);
    CHECK(counts.locks == 0);
  }
}

TEST_CASE("workers side by side neither allocate nor lock") {
  const Counts counts = count_in_steady_state(Policy::lossless, 3);
  CHECK(counts.allocations == 0);
  CHECK(counts.locks == 0);
}

TEST_CASE("a bell that nobody waits at is rung without the kernel") {
  Bell bell;
  const auto before = futex_calls.load();
  bell.ring();
  bell.ring();
  CHECK(futex_calls.load() == before);
  CHECK_FALSE(bell.wait_for(bell.ticket(), std::chrono::milliseconds(1)));
  CHECK(futex_calls.load() > before);
}
