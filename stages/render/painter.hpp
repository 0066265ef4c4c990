#pragma once

#include "stages/render/draw.hpp"
#include "stages/render/trails.hpp"
#include "vision/detection.hpp"
#include "vision/heat_map.hpp"
#include "vision/image.hpp"

#include <opencv2/core/mat.hpp>

#include <chrono>
#include <span>
#include <string_view>

namespace brigade::stages {

struct PainterOptions {
  vision::PixelFormat format =
      vision::PixelFormat::bgr;  ///< of the picture painted: bgr, or rgba for a browser's canvas
  TrailOptions trails = {};
  bool draw_trails = true;
  bool draw_scores = true;
};

/// What may differ from picture to picture.
struct Look {
  /// As in a mirror: the picture, and boxes and trails with it, turned round; labels stay readable.
  bool mirrored = false;
  const vision::HeatMap* heat_map = nullptr;  ///< laid over the picture, below boxes and trails; or null
};

/// The render step: a frame and its tracks in, the annotated picture out. Owns the canvas and the trails; after the
/// first frame of a size it allocates nothing. For use by one thread at a time.
class Painter {
 public:
  /// `labels[category]` names a category; the strings must outlive the painter.
  explicit Painter(std::span<const std::string_view> labels, const PainterOptions& options = {});

  /// Converts `frame` (any pixel format) to the painter's own and draws trails, boxes and labels in the colour of their
  /// id, at sizes fit for the frame's. `media_time`: of the frame; going backwards starts all trails anew. Boxes are
  /// those of the frame, mirrored or not. The view returned is the painter's own canvas, without gaps between rows,
  /// valid until the next call.
  [[nodiscard]] vision::ImageView paint(const vision::ImageView& frame, std::span<const vision::TrackedObject> tracks,
                                        std::chrono::nanoseconds media_time, const Look& look = {});

  /// The same for untracked objects: no trails, the colour of their category.
  [[nodiscard]] vision::ImageView paint(const vision::ImageView& frame, std::span<const vision::Detection> detections,
                                        const Look& look = {});

 private:
  void prepare_canvas(const vision::ImageView& frame, const Look& look);
  [[nodiscard]] vision::ImageView canvas() const;

  std::span<const std::string_view> labels_;
  PainterOptions options_;
  Trails trails_;
  cv::Mat canvas_;
  cv::Size styled_for_;
  Style style_;  ///< for `styled_for_`
};

}  // namespace brigade::stages
