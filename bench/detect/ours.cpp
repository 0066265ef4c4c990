#include "bench/detect/ours.hpp"

#include "bench/detect/time_runs.hpp"
#include "common/median.hpp"
#include "models/detector.hpp"
#include "models/measure_detector.hpp"
#include "models/measure_layers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

namespace brigade::bench {
namespace {

constexpr std::array<std::string_view, 2> kPrecisions{"f32", "int8"};

Result<Measurement> measure(models::Detector& detector, const vision::ImageView& picture,
                            std::chrono::milliseconds duration) {
  Measurement measured;
  const auto warm = time_runs([&] { return detector.detect(picture).map([](const auto&) {}); }, duration / 2);
  if (!warm) {
    return tl::unexpected<Error>(warm.error());
  }
  const auto count =
      static_cast<std::int64_t>(static_cast<double>(duration.count()) / std::max(median(warm->milliseconds), 0.1));
  auto times = models::measure_detector(detector, {&picture, 1}, std::max<std::int64_t>(3, count));
  if (!times) {
    return tl::unexpected<Error>(times.error());
  }
  models::Network& network = detector.network();
  // In runs of their own: the clock calls between layers cost the network a little.
  auto layers = models::measure_layers(network, static_cast<int>(std::clamp<std::int64_t>(count / 2, 3, 15)));
  if (!layers) {
    return tl::unexpected<Error>(layers.error());
  }
  measured.starts = std::move(times->starts);
  measured.network_ms = std::move(times->network);
  measured.preprocess_ms = std::move(times->preprocess);
  measured.decode_ms = std::move(times->decode);
  measured.layer_starts = std::move(layers->starts);
  for (std::size_t i = 0; i < layers->microseconds.size(); ++i) {
    measured.layers.push_back({.info = network.operators()[i], .microseconds = std::move(layers->microseconds[i])});
  }
  measured.multiply_accumulates = network.multiply_accumulates();
  // Outputs are compared whole, of which the detector keeps what it looks at.
  network.keep_searched_values_from(-std::numeric_limits<float>::infinity());
  if (const auto ran = network.run(); !ran) {
    return tl::unexpected<Error>(ran.error());
  }
  for (std::size_t i = 0; i < detector.model().output_names.size(); ++i) {
    measured.outputs.push_back(digest(whole_output(network, i)));
  }
  return measured;
}

}  // namespace

std::span<const std::string_view> precisions() { return kPrecisions; }

Result<Measurement> measure_ours(const OurWay& way, const vision::ImageView& picture,
                                 std::chrono::milliseconds duration) {
  if (std::ranges::find(kPrecisions, way.precision) == kPrecisions.end()) {
    return failure("the detector does not compute in {}", way.precision);
  }
  auto detector =
      models::Detector::create({.model = "centernet",
                                .threads = way.threads,
                                .categories = {},
                                .precision = way.precision == "int8" ? models::Precision::int8 : models::Precision::f32,
                                .int8_weights = way.int8_weights});
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  auto measured = measure(*detector, picture, duration);
  if (measured) {
    measured->who = "ours";
    measured->network = fmt::format("{} {}", detector->model().name, detector->size());
    measured->precision = way.precision;
    measured->threads = way.threads;
  }
  return measured;
}

}  // namespace brigade::bench
