#include "models/network/executor/arena.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

namespace brigade::models::network {

namespace {

/// What a byte that goes from core to core costs, in bytes of memory. From 5 on centernet exchanges nothing, for 8 %
/// more memory; a hundred would buy nothing more.
constexpr std::size_t kExchangedByteCost = 5;

/// Of the arena, whole lines.
struct Stretch {
  std::size_t first = 0;
  std::size_t end = 0;
};

bool alive_together(const BufferLifetime& a, const BufferLifetime& b) {
  return a.first_step <= b.last_step && b.first_step <= a.last_step;
}

std::size_t common_bytes(const Stretch& a, const Stretch& b) {
  const std::size_t first = std::max(a.first, b.first);
  const std::size_t end = std::min(a.end, b.end);
  return first < end ? end - first : 0;
}

/// What a thread computes of a buffer.
Stretch part_of(const Stretch& buffer, std::size_t thread, std::size_t threads) {
  const std::size_t bytes = buffer.end - buffer.first;
  return {.first = buffer.first + bytes * thread / threads, .end = buffer.first + bytes * (thread + 1) / threads};
}

/// What lies in one thread's part of the one buffer and in another thread's of the other.
std::size_t exchanged_bytes(const Stretch& a, const Stretch& b, std::size_t threads) {
  std::size_t bytes = common_bytes(a, b);
  for (std::size_t thread = 0; bytes > 0 && thread < threads; ++thread) {
    bytes -= common_bytes(part_of(a, thread, threads), part_of(b, thread, threads));
  }
  return bytes;
}

/// The buffers that have their places.
class Arena {
 public:
  Arena(std::span<const BufferLifetime> buffers, std::size_t threads)
      : buffers_(buffers), threads_(threads), places_(buffers.size()) {}

  void place(std::size_t buffer) {
    std::tuple<std::size_t, std::size_t> least{std::numeric_limits<std::size_t>::max(), 0};
    for (const std::size_t offset : offsets_for(buffer)) {
      if (const auto cost = cost_of(buffer, at(offset, buffer))) {
        least = std::min(least, {*cost, offset});
      }
    }
    places_[buffer] = at(std::get<1>(least), buffer);
    bytes_ = std::max(bytes_, places_[buffer].end);
    placed_.push_back(buffer);
  }

  [[nodiscard]] ArenaLayout layout() const {
    ArenaLayout layout{.offsets = {}, .bytes = bytes_};
    std::ranges::transform(places_, std::back_inserter(layout.offsets), &Stretch::first);
    return layout;
  }

 private:
  [[nodiscard]] Stretch at(std::size_t offset, std::size_t buffer) const {
    return {.first = offset, .end = offset + whole_lines(buffers_[buffer].bytes)};
  }

  /// Where it may be worth while: at the front, behind those that are placed, and about their middles.
  [[nodiscard]] std::vector<std::size_t> offsets_for(std::size_t buffer) const {
    const std::size_t half = whole_lines(buffers_[buffer].bytes) / 2;
    std::vector<std::size_t> offsets{0};
    for (const std::size_t other : placed_) {
      const Stretch& place = places_[other];
      offsets.push_back(place.end);
      if (const std::size_t middle = (place.first + place.end) / 2; middle >= half) {
        offsets.push_back(whole_lines(middle - half));
      }
    }
    return offsets;
  }

  /// None where something else lies there.
  [[nodiscard]] std::optional<std::size_t> cost_of(std::size_t buffer, const Stretch& place) const {
    std::size_t exchanged = 0;
    for (const std::size_t other : placed_) {
      if (!alive_together(buffers_[buffer], buffers_[other])) {
        exchanged += exchanged_bytes(place, places_[other], threads_);
      } else if (common_bytes(place, places_[other]) > 0) {
        return std::nullopt;
      }
    }
    return kExchangedByteCost * exchanged + (std::max(place.end, bytes_) - bytes_);
  }

  std::span<const BufferLifetime> buffers_;
  std::size_t threads_;
  std::vector<Stretch> places_;
  std::vector<std::size_t> placed_;
  std::size_t bytes_ = 0;
};

}  // namespace

ArenaLayout lay_out(std::span<const BufferLifetime> buffers, std::size_t threads) {
  std::vector<std::size_t> by_size(buffers.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::ranges::sort(by_size, [&](std::size_t a, std::size_t b) {
    return buffers[a].bytes != buffers[b].bytes ? buffers[a].bytes > buffers[b].bytes : a < b;
  });
  Arena arena(buffers, threads);
  std::ranges::for_each(by_size, [&](std::size_t buffer) { arena.place(buffer); });
  return arena.layout();
}

}  // namespace brigade::models::network
