#include "models/labels.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>

namespace brigade::models {

namespace {

constexpr std::array<std::string_view, 80> kCocoLabels{
    "person",         "bicycle",    "car",           "motorcycle",    "airplane",     "bus",           "train",
    "truck",          "boat",       "traffic light", "fire hydrant",  "stop sign",    "parking meter", "bench",
    "bird",           "cat",        "dog",           "horse",         "sheep",        "cow",           "elephant",
    "bear",           "zebra",      "giraffe",       "backpack",      "umbrella",     "handbag",       "tie",
    "suitcase",       "frisbee",    "skis",          "snowboard",     "sports ball",  "kite",          "baseball bat",
    "baseball glove", "skateboard", "surfboard",     "tennis racket", "bottle",       "wine glass",    "cup",
    "fork",           "knife",      "spoon",         "bowl",          "banana",       "apple",         "sandwich",
    "orange",         "broccoli",   "carrot",        "hot dog",       "pizza",        "donut",         "cake",
    "chair",          "couch",      "potted plant",  "bed",           "dining table", "toilet",        "tv",
    "laptop",         "mouse",      "remote",        "keyboard",      "cell phone",   "microwave",     "oven",
    "toaster",        "sink",       "refrigerator",  "book",          "clock",        "vase",          "scissors",
    "teddy bear",     "hair drier", "toothbrush"};

/// Levenshtein's distance: the least number of letters to insert, delete or replace.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// Whether somebody who wrote `written` may have meant `label`: a slip or two, or only one word of several.
bool resembles(std::string_view label, std::string_view written) {
  const std::size_t slips = std::max<std::size_t>(1, written.size() / 3);
  const bool contained = written.size() >= 3 && label.find(written) != std::string_view::npos;
  return contained || edit_distance(label, written) <= slips;
}

Error unknown_label(std::span<const std::string_view> labels, std::string_view written) {
  std::vector<std::string_view> near;
  std::ranges::copy_if(labels, std::back_inserter(near),
                       [&](std::string_view label) { return resembles(label, written); });
  if (near.empty()) {
    return {fmt::format("unknown class '{}': the model knows {}", written, fmt::join(labels, ", "))};
  }
  return {fmt::format("unknown class '{}': did you mean '{}'?", written, fmt::join(near, "' or '"))};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::span<const std::string_view> coco_labels() { return kCocoLabels; }

std::optional<int> find_category(std::span<const std::string_view> labels, std::string_view label) {
  const auto found = std::ranges::find(labels, label);
  if (found == labels.end()) {
    return std::nullopt;
  }
  return static_cast<int>(found - labels.begin());
}

Result<std::vector<int>> parse_categories(std::span<const std::string_view> labels, std::string_view list) {
  std::vector<int> categories;
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    const std::string_view label = trimmed(list.substr(0, comma));
    more = comma != std::string_view::npos;
    list.remove_prefix(more ? comma + 1 : list.size());
    if (label.empty()) {
      return failure("the list of classes has an empty place: write it like 'person,car'");
    }
    const std::optional<int> category = find_category(labels, label);
    if (!category) {
      return tl::unexpected(unknown_label(labels, label));
    }
    categories.push_back(*category);
  }
  std::ranges::sort(categories);
  const auto repeated = std::ranges::unique(categories);
  categories.erase(repeated.begin(), repeated.end());
  return categories;
}

}  // namespace brigade::models
