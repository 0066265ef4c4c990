#include "stages/track/offline/picture_shift.hpp"

#include "common/median.hpp"

#include <cmath>

namespace brigade::stages {
namespace {

constexpr std::size_t kFewest = 4;  // objects in a frame
constexpr double kAgreement = 5;    // standard errors of the median that a shift is larger than

// The median, where it lies further from 0 than chance would put it.
double agreed(const std::vector<double>& values) {
  if (values.size() < kFewest) {
    return 0;
  }
  const double shift = median(values);
  std::vector<double> spread;
  spread.reserve(values.size());
  for (const double value : values) {
    spread.push_back(std::abs(value - shift));
  }
  // 1.4826 makes a standard deviation of a median distance, 1.2533 that of a median of one value, for normal errors.
  const double error = 1.4826 * 1.2533 * median(spread) / std::sqrt(static_cast<double>(values.size()));
  return std::abs(shift) > kAgreement * error ? shift : 0;
}

}  // namespace

std::vector<PictureShift> picture_shifts(std::span<const Tracklet> tracklets,
                                         std::span<const std::vector<MotionState>> states, std::size_t frames) {
  std::vector<std::vector<double>> right(frames);
  std::vector<std::vector<double>> down(frames);
  for (std::size_t i = 0; i < tracklets.size(); ++i) {
    const std::vector<Observation>& observations = tracklets[i].observations;
    for (std::size_t j = 0; j < observations.size(); ++j) {
      const vision::Box& box = observations[j].box;
      right[observations[j].frame].push_back(box.x + box.width / 2.0 - states[i][j][0].position);
      down[observations[j].frame].push_back(box.y + box.height / 2.0 - states[i][j][1].position);
    }
  }
  std::vector<PictureShift> shifts;
  shifts.reserve(frames);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    shifts.push_back({.right = agreed(right[frame]), .down = agreed(down[frame])});
  }
  return shifts;
}

}  // namespace brigade::stages
