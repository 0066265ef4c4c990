#include "bench/detect/native_round.hpp"

#include "bench/detect/measurement.hpp"
#include "bench/detect/opencv_dnn.hpp"
#include "bench/detect/ours.hpp"
#include "bench/detect/peak/peak.hpp"
#include "bench/detect/picture.hpp"
#include "bench/detect/plain_xnnpack.hpp"
#include "models/catalogue.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace brigade::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kThreads{1, 2};
constexpr int kCenternetSize = 512;

/// For each instruction set: enough to find the machine undisturbed.
constexpr std::chrono::milliseconds kPeakDuration{500};

Result<void> write_inputs(const NativeRound& round, const vision::ImageView& picture) {
  if (round.inputs.empty()) {
    return {};
  }
  return write_floats(round.inputs / "centernet.f32", make_pixels(picture, kCenternetSize)).and_then([&] {
    return write_floats(round.inputs / "yolox_nano.f32", make_planes(picture, kYoloxSize));
  });
}

/// What peers elsewhere must know of the networks that they are given.
Json describe_networks(const models::ModelEntry& centernet) {
  return {{"centernet",
           {{"name", fmt::format("{} {}", centernet.name, centernet.size)},
            {"multiply_accumulates", centernet.multiply_accumulates},
            {"outputs", centernet.output_names}}},
          {"yolox",
           {{"name", fmt::format("yolox_nano {}", kYoloxSize)},
            {"multiply_accumulates", kYoloxMultiplyAccumulates},
            {"outputs", Json::array()}}}};
}

Json measure_peaks() {
  auto peaks = Json::array();
  for (const PeakKernel& kernel : peak_kernels()) {
    peaks.push_back(to_json(measure_peak(kernel, kPeakDuration)));
  }
  return peaks;
}

Result<void> add_ours(Json& measurements, const NativeRound& round, int threads, const vision::ImageView& picture) {
  for (const std::string_view precision : precisions()) {
    const auto measured = measure_ours({.precision = precision, .threads = threads, .int8_weights = round.int8_weights},
                                       picture, round.duration);
    if (!measured) {
      return tl::unexpected<Error>(measured.error());
    }
    measurements.push_back(to_json(*measured));
  }
  return {};
}

void add_peer(Json& document, const std::string& what, const Result<Measurement>& measured) {
  if (measured) {
    document["measurements"].push_back(to_json(*measured));
  } else {
    document["skipped"].push_back({{"what", what}, {"why", measured.error().message}});
  }
}

Result<Measurement> measure_yolox(const NativeRound& round, const vision::ImageView& picture, int threads) {
  if (round.yolox.empty()) {
    return failure("there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)");
  }
  return measure_opencv_dnn(round.yolox, make_planes(picture, kYoloxSize), threads, round.duration);
}

}  // namespace

Result<Json> run_native_round(const NativeRound& round) {
  const auto pixels = read_picture(round.picture);
  if (!pixels) {
    return tl::unexpected<Error>(pixels.error());
  }
  const vision::ImageView picture = vision::packed_view(kPictureLayout, *pixels);
  if (const auto written = write_inputs(round, picture); !written) {
    return tl::unexpected<Error>(written.error());
  }
  const auto centernet = models::find_model("centernet");
  if (!centernet) {
    return tl::unexpected<Error>(centernet.error());
  }
  Json document{{"peaks", measure_peaks()},
                {"networks", describe_networks(**centernet)},
                {"measurements", Json::array()},
                {"skipped", Json::array()}};
  for (const int threads : kThreads) {
    if (const auto added = add_ours(document["measurements"], round, threads, picture); !added) {
      return tl::unexpected<Error>(added.error());
    }
    add_peer(document, fmt::format("XNNPACK, natively, {} thread(s)", threads),
             measure_plain_xnnpack(threads, picture, round.duration));
    add_peer(document, fmt::format("OpenCV DNN, natively, {} thread(s)", threads),
             measure_yolox(round, picture, threads));
  }
  return document;
}

}  // namespace brigade::bench
