#pragma once

#include "stages/render/draw.hpp"
#include "stages/render/trails.hpp"
#include "vision/detection.hpp"
#include "vision/image.hpp"

#include <opencv2/core/mat.hpp>

#include <chrono>
#include <span>
#include <string_view>

namespace brigade::stages {

struct PainterOptions {
  TrailOptions trails = {};
  bool draw_trails = true;
  bool draw_scores = true;
};

/// The render step: a frame and its tracks in, the annotated picture out. Owns the canvas and the trails; after the
/// first frame of a size it allocates nothing. For use by one thread at a time.
class Painter {
 public:
  /// `labels[category]` names a category; the strings must outlive the painter.
  explicit Painter(std::span<const std::string_view> labels, const PainterOptions& options = {});

  /// Converts `frame` (any pixel format) to BGR and draws trails, boxes and labels in the colour of their id, at sizes
  /// fit for the frame's. `media_time`: of the frame; going backwards starts all trails anew. The view returned
  /// (PixelFormat::bgr) is the painter's own canvas, valid until the next call.
  [[nodiscard]] vision::ImageView paint(const vision::ImageView& frame, std::span<const vision::TrackedObject> tracks,
                                        std::chrono::nanoseconds media_time);

  /// The same for untracked objects: no trails, the colour of their category.
  [[nodiscard]] vision::ImageView paint(const vision::ImageView& frame, std::span<const vision::Detection> detections);

 private:
  void prepare_canvas(const vision::ImageView& frame);

  std::span<const std::string_view> labels_;
  PainterOptions options_;
  Trails trails_;
  cv::Mat canvas_;
  cv::Size styled_for_;
  Style style_;  ///< for `styled_for_`
};

}  // namespace brigade::stages
