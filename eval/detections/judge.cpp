#include "eval/detections/judge.hpp"

#include "eval/detections/detections_json.hpp"
#include "eval/detections/yolo_labels.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace brigade::eval {
namespace {

using ImagesByName = std::map<std::string, JudgedImage>;

ImagesByName by_name(std::vector<LabelledImage> labelled) {
  ImagesByName images;
  for (LabelledImage& image : labelled) {
    images[image.name].truth = std::move(image.objects);
  }
  return images;
}

}  // namespace

Result<DetectionScores> judge_detections(const std::filesystem::path& images, const std::filesystem::path& labels,
                                         const std::filesystem::path& detections) {
  const auto rows = read_detections(detections);
  if (!rows) {
    return tl::unexpected<Error>(rows.error());
  }
  auto judged = read_yolo_folders(images, labels).map(by_name);
  if (!judged) {
    return tl::unexpected<Error>(std::move(judged.error()));
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const auto image = judged->find((*rows)[i].image);
    if (image == judged->end()) {
      return failure("{}: row {}: there is no image '{}' in {}: judge with the images that were detected in",
                     detections.string(), i + 1, (*rows)[i].image, images.string());
    }
    image->second.detections.push_back((*rows)[i].detection);
  }
  std::vector<JudgedImage> in_order;
  for (auto& [name, image] : *judged) {
    in_order.push_back(std::move(image));
  }
  DetectionScores scores = average_precision(in_order);
  if (scores.objects == 0) {
    return failure("{}: the labels hold no object, so there is nothing to judge by: check the folder", labels.string());
  }
  return scores;
}

}  // namespace brigade::eval
