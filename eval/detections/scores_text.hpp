#pragma once

#include "eval/detections/average_precision.hpp"

#include <span>
#include <string>
#include <string_view>

namespace brigade::eval {

/// The scores for the terminal: a line a category, the mean as the last. `labels` are the categories' names; a category
/// without one goes by its number.
[[nodiscard]] std::string to_table(const DetectionScores& scores, std::span<const std::string_view> labels);

/// The scores as a JSON object: AP, AP50, AP75, images, objects, detections, and `categories`, a list with the same
/// figures for each; ends with a newline, as the table does.
[[nodiscard]] std::string to_json(const DetectionScores& scores, std::span<const std::string_view> labels);

}  // namespace brigade::eval
