#include "stages/render/painter.hpp"

#include "stages/render/convert.hpp"
#include "stages/render/heat_overlay.hpp"

namespace brigade::stages {

Painter::Painter(std::span<const std::string_view> labels, const PainterOptions& options)
    : labels_(labels), options_(options), trails_(options.trails) {}

vision::ImageView Painter::paint(const vision::ImageView& frame, std::span<const vision::TrackedObject> tracks,
                                 std::chrono::nanoseconds media_time, const Look& look) {
  prepare_canvas(frame, look);
  if (options_.draw_trails) {
    trails_.update(tracks, media_time);
  }
  draw_tracks(canvas_, tracks, labels_, options_.draw_trails ? &trails_ : nullptr, style_);
  return canvas();
}

vision::ImageView Painter::paint(const vision::ImageView& frame, std::span<const vision::Detection> detections,
                                 const Look& look) {
  prepare_canvas(frame, look);
  draw_detections(canvas_, detections, labels_, style_);
  return canvas();
}

vision::ImageView Painter::canvas() const {
  return options_.format == vision::PixelFormat::rgba ? view_of_rgba(canvas_) : view_of_bgr(canvas_);
}

void Painter::prepare_canvas(const vision::ImageView& frame, const Look& look) {
  if (options_.format == vision::PixelFormat::rgba) {
    to_rgba(frame, canvas_);
  } else {
    to_bgr(frame, canvas_);
  }
  if (look.heat_map != nullptr) {
    draw_heat(canvas_, *look.heat_map);
  }
  if (look.mirrored) {
    mirror(canvas_);
  }
  if (styled_for_ != canvas_.size()) {
    styled_for_ = canvas_.size();
    style_ = style_for(styled_for_);
    style_.scores = options_.draw_scores;
  }
  style_.mirrored = look.mirrored;
}

}  // namespace brigade::stages
