#include "models/network/executor/arena.hpp"

#include <algorithm>
#include <numeric>

namespace brigade::models::network {

namespace {

bool alive_together(const BufferLifetime& a, const BufferLifetime& b) {
  return a.first_step <= b.last_step && b.first_step <= a.last_step;
}

}  // namespace

ArenaLayout lay_out(std::span<const BufferLifetime> buffers) {
  std::vector<std::size_t> by_size(buffers.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::ranges::sort(by_size, [&](std::size_t a, std::size_t b) {
    return buffers[a].bytes != buffers[b].bytes ? buffers[a].bytes > buffers[b].bytes : a < b;
  });

  ArenaLayout layout{.offsets = std::vector<std::size_t>(buffers.size())};
  std::vector<std::size_t> placed;  // by offset
  for (const std::size_t buffer : by_size) {
    const std::size_t bytes = whole_lines(buffers[buffer].bytes);
    std::size_t offset = 0;
    for (const std::size_t other : placed) {
      if (!alive_together(buffers[buffer], buffers[other])) {
        continue;
      }
      if (offset + bytes <= layout.offsets[other]) {
        break;
      }
      offset = std::max(offset, layout.offsets[other] + whole_lines(buffers[other].bytes));
    }
    layout.offsets[buffer] = offset;
    layout.bytes = std::max(layout.bytes, offset + bytes);
    const auto place = std::ranges::upper_bound(placed, offset, {}, [&](std::size_t i) { return layout.offsets[i]; });
    placed.insert(place, buffer);
  }
  return layout;
}

}  // namespace brigade::models::network
