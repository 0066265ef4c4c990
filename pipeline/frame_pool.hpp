#pragma once

#include "common/result.hpp"
#include "pipeline/bell.hpp"
#include "pipeline/cache_line.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brigade::pipeline {

class FramePool;

/// A share in one slot of a FramePool, as light as a pointer and an index. A copy is one more share; when the last one
/// is destroyed the slot returns to its pool, from whatever thread. One FrameSlot object belongs to one thread at a
/// time.
class FrameSlot {
 public:
  FrameSlot() = default;  ///< No slot at all.
  FrameSlot(const FrameSlot& other) noexcept;
  FrameSlot(FrameSlot&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), index_(other.index_) {}
  FrameSlot& operator=(const FrameSlot& other) noexcept {
    FrameSlot(other).swap(*this);
    return *this;
  }
  FrameSlot& operator=(FrameSlot&& other) noexcept {
    FrameSlot(std::move(other)).swap(*this);
    return *this;
  }
  ~FrameSlot();

  explicit operator bool() const noexcept { return pool_ != nullptr; }

  /// The slot's bytes, as many as the pool was made for; empty without a slot.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept;

  /// The same to write to, while this is the only share; empty as soon as there are more.
  [[nodiscard]] std::span<std::uint8_t> writable() noexcept;

  /// Which slot of the pool, 0 <= index < slots.
  [[nodiscard]] std::size_t index() const noexcept { return index_; }

 private:
  friend class FramePool;
  FrameSlot(FramePool* pool, std::size_t index) noexcept : pool_(pool), index_(index) {}

  void swap(FrameSlot& other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(index_, other.index_);
  }

  FramePool* pool_ = nullptr;
  std::size_t index_ = 0;
};

/// The memory of all frames of a run: `slots` times `bytes`, allocated once, each slot aligned to 64 bytes and followed
/// by at least kPadding bytes that may be read. One thread acquires; shares may be let go on any. Outlives its slots.
class FramePool {
 public:
  static constexpr std::size_t kAlignment = 64;
  /// SIMD kernels read whole vectors, past the last byte.
  static constexpr std::size_t kPadding = 64;

  /// `slots` >= 1, `bytes` >= 1. Fails when the memory is not to be had.
  [[nodiscard]] static Result<std::unique_ptr<FramePool>> create(std::size_t slots, std::size_t bytes);

  FramePool(const FramePool&) = delete;
  FramePool(FramePool&&) = delete;
  FramePool& operator=(const FramePool&) = delete;
  FramePool& operator=(FramePool&&) = delete;
  ~FramePool() = default;

  /// The acquiring thread only. A free slot, or nothing when all are in use.
  [[nodiscard]] std::optional<FrameSlot> acquire() noexcept;

  /// Rung whenever a slot returns, so that a starving source can wait. Set before the run begins.
  void set_bell(std::shared_ptr<Bell> bell) { bell_ = std::move(bell); }

  [[nodiscard]] std::size_t slots() const noexcept { return slots_; }
  [[nodiscard]] std::size_t bytes_per_slot() const noexcept { return bytes_; }
  /// Any thread. How many slots nobody holds, as of a moment ago.
  [[nodiscard]] std::size_t free_slots() const noexcept;

 private:
  friend class FrameSlot;

  struct Free {
    void operator()(std::uint8_t* memory) const noexcept { ::operator delete(memory, std::align_val_t(kAlignment)); }
  };
  using Memory = std::unique_ptr<std::uint8_t, Free>;

  /// How many shares a slot has; 0 is free. Each on a line of its own: frames in flight are let go on many threads.
  struct alignas(kCacheLine) Shares {
    std::atomic<std::uint32_t> count{0};
  };
  static_assert(sizeof(Shares) == kCacheLine);

  FramePool(std::size_t slots, std::size_t bytes, std::size_t stride, Memory memory);

  void share(std::size_t index) noexcept;
  void release(std::size_t index) noexcept;
  [[nodiscard]] bool is_only_share(std::size_t index) const noexcept;
  [[nodiscard]] std::span<std::uint8_t> memory_of(std::size_t index) const noexcept;

  std::size_t slots_;
  std::size_t bytes_;
  std::size_t stride_;    // bytes from one slot to the next
  std::size_t next_ = 0;  // where acquire() looks first
  Memory memory_;
  std::vector<Shares> shares_;
  std::shared_ptr<Bell> bell_;
};

}  // namespace brigade::pipeline
