#include "eval/detections/scores_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace brigade::eval {
namespace {

using Json = nlohmann::ordered_json;

void append(Json& object, const AveragePrecision& precision) {
  object["AP"] = precision.ap;
  object["AP50"] = precision.ap50;
  object["AP75"] = precision.ap75;
}

std::string name_of(int category, std::span<const std::string_view> labels) {
  const auto index = static_cast<std::size_t>(category);
  return index < labels.size() ? std::string(labels[index]) : std::to_string(category);
}

void append_line(std::string& table, std::string_view name, std::int64_t objects, const AveragePrecision& precision) {
  table +=
      fmt::format("{:<16}{:>8}{:>8.4f}{:>8.4f}{:>8.4f}\n", name, objects, precision.ap, precision.ap50, precision.ap75);
}

}  // namespace

std::string to_table(const DetectionScores& scores, std::span<const std::string_view> labels) {
  std::string table = fmt::format("{:<16}{:>8}{:>8}{:>8}{:>8}\n", "category", "objects", "AP", "AP50", "AP75");
  for (const CategoryScores& scored : scores.categories) {
    append_line(table, name_of(scored.category, labels), scored.objects, scored.precision);
  }
  append_line(table, fmt::format("mean of {}", scores.categories.size()), scores.objects, scores.mean);
  return table;
}

std::string to_json(const DetectionScores& scores, std::span<const std::string_view> labels) {
  Json object;
  append(object, scores.mean);
  object["images"] = scores.images;
  object["objects"] = scores.objects;
  object["detections"] = scores.detections;
  object["categories"] = Json::array();
  for (const CategoryScores& scored : scores.categories) {
    Json entry{{"category", scored.category}, {"label", name_of(scored.category, labels)}, {"objects", scored.objects}};
    append(entry, scored.precision);
    object["categories"].push_back(std::move(entry));
  }
  return object.dump(2) + "\n";
}

}  // namespace brigade::eval
