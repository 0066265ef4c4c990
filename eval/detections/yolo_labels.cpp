#include "eval/detections/yolo_labels.hpp"

#include "common/number_reader.hpp"
#include "eval/detections/coco.hpp"
#include "eval/read_file.hpp"
#include "stages/image_files/image_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

namespace brigade::eval {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kNumbers = 5;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (auto begin = line.find_first_not_of(kBlanks); begin != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(kBlanks, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(kBlanks, end);
  }
  return words;
}

std::optional<int> parse_integer(std::string_view word) {
  int number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() ? std::optional(number) : std::nullopt;
}

/// One line's object; the error says what is wrong with the line, not yet where.
Result<TrueObject> parse_object(const std::vector<std::string_view>& words, int width, int height) {
  if (words.size() != kNumbers) {
    return failure("{} numbers instead of the five `class cx cy w h`", words.size());
  }
  const auto category = parse_integer(words[0]);
  if (!category || *category < 0 || *category >= kCategories) {
    return failure("the class '{}' is not an integer from 0 to {}", words[0], kCategories - 1);
  }
  NumberReader reader;
  std::array<double, kNumbers - 1> relative{};
  for (std::size_t i = 0; i < relative.size(); ++i) {
    const auto number = reader.read(words[i + 1]);
    if (!number || *number < 0 || *number > 1) {
      return failure("'{}' is not a number from 0 to 1, relative to the image's size", words[i + 1]);
    }
    relative.at(i) = *number;
  }
  const auto [cx, cy, w, h] = relative;
  return TrueObject{.box = {.x = static_cast<float>((cx - w / 2) * width),
                            .y = static_cast<float>((cy - h / 2) * height),
                            .width = static_cast<float>(w * width),
                            .height = static_cast<float>(h * height)},
                    .category = *category};
}

using Stems = std::map<std::string, std::filesystem::path>;

Result<Stems> stems_of(const std::vector<std::filesystem::path>& images) {
  Stems stems;
  for (const auto& image : images) {
    const auto [other, added] = stems.emplace(image.stem().string(), image);
    if (!added) {
      return failure("{} and {}: both images would have the same labels and detections: rename one",
                     other->second.string(), image.string());
    }
  }
  return stems;
}

/// The error names a label file to which no image belongs.
Result<void> check_label_folder(const std::filesystem::path& labels, const Stems& images) {
  std::error_code error;
  std::filesystem::directory_iterator entry(labels, error);
  std::optional<std::filesystem::path> stray;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::filesystem::path& path = entry->path();
    if (path.extension() == ".txt" && !images.contains(path.stem().string())) {
      stray = std::min(stray.value_or(path), path);  // the same one, whatever the order of the folder
    }
  }
  if (error) {
    return failure("{}: the folder of labels cannot be read ({}): check the path and its permissions", labels.string(),
                   error.message());
  }
  if (stray) {
    return failure("{}: there is no image of this name: remove the label file or add its image", stray->string());
  }
  return {};
}

Result<std::vector<TrueObject>> read_objects(const std::filesystem::path& image, const std::filesystem::path& labels) {
  const auto layout = stages::read_image_layout(image);
  if (!layout) {
    return tl::unexpected<Error>(layout.error());
  }
  std::error_code error;
  if (!std::filesystem::exists(labels, error) && !error) {
    return {};
  }
  return read_yolo_labels(labels, layout->width, layout->height);
}

Result<std::vector<LabelledImage>> read_all(const Stems& images, const std::filesystem::path& labels) {
  std::vector<LabelledImage> labelled;
  for (const auto& [name, image] : images) {
    auto objects = read_objects(image, labels / (name + ".txt"));
    if (!objects) {
      return tl::unexpected<Error>(std::move(objects.error()));
    }
    labelled.push_back({.name = name, .objects = *std::move(objects)});
  }
  return labelled;
}

}  // namespace

Result<std::vector<TrueObject>> read_yolo_labels(const std::filesystem::path& path, int width, int height) {
  const auto text = read_file(path);
  if (!text) {
    return tl::unexpected<Error>(text.error());
  }
  std::vector<TrueObject> objects;
  int number = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    ++number;
    const auto words = words_of(line);
    if (words.empty()) {
      continue;
    }
    const auto object = parse_object(words, width, height);
    if (!object) {
      return failure("{}: line {}: {}", path.string(), number, object.error().message);
    }
    objects.push_back(*object);
  }
  return objects;
}

Result<std::vector<LabelledImage>> read_yolo_folders(const std::filesystem::path& images,
                                                     const std::filesystem::path& labels) {
  const auto stems = stages::list_images(images).and_then(stems_of);
  if (!stems) {
    return tl::unexpected<Error>(stems.error());
  }
  return check_label_folder(labels, *stems).and_then([&] { return read_all(*stems, labels); });
}

}  // namespace brigade::eval
