#pragma once

#include "pipeline/frame_id.hpp"
#include "pipeline/mailbox.hpp"
#include "pipeline/spsc_ring.hpp"
#include "stages/detect/size_controller.hpp"
#include "stages/messages.hpp"
#include "stages/track/tracker.hpp"
#include "vision/heat_map.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace brigade::stages {

/// What the detect stage is asked for, from its next frame on.
struct DetectSettings {
  static constexpr std::size_t kMostCategories = 128;

  float score = 0.3F;                               ///< as in models::DetectorOptions, 0..1
  BoundedList<int, kMostCategories> categories{};   ///< of the model; empty: all
  std::optional<int> heat_category = std::nullopt;  ///< of which a heat map is made for every frame, or none
};

/// The detect stage goes on with another size of input, or cannot hold the rate that is wished for.
struct SizeChange {
  pipeline::FrameId frame_id = pipeline::kNoFrame;  ///< the frame before the change
  SizeDecision decision{};
  pipeline::Duration planning{};  ///< what planning the network for the new size took
};

/// The ways into and out of stages that run. One control thread writes settings, which a stage looks at before each of
/// its frames; nobody waits for anybody. Outlives the assembly.
struct LiveControls {
  pipeline::Mailbox<DetectSettings> detect;         ///< from the control thread to the detect stage
  pipeline::Mailbox<TrackerOptions> track;          ///< from the control thread to the track stage
  pipeline::Mailbox<vision::HeatMap> heat_maps;     ///< from the detect stage to whoever draws, a single thread
  pipeline::SpscRing<SizeChange> size_changes{64};  ///< from the detect stage to the control thread
};

/// What a person changes while looking at the picture.
struct LiveSettings {
  float score = 0.3F;                  ///< from which on detections are worth showing, 0..1
  std::span<const int> categories{};   ///< of the model; empty: all
  std::optional<int> heat_category{};  ///< or none
  bool stills = false;                 ///< pictures that need not follow from each other
};

/// Control thread. Tells the stages. What is not valid for the model (see models::check_decoding) ends the run.
void change(LiveControls& controls, const LiveSettings& settings);

}  // namespace brigade::stages
