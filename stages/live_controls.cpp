#include "stages/live_controls.hpp"

namespace brigade::stages {

void change(LiveControls& controls, const LiveSettings& settings) {
  const TrackerOptions tracker =
      settings.stills ? options_for_stills(settings.score) : options_for_score(settings.score);
  DetectSettings detect{.score = detector_score(settings.score, tracker), .heat_category = settings.heat_category};
  detect.categories.assign(settings.categories);
  controls.detect.put(detect);
  controls.track.put(tracker);
}

}  // namespace brigade::stages
