#pragma once

#include "common/result.hpp"
#include "common/text_file.hpp"
#include "vision/detection.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace brigade::eval {

/// Writes detections as one JSON array, row by row, so that a long video needs no memory and what was written before an
/// error stays. A row is a line:
/// `{"image": "000000000139", "category": 0, "label": "person", "score": 0.5, "bbox": [x, y, width, height]}`,
/// the box in pixels of the image, from its top left corner. One thread at a time.
class DetectionsWriter {
 public:
  /// Creates the file, or empties the one there.
  [[nodiscard]] static Result<DetectionsWriter> create(const std::filesystem::path& path);

  /// Appends a row; `image` is the name of the image's file without folder and ending. Refuses what JSON cannot hold:
  /// numbers that are not finite, names that are not UTF-8. After an error of the disk every further call gives that
  /// error.
  [[nodiscard]] Result<void> write(std::string_view image, const vision::Detection& detection, std::string_view label);

  /// Closes the array and the file. To be called once, as the last: a file without it is not whole and does not read.
  [[nodiscard]] Result<void> finish();

  /// Rows written so far.
  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
  DetectionsWriter(std::filesystem::path path, TextFile file) : path_(std::move(path)), file_(std::move(file)) {}

  [[nodiscard]] Result<void> append(std::string_view text);

  std::filesystem::path path_;
  TextFile file_;
  std::optional<Error> failed_;
  std::int64_t rows_ = 0;
};

/// One row of a detections file.
struct DetectionRow {
  std::string image;  ///< the image file's name without folder and ending
  vision::Detection detection;

  friend bool operator==(const DetectionRow&, const DetectionRow&) = default;
};

/// Reads the rows that DetectionsWriter wrote (or another program: fields besides these, and the label, are not looked
/// at), in their order. The error names the file and the row, counted from 1: not JSON or cut off, not an array, a
/// field missing or of the wrong kind, a category outside 0..79, a score outside 0..1, a box that is not four finite
/// numbers with a size of at least 0.
[[nodiscard]] Result<std::vector<DetectionRow>> read_detections(const std::filesystem::path& path);

}  // namespace brigade::eval
