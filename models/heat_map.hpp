#pragma once

#include "models/class_logits.hpp"
#include "models/letterbox_geometry.hpp"
#include "vision/heat_map.hpp"

#include <span>

namespace brigade::models {

/// Logits that are less give a score of 0 in a heat map.
inline constexpr float kColdestLogit = -6.3F;

/// Where a network's logits lie within its input.
struct LogitGrid {
  int stride = 0;    ///< pixels of the input from one cell of the first level to the next
  float offset = 0;  ///< left and upper edge of the first cell, pixels of the input
};

/// What a network sees of one category. `levels`: maps whose first channels are the categories' logits, each of twice
/// the stride of the one before; a place takes the largest logit that any level has there. `map` gets the cells that
/// touch the image as it lies within the input, without the letterbox's border; where they are more than it holds, the
/// largest of each block of cells; cells that are not there have a score of 0. `category` is a channel of every level.
void fill_heat_map(std::span<const ClassLogits> levels, const LogitGrid& grid, const LetterboxGeometry& letterbox,
                   int category, vision::HeatMap& map);

}  // namespace brigade::models
