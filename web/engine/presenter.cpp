#include "web/engine/presenter.hpp"

#include "web/engine/browser.hpp"

#include <utility>

namespace brigade::web {

Presenter::Presenter(std::span<const std::string_view> labels, Desk& desk)
    : painter_(labels, {.format = vision::PixelFormat::rgba}), desk_(&desk) {}

Result<void> Presenter::operator()(const stages::PresentedFrame& frame) {
  look_at_desk();
  painter_.set_mirrored(view_.mirrored);
  const vision::ImageView picture =
      painter_.paint(frame.image, frame.tracks, frame.media_time, view_.xray ? &heat_ : nullptr);
  brigade_show(picture.planes[0], picture.layout.width, picture.layout.height);
  report(frame);
  return {};
}

void Presenter::look_at_desk() {
  if (const auto view = desk_->view.take()) {
    view_ = *view;
  }
  if (auto heat = desk_->heat.take()) {
    heat_ = *std::move(heat);
  }
}

void Presenter::report(const stages::PresentedFrame& frame) {
  ShownFrame shown{.width = frame.image.layout.width, .height = frame.image.layout.height};
  shown.tracks.assign(frame.tracks);
  desk_->shown.put(shown);
}

}  // namespace brigade::web
