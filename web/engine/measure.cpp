#include "web/engine/measure.hpp"

#include "models/measure_detector.hpp"
#include "stages/capture/synthetic.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace brigade::web {
namespace {

constexpr std::int64_t kFramesInMemory = 8;  // 11 MB: more than a cache holds

}  // namespace

Result<std::string> measure(const SessionOptions& options, std::int64_t frames) {
  auto detector = models::Detector::create({.model = options.network.model,
                                            .size = options.size,
                                            .score = options.live.score,
                                            .threads = options.threads,
                                            .categories = options.live.categories,
                                            .precision = options.network.precision});
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  const auto scene = stages::make_synthetic_scene({.width = 1280, .height = 720});
  if (!scene) {
    return tl::unexpected<Error>(scene.error());
  }
  const vision::ImageLayout layout = stages::synthetic_layout(scene->options);
  std::vector<std::vector<std::uint8_t>> pixels(kFramesInMemory);
  std::vector<vision::ImageView> views;
  for (std::int64_t frame = 0; frame < kFramesInMemory; ++frame) {
    auto& memory = pixels[static_cast<std::size_t>(frame)];
    memory.resize(vision::packed_bytes(layout));
    stages::draw_synthetic_frame(*scene, frame, memory);
    views.push_back(vision::packed_view(layout, memory));
  }
  // The first runs are slower: the browser has not compiled everything at its best yet.
  return models::measure_detector(*detector, views, std::max<std::int64_t>(1, frames / 4))
      .and_then([&](const models::DetectionTimes&) { return models::measure_detector(*detector, views, frames); })
      .map([](const models::DetectionTimes& times) {
        return nlohmann::json{{"frames_per_second", times.frames_per_second},
                              {"preprocess", times.preprocess},
                              {"network", times.network},
                              {"decode", times.decode}}
            .dump();
      });
}

}  // namespace brigade::web
