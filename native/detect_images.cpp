#include "native/detect_images.hpp"

#include "pipeline/adaptors.hpp"
#include "pipeline/drive.hpp"
#include "pipeline/lanes.hpp"
#include "stages/image_files/image_files.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace brigade::native {
namespace {

using pipeline::FrameId;
using Paths = std::span<const std::filesystem::path>;

/// The number of an image that is to be searched.
struct Wanted {
  FrameId frame_id = 0;
};

/// What a detector found in it.
struct Found {
  FrameId frame_id = 0;
  std::vector<vision::Detection> detections;
};

constexpr std::size_t kQueue = 4;

/// Reads an image and searches it.
struct SearchImage {
  Paths images;
  models::Detector detector;

  Result<Found> operator()(Wanted wanted) {
    const auto image = stages::read_image(images[static_cast<std::size_t>(wanted.frame_id)]);
    if (!image) {
      return tl::unexpected<Error>(image.error());
    }
    return detector.detect(image->view()).map([&](std::span<const vision::Detection> detections) {
      return Found{.frame_id = wanted.frame_id, .detections = {detections.begin(), detections.end()}};
    });
  }
};

}  // namespace

Result<void> detect_images(Paths images, std::vector<models::Detector> detectors, const ConsumeDetections& consume,
                           const std::function<void(std::int64_t done)>& look) {
  pipeline::Lanes<Wanted, Found> lanes(detectors.size(), pipeline::Policy::lossless, kQueue);
  std::vector<pipeline::Stage> stages;
  stages.push_back(pipeline::make_source("images", lanes.deal([](Wanted image) { return image.frame_id; }),
                                         [next = FrameId{0}, count = std::ssize(images)]() mutable {
                                           using Produced = pipeline::Produced<Wanted>;
                                           return Result<Produced>(next == count ? Produced(pipeline::EndOfStream{})
                                                                                 : Produced(Wanted{next++}));
                                         }));
  for (std::size_t i = 0; i < detectors.size(); ++i) {
    SearchImage search{.images = images, .detector = std::move(detectors[i])};
    stages.push_back(
        pipeline::make_transform(fmt::format("detect {}", i + 1), lanes[i].before, lanes[i].after, std::move(search)));
  }
  stages.push_back(pipeline::make_sink("rows", lanes.collect(), [&](const Found& found) {
    return consume(images[static_cast<std::size_t>(found.frame_id)], found.detections);
  }));
  return pipeline::run_threads(stages, {.look = [&] { look(stages.back().summary().out); }});
}

}  // namespace brigade::native
