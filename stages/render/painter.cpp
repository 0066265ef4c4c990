#include "stages/render/painter.hpp"

#include "stages/render/convert.hpp"

namespace brigade::stages {

Painter::Painter(std::span<const std::string_view> labels, const PainterOptions& options)
    : labels_(labels), options_(options), trails_(options.trails) {}

vision::ImageView Painter::paint(const vision::ImageView& frame, std::span<const vision::TrackedObject> tracks,
                                 std::chrono::nanoseconds media_time) {
  prepare_canvas(frame);
  if (options_.draw_trails) {
    trails_.update(tracks, media_time);
  }
  draw_tracks(canvas_, tracks, labels_, options_.draw_trails ? &trails_ : nullptr, style_);
  return view_of_bgr(canvas_);
}

vision::ImageView Painter::paint(const vision::ImageView& frame, std::span<const vision::Detection> detections) {
  prepare_canvas(frame);
  draw_detections(canvas_, detections, labels_, style_);
  return view_of_bgr(canvas_);
}

void Painter::prepare_canvas(const vision::ImageView& frame) {
  to_bgr(frame, canvas_);
  if (styled_for_ != canvas_.size()) {
    styled_for_ = canvas_.size();
    style_ = style_for(styled_for_);
    style_.scores = options_.draw_scores;
  }
}

}  // namespace brigade::stages
