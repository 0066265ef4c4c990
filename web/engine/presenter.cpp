#include "web/engine/presenter.hpp"

#include "web/engine/browser.hpp"

namespace brigade::web {

Presenter::Presenter(std::span<const std::string_view> labels, Desk& desk,
                     pipeline::Mailbox<vision::HeatMap>& heat_maps)
    : painter_(labels, {.format = vision::PixelFormat::rgba}), desk_(&desk), heat_maps_(&heat_maps) {}

Result<void> Presenter::operator()(const stages::PresentedFrame& frame) {
  look_at_desk();
  const vision::ImageView picture =
      painter_.paint(frame.image, frame.tracks, frame.media_time,
                     {.mirrored = view_.mirrored, .heat_map = view_.xray ? &heat_map_ : nullptr});
  brigade_show(picture.planes[0], picture.layout.width, picture.layout.height);
  report(frame);
  return {};
}

void Presenter::look_at_desk() {
  if (const auto view = desk_->view.take()) {
    view_ = *view;
  }
  if (const auto heat_map = heat_maps_->take()) {
    heat_map_ = *heat_map;
  }
}

void Presenter::report(const stages::PresentedFrame& frame) {
  ShownFrame shown{.width = frame.image.layout.width, .height = frame.image.layout.height};
  for (const vision::TrackedObject& track : frame.tracks) {
    vision::TrackedObject object = track;
    if (view_.mirrored) {
      object.box.x = static_cast<float>(shown.width) - track.box.x - track.box.width;
    }
    shown.tracks.push_back(object);
  }
  desk_->shown.put(shown);
}

}  // namespace brigade::web
