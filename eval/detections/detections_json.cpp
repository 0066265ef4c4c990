#include "eval/detections/detections_json.hpp"

#include "eval/detections/coco.hpp"
#include "eval/read_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace brigade::eval {
namespace {

using nlohmann::json;

/// A string as JSON, quotes included; nothing where it is not UTF-8.
std::optional<std::string> quoted(std::string_view text) {
  try {
    return json(text).dump();
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

bool all_finite(const vision::Detection& detection) {
  const vision::Box& box = detection.box;
  const std::array<float, 5> numbers{detection.score, box.x, box.y, box.width, box.height};
  return std::ranges::all_of(numbers, [](float number) { return std::isfinite(number); });
}

tl::unexpected<Error> not_a_row(std::string_view what) { return failure("{}", what); }

/// A number of the row that a float holds.
std::optional<float> number_of(const json& value) {
  if (!value.is_number()) {
    return std::nullopt;
  }
  const auto number = value.get<double>();
  if (!(std::abs(number) <= std::numeric_limits<float>::max())) {
    return std::nullopt;
  }
  return static_cast<float>(number);
}

std::optional<vision::Box> box_of(const json& value) {
  std::array<float, 4> numbers{};
  if (!value.is_array() || value.size() != numbers.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = number_of(value[i]);
    if (!number) {
      return std::nullopt;
    }
    numbers.at(i) = *number;
  }
  const auto [x, y, width, height] = numbers;
  if (width < 0 || height < 0) {
    return std::nullopt;
  }
  return vision::Box{.x = x, .y = y, .width = width, .height = height};
}

/// The field of that name, or null, which is a value that no field may have.
const json& field(const json& row, const char* name) {
  static const json kNull;
  const auto found = row.find(name);
  return found == row.end() ? kNull : *found;
}

Result<DetectionRow> parse_row(const json& row) {
  if (!row.is_object()) {
    return not_a_row("is not an object");
  }
  const json& image = field(row, "image");
  if (!image.is_string()) {
    return not_a_row("\"image\" must be a string: an image file's name without folder and ending");
  }
  const json& category = field(row, "category");
  if (!category.is_number_integer() || category < 0 || category >= kCategories) {
    return not_a_row("\"category\" must be an integer from 0 to 79");
  }
  const auto score = number_of(field(row, "score"));
  if (!score || *score < 0 || *score > 1) {
    return not_a_row("\"score\" must be a number from 0 to 1");
  }
  const auto box = box_of(field(row, "bbox"));
  if (!box) {
    return not_a_row("\"bbox\" must be [x, y, width, height], four finite numbers, the size at least 0");
  }
  return DetectionRow{.image = image.get<std::string>(),
                      .detection = {.box = *box, .score = *score, .category = category.get<int>()}};
}

/// The parser's reason without its tag "[json.exception…] ".
std::string reason_of(const json::exception& error) {
  const std::string_view text = error.what();
  const auto tag = text.find("] ");
  return std::string(tag == std::string_view::npos ? text : text.substr(tag + 2));
}

Result<json> parse_json(const std::filesystem::path& path, const std::string& text) {
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    return failure("{}: not JSON, or cut off ({}): write the detections again", path.string(), reason_of(error));
  }
}

Result<std::vector<DetectionRow>> parse_rows(const std::filesystem::path& path, const json& document) {
  if (!document.is_array()) {
    return failure("{}: not a list of detections: it must be a JSON array as `brigade detect` writes it",
                   path.string());
  }
  std::vector<DetectionRow> rows;
  rows.reserve(document.size());
  for (const json& row : document) {
    auto parsed = parse_row(row);
    if (!parsed) {
      return failure("{}: row {}: {}", path.string(), rows.size() + 1, parsed.error().message);
    }
    rows.push_back(*std::move(parsed));
  }
  return rows;
}

}  // namespace

Result<DetectionsWriter> DetectionsWriter::create(const std::filesystem::path& path) {
  return TextFile::create(path).map([&](TextFile&& file) { return DetectionsWriter(path, std::move(file)); });
}

Result<void> DetectionsWriter::append(std::string_view text) {
  if (!failed_) {
    if (auto written = file_.write(text); !written) {
      failed_ = std::move(written.error());
    }
  }
  return failed_ ? Result<void>(tl::unexpected<Error>(*failed_)) : Result<void>();
}

Result<void> DetectionsWriter::write(std::string_view image, const vision::Detection& detection,
                                     std::string_view label) {
  if (!all_finite(detection)) {
    return failure("{}: a detection in {} has a score or a box that is not a finite number: nothing was written of it",
                   path_.string(), image);
  }
  const auto quoted_image = quoted(image);
  const auto quoted_label = quoted(label);
  if (!quoted_image || !quoted_label) {
    return failure("{}: the name of an image is not valid UTF-8 and cannot stand in JSON: rename the image",
                   path_.string());
  }
  const vision::Box& box = detection.box;
  auto written =
      append(fmt::format(R"({}{{"image": {}, "category": {}, "label": {}, "score": {}, "bbox": [{}, {}, {}, {}]}})",
                         rows_ == 0 ? "[\n" : ",\n", *quoted_image, detection.category, *quoted_label, detection.score,
                         box.x, box.y, box.width, box.height));
  if (written) {
    ++rows_;
  }
  return written;
}

Result<void> DetectionsWriter::finish() {
  return append(rows_ == 0 ? "[]\n" : "\n]\n").and_then([&] { return file_.close(); });
}

Result<std::vector<DetectionRow>> read_detections(const std::filesystem::path& path) {
  return read_file(path)
      .and_then([&](const std::string& text) { return parse_json(path, text); })
      .and_then([&](const json& document) { return parse_rows(path, document); });
}

}  // namespace brigade::eval
