#pragma once

#include "common/result.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace brigade::models {

/// The 80 classes of COCO's detection task; a detection's category is an index into these names.
[[nodiscard]] std::span<const std::string_view> coco_labels();

/// The category of a label, spelled as in `labels`.
[[nodiscard]] std::optional<int> find_category(std::span<const std::string_view> labels, std::string_view label);

/// The categories of a list such as "person,traffic light": ascending, each once. Blanks around a label do not count.
/// The error names the label that is not known and those that are spelled like it.
[[nodiscard]] Result<std::vector<int>> parse_categories(std::span<const std::string_view> labels,
                                                        std::string_view list);

}  // namespace brigade::models
