#pragma once

#include "common/result.hpp"
#include "pipeline/mailbox.hpp"
#include "stages/messages.hpp"
#include "stages/render/painter.hpp"
#include "stages/render/render_step.hpp"
#include "vision/heat_map.hpp"

#include <span>
#include <string_view>

namespace brigade::web {

/// The boxes of a frame as it is shown, mirrored if it is.
struct ShownFrame {
  int width = 0;
  int height = 0;
  stages::BoundedList<vision::TrackedObject, stages::kMostObjects> tracks{};
};

/// How pictures are to be shown.
struct View {
  bool mirrored = false;
  bool xray = false;  ///< the heat map is laid over the picture
};

/// What render and the engine's thread leave for each other; each mailbox has one writer and one reader.
struct Desk {
  pipeline::Mailbox<View> view;         ///< to render
  pipeline::Mailbox<ShownFrame> shown;  ///< of render
};

/// What the render stage does with a frame: draws trails, boxes and labels over it and shows it on the canvas of the
/// thread it is called on.
class Presenter {
 public:
  /// Labels, desk and the mailbox of heat maps outlive it.
  Presenter(std::span<const std::string_view> labels, Desk& desk, pipeline::Mailbox<vision::HeatMap>& heat_maps);

  [[nodiscard]] Result<void> operator()(const stages::PresentedFrame& frame);

 private:
  void look_at_desk();
  void report(const stages::PresentedFrame& frame);

  stages::Painter painter_;
  Desk* desk_;
  pipeline::Mailbox<vision::HeatMap>* heat_maps_;
  View view_;
  vision::HeatMap heat_map_;
};

}  // namespace brigade::web
