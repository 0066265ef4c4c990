#pragma once

#include "vision/image.hpp"

#include <cstdint>
#include <span>

namespace brigade::stages {

/// The layout with its sides swapped where the number of clockwise quarter turns (0..3) is odd.
[[nodiscard]] vision::ImageLayout rotated_layout(const vision::ImageLayout& layout, int quarter_turns);

/// Copies an I420 frame turned clockwise by 0..3 quarters into `target`, packed (at least packed_bytes of it).
void rotate_i420(const vision::ImageView& view, int quarter_turns, std::span<std::uint8_t> target);

}  // namespace brigade::stages
