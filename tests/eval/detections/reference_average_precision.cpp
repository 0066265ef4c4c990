#include "tests/eval/detections/reference_average_precision.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace brigade::tests {
namespace {

struct Entry {
  std::size_t image = 0;
  std::size_t row = 0;
  const vision::Detection* detection = nullptr;
};

double overlap(const vision::Box& a, const vision::Box& b) {
  const double left = std::max<double>(a.x, b.x);
  const double top = std::max<double>(a.y, b.y);
  const double right = std::min(static_cast<double>(a.x) + a.width, static_cast<double>(b.x) + b.width);
  const double bottom = std::min(static_cast<double>(a.y) + a.height, static_cast<double>(b.y) + b.height);
  const double shared = std::max(right - left, 0.0) * std::max(bottom - top, 0.0);
  return shared / (static_cast<double>(a.width) * a.height + static_cast<double>(b.width) * b.height - shared);
}

/// Whether fewer than 100 detections of the same category and image come before this one.
bool counts(const eval::JudgedImage& image, const Entry& entry) {
  int before = 0;
  for (std::size_t row = 0; row < image.detections.size(); ++row) {
    const auto& other = image.detections[row];
    const bool earlier =
        other.score > entry.detection->score || (other.score == entry.detection->score && row < entry.row);
    before += other.category == entry.detection->category && earlier ? 1 : 0;
  }
  return before < 100;
}

std::vector<Entry> all_in_order(std::span<const eval::JudgedImage> images, int category) {
  std::vector<Entry> entries;
  for (std::size_t image = 0; image < images.size(); ++image) {
    for (std::size_t row = 0; row < images[image].detections.size(); ++row) {
      const Entry entry{.image = image, .row = row, .detection = &images[image].detections[row]};
      if (entry.detection->category == category && counts(images[image], entry)) {
        entries.push_back(entry);
      }
    }
  }
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return std::tuple(-a.detection->score, a.image, a.row) < std::tuple(-b.detection->score, b.image, b.row);
  });
  return entries;
}

/// Claims the object of the largest overlap, the last of equals.
bool claims(const Entry& entry, const eval::JudgedImage& image, double threshold,
            std::set<std::pair<std::size_t, std::size_t>>& claimed) {
  std::set<std::pair<double, std::size_t>> candidates;
  for (std::size_t object = 0; object < image.truth.size(); ++object) {
    const double shared = overlap(entry.detection->box, image.truth[object].box);
    if (image.truth[object].category == entry.detection->category && shared >= threshold &&
        !claimed.contains({entry.image, object})) {
      candidates.emplace(shared, object);
    }
  }
  if (candidates.empty()) {
    return false;
  }
  claimed.emplace(entry.image, candidates.rbegin()->second);
  return true;
}

}  // namespace

double reference_average_precision(std::span<const eval::JudgedImage> images, int category, double threshold) {
  double objects = 0;
  for (const auto& image : images) {
    objects += static_cast<double>(std::ranges::count(image.truth, category, &eval::TrueObject::category));
  }
  std::set<std::pair<std::size_t, std::size_t>> claimed;
  std::vector<std::pair<double, double>> curve;  // recall, precision
  for (const Entry& entry : all_in_order(images, category)) {
    claims(entry, images[entry.image], threshold, claimed);
    const auto hits = static_cast<double>(claimed.size());
    curve.emplace_back(hits / objects, hits / static_cast<double>(curve.size() + 1));
  }
  double sum = 0;
  for (int step = 0; step <= 100; ++step) {
    double best = 0;
    for (const auto& [recall, precision] : curve) {
      best = recall >= step * 0.01 ? std::max(best, precision) : best;
    }
    sum += best;
  }
  return sum / 101;
}

}  // namespace brigade::tests
