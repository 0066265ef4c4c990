#include "stages/track/camera_motion/features.hpp"

#include "stages/track/camera_motion/optical_flow.hpp"

#include <algorithm>

namespace brigade::stages {
namespace {

constexpr int kCell = 20;       // pixels: 144 cells in a picture of 16:9
constexpr int kCandidates = 4;  // pixels between those that are looked at
constexpr int kRadius = 3;      // of the surroundings
// Of differences over two pixels: what a faint corner of some four grey levels has, and noise has not.
constexpr double kLeastCorner = 16.0 * (2 * kRadius + 1) * (2 * kRadius + 1);

double cornerness(const GreyPicture& picture, int x, int y) {
  int xx = 0;
  int xy = 0;
  int yy = 0;
  for (int j = y - kRadius; j <= y + kRadius; ++j) {
    const std::uint8_t* above = picture.row(j - 1);
    const std::uint8_t* row = picture.row(j);
    const std::uint8_t* below = picture.row(j + 1);
    for (int i = x - kRadius; i <= x + kRadius; ++i) {
      const int across = row[i + 1] - row[i - 1];
      const int down = below[i] - above[i];
      xx += across * across;
      xy += across * down;
      yy += down * down;
    }
  }
  const double trace = static_cast<double>(xx) + yy;
  const double determinant = static_cast<double>(xx) * yy - static_cast<double>(xy) * xy;
  return trace > 0 ? 2 * determinant / trace : 0;
}

bool contains(const vision::Box& box, int x, int y) {
  const auto across = static_cast<float>(x) + 0.5F;
  const auto down = static_cast<float>(y) + 0.5F;
  return across >= box.x && across < box.x + box.width && down >= box.y && down < box.y + box.height;
}

bool is_avoided(std::span<const vision::Box> avoided, int x, int y) {
  return std::ranges::any_of(avoided, [x, y](const vision::Box& box) { return contains(box, x, y); });
}

}  // namespace

void find_features(const GreyPicture& picture, std::span<const vision::Box> avoided, std::vector<Feature>& features) {
  features.clear();
  const int right = picture.width - kFlowMargin;
  const int bottom = picture.height - kFlowMargin;
  for (int cell_y = kFlowMargin; cell_y < bottom; cell_y += kCell) {
    for (int cell_x = kFlowMargin; cell_x < right; cell_x += kCell) {
      double best = kLeastCorner;
      Feature feature{.x = -1, .y = -1};
      for (int y = cell_y; y < std::min(cell_y + kCell, bottom); y += kCandidates) {
        for (int x = cell_x; x < std::min(cell_x + kCell, right); x += kCandidates) {
          const double corner = is_avoided(avoided, x, y) ? 0 : cornerness(picture, x, y);
          if (corner > best) {
            best = corner;
            feature = {.x = x, .y = y};
          }
        }
      }
      if (feature.x >= 0) {
        features.push_back(feature);
      }
    }
  }
}

}  // namespace brigade::stages
