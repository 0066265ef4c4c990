#include "pipeline/frame_pool.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace brigade::pipeline {

FrameSlot::FrameSlot(const FrameSlot& other) noexcept : pool_(other.pool_), index_(other.index_) {
  if (pool_ != nullptr) {
    pool_->share(index_);
  }
}

FrameSlot::~FrameSlot() {
  if (pool_ != nullptr) {
    pool_->release(index_);
  }
}

std::span<const std::uint8_t> FrameSlot::bytes() const noexcept {
  return pool_ != nullptr ? pool_->memory_of(index_) : std::span<const std::uint8_t>();
}

std::span<std::uint8_t> FrameSlot::writable() noexcept {
  const bool mine = pool_ != nullptr && pool_->is_only_share(index_);
  return mine ? pool_->memory_of(index_) : std::span<std::uint8_t>();
}

Result<std::unique_ptr<FramePool>> FramePool::create(std::size_t slots, std::size_t bytes) {
  const auto too_much = [&] {
    return failure("no memory for {} frames of {} bytes; try a smaller picture or fewer frames in flight", slots,
                   bytes);
  };
  if (slots == 0 || bytes == 0) {
    return failure("a frame pool needs at least one frame of at least one byte, not {} of {}", slots, bytes);
  }
  constexpr std::size_t kMost = std::numeric_limits<std::ptrdiff_t>::max();
  if (bytes > kMost - kPadding - kAlignment) {
    return too_much();
  }
  const std::size_t stride = (bytes + kPadding + kAlignment - 1) / kAlignment * kAlignment;
  if (slots > kMost / stride) {
    return too_much();
  }
  Memory memory(static_cast<std::uint8_t*>(::operator new(slots * stride, std::align_val_t(kAlignment), std::nothrow)));
  if (!memory) {
    return too_much();
  }
  for (std::size_t i = 0; i < slots; ++i) {
    std::memset(memory.get() + i * stride + bytes, 0, stride - bytes);
  }
  return std::unique_ptr<FramePool>(new FramePool(slots, bytes, stride, std::move(memory)));
}

FramePool::FramePool(std::size_t slots, std::size_t bytes, std::size_t stride, Memory memory)
    : slots_(slots), bytes_(bytes), stride_(stride), memory_(std::move(memory)), shares_(slots) {}

std::optional<FrameSlot> FramePool::acquire() noexcept {
  for (std::size_t tried = 0; tried < slots_; ++tried) {
    const std::size_t index = std::exchange(next_, next_ + 1 == slots_ ? 0 : next_ + 1);
    auto& count = shares_[index].count;
    // acquire: pairs with the release in release(); the last holder is done reading before we write
    if (count.load(std::memory_order_acquire) == 0) {
      // relaxed: only this thread takes a count away from 0, and nobody else has a share to look at it with
      count.store(1, std::memory_order_relaxed);
      return FrameSlot(this, index);
    }
  }
  return std::nullopt;
}

void FramePool::share(std::size_t index) noexcept {
  // relaxed: the caller holds a share, so the count cannot reach 0 meanwhile; handing the copy to another thread goes
  // through a channel, which publishes it
  shares_[index].count.fetch_add(1, std::memory_order_relaxed);
}

void FramePool::release(std::size_t index) noexcept {
  // release: our reads of the slot are done before the acquirer, or a holder who finds itself alone, writes to it. The
  // decrements form one release sequence, so the acquire that reads the last of them pairs with all. No acquire here:
  // the last holder destroys nothing.
  if (shares_[index].count.fetch_sub(1, std::memory_order_release) == 1 && bell_) {
    bell_->ring();
  }
}

bool FramePool::is_only_share(std::size_t index) const noexcept {
  // acquire: pairs with release(), so that whoever shared the slot before is done reading
  return shares_[index].count.load(std::memory_order_acquire) == 1;
}

std::size_t FramePool::free_slots() const noexcept {
  // relaxed: a number for people to read
  return static_cast<std::size_t>(std::ranges::count_if(
      shares_, [](const Shares& shares) { return shares.count.load(std::memory_order_relaxed) == 0; }));
}

std::span<std::uint8_t> FramePool::memory_of(std::size_t index) const noexcept {
  return {memory_.get() + index * stride_, bytes_};
}

}  // namespace brigade::pipeline
