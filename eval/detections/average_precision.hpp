#pragma once

#include "vision/detection.hpp"
#include "vision/geometry.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace brigade::eval {

/// An object that a person marked in an image.
struct TrueObject {
  vision::Box box;
  int category = 0;

  friend bool operator==(const TrueObject&, const TrueObject&) = default;
};

/// What is in one image, and what a detector found there (in any order).
struct JudgedImage {
  std::vector<TrueObject> truth;
  std::vector<vision::Detection> detections;
};

/// Average precision, 0..1, over COCO's ten IoU thresholds .50, .55 … .95 and at two of them.
struct AveragePrecision {
  double ap = 0;    ///< mean over the ten thresholds: COCO's primary figure
  double ap50 = 0;  ///< at IoU .50, as PASCAL VOC has it
  double ap75 = 0;  ///< at IoU .75

  friend bool operator==(const AveragePrecision&, const AveragePrecision&) = default;
};

struct CategoryScores {
  int category = 0;
  std::int64_t objects = 0;
  AveragePrecision precision;
};

struct DetectionScores {
  AveragePrecision mean;                   ///< over `categories`; NaN where there is none
  std::vector<CategoryScores> categories;  ///< those present in the truth, ascending
  std::int64_t images = 0;
  std::int64_t objects = 0;
  std::int64_t detections = 0;  ///< given, whether counted or not
};

/// Average precision by the rules of COCO: Lin et al., "Microsoft COCO: Common Objects in Context", ECCV 2014, as
/// pycocotools computes it (COCOeval, all areas, maxDets 100).
///
/// For each category the 100 best detections of an image are taken by falling score, rows of equal score in the order
/// given; each claims the object that it overlaps most among those not yet claimed, if their IoU reaches the threshold.
/// A detection without an object, so also a second one of the same object, is a false positive. Over all images by
/// falling score this gives precision as a function of recall; AP is the mean, at the 101 recalls 0, .01 … 1, of the
/// best precision at that recall or a higher one (0 where that recall is not reached). Detections of categories that
/// the truth does not hold count for nothing.
///
/// COCO's crowds, ignored regions and areas by size are not here: YOLO labels know none of them.
///
/// Scores are finite. Deterministic; keeps nothing between calls, so any thread may call it.
[[nodiscard]] DetectionScores average_precision(std::span<const JudgedImage> images);

}  // namespace brigade::eval
