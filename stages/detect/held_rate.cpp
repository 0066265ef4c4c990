#include "stages/detect/held_rate.hpp"

#include "pipeline/milliseconds.hpp"

#include <utility>

namespace brigade::stages {

using pipeline::milliseconds;

void add(HeldRate& held, const SizeChange& change) {
  held.size = change.decision.to;
  held.changes.push_back(change);
}

nlohmann::ordered_json to_json(const HeldRate& held, double detections_per_second) {
  auto changes = nlohmann::ordered_json::array();
  for (const SizeChange& change : held.changes) {
    changes.push_back({{"frame", change.frame_id},
                       {"from", change.decision.from},
                       {"to", change.decision.to},
                       {"reason", name_of(change.decision.reason)},
                       {"took_ms", milliseconds(change.decision.took)},
                       {"expected_ms", milliseconds(change.decision.expected)},
                       {"planning_ms", milliseconds(change.planning)}});
  }
  return {{"wanted", held.wish.per_second},
          {"detections_per_second", detections_per_second},
          {"least", held.wish.least},
          {"most", held.wish.most},
          {"size", held.size},
          {"threads", held.threads},
          {"changes", std::move(changes)}};
}

}  // namespace brigade::stages
