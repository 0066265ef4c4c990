#pragma once

#include "common/result.hpp"
#include "eval/detections/average_precision.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace brigade::eval {

/// Reads one YOLO label file: a line an object, `class cx cy w h`, the box's centre and size relative to the image's
/// size, 0..1; empty lines do not count. `width` and `height`: the image's, in pixels. The error names file and line.
[[nodiscard]] Result<std::vector<TrueObject>> read_yolo_labels(const std::filesystem::path& path, int width,
                                                               int height);

/// The objects of one image of a folder.
struct LabelledImage {
  std::string name;  ///< the image file's name without folder and ending
  std::vector<TrueObject> objects;
};

/// The images of a folder, by name, each with the objects in `labels`/NAME.txt; none where that file is absent, as in
/// YOLO. Of an image only the header is read. Errors: a folder that is missing, no image, two images of one name, a
/// label file without an image, an image or a label that cannot be read.
[[nodiscard]] Result<std::vector<LabelledImage>> read_yolo_folders(const std::filesystem::path& images,
                                                                   const std::filesystem::path& labels);

}  // namespace brigade::eval
