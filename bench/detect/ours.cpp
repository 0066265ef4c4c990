#include "bench/detect/ours.hpp"

#include "models/detector.hpp"
#include "models/measure_detector.hpp"
#include "models/measure_layers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace brigade::bench {
namespace {

constexpr std::array<std::string_view, 2> kPrecisions{"f32", "int8"};

/// A detection whose times nobody is told; milliseconds.
Result<double> run_unseen(models::Detector& detector, const vision::ImageView& picture) {
  const auto start = std::chrono::steady_clock::now();
  return detector.detect(picture).map([&](const auto&) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  });
}

/// How often what takes so many milliseconds is done in that time.
std::int64_t count_of(double milliseconds, std::chrono::milliseconds duration) {
  return std::max(std::int64_t{kLeastRuns},
                  static_cast<std::int64_t>(static_cast<double>(duration.count()) / milliseconds));
}

Result<void> measure_runs(models::Detector& detector, const vision::ImageView& picture, std::int64_t count,
                          Measurement& measured) {
  auto times = models::measure_detector(detector, {&picture, 1}, count);
  if (!times) {
    return tl::unexpected<Error>(std::move(times.error()));
  }
  measured.starts = std::move(times->starts);
  measured.network_ms = std::move(times->network);
  measured.preprocess_ms = std::move(times->preprocess);
  measured.decode_ms = std::move(times->decode);
  return {};
}

Result<void> measure_layers_of(models::Network& network, int count, Measurement& measured) {
  auto layers = models::measure_layers(network, count);
  if (!layers) {
    return tl::unexpected<Error>(std::move(layers.error()));
  }
  measured.layer_starts = std::move(layers->starts);
  for (std::size_t i = 0; i < layers->microseconds.size(); ++i) {
    measured.layers.push_back({.info = network.operators()[i], .microseconds = std::move(layers->microseconds[i])});
  }
  return {};
}

Result<Measurement> measure(models::Detector& detector, const vision::ImageView& picture,
                            std::chrono::milliseconds duration) {
  const auto unseen = run_unseen(detector, picture);
  if (!unseen) {
    return tl::unexpected<Error>(unseen.error());
  }
  const std::int64_t count = count_of(*unseen, duration);
  Measurement measured;
  measured.who = "ours";
  measured.network = fmt::format("{} {}", detector.model().name, detector.size());
  measured.multiply_accumulates = detector.network().multiply_accumulates();
  return measure_runs(detector, picture, count, measured)
      .and_then([&] {
        // In runs of their own: the clock calls between layers cost the network a little.
        return measure_layers_of(detector.network(), static_cast<int>(std::clamp<std::int64_t>(count / 4, 1, 5)),
                                 measured);
      })
      .map([&] { return measured; });
}

}  // namespace

std::span<const std::string_view> precisions() { return kPrecisions; }

Result<std::vector<OutputDigest>> digest_outputs(models::Detector& detector, const vision::ImageView& picture) {
  if (const auto detected = detector.detect(picture); !detected) {
    return tl::unexpected<Error>(detected.error());
  }
  models::Network& network = detector.network();
  const float looked_at = network.least_kept();
  network.keep_searched_values_from(-std::numeric_limits<float>::infinity());
  const auto ran = network.run();
  network.keep_searched_values_from(looked_at);
  if (!ran) {
    return tl::unexpected<Error>(ran.error());
  }
  std::vector<OutputDigest> outputs;
  outputs.reserve(detector.model().output_names.size());
  for (std::size_t i = 0; i < detector.model().output_names.size(); ++i) {
    outputs.push_back(digest(whole_output(network, i)));
  }
  return outputs;
}

Result<Measure> prepare_ours(const OurWay& way, const vision::ImageView& picture) {
  if (std::ranges::find(kPrecisions, way.precision) == kPrecisions.end()) {
    return failure("the detector does not compute in {}", way.precision);
  }
  auto created =
      models::Detector::create({.model = "centernet",
                                .threads = way.threads,
                                .categories = {},
                                .precision = way.precision == "int8" ? models::Precision::int8 : models::Precision::f32,
                                .int8_weights = way.int8_weights});
  if (!created) {
    return tl::unexpected<Error>(std::move(created.error()));
  }
  const auto detector = std::make_shared<models::Detector>(std::move(*created));
  auto outputs = digest_outputs(*detector, picture);
  if (!outputs) {
    return tl::unexpected<Error>(std::move(outputs.error()));
  }
  return [detector, picture, outputs = std::move(*outputs), precision = std::string(way.precision),
          threads = way.threads](std::chrono::milliseconds duration) {
    return measure(*detector, picture, duration).map([&](Measurement measured) {
      measured.precision = precision;
      measured.threads = threads;
      measured.outputs = outputs;
      return measured;
    });
  };
}

}  // namespace brigade::bench
