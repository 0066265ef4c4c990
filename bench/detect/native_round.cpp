#include "bench/detect/native_round.hpp"

#include "bench/detect/measurement.hpp"
#include "bench/detect/opencv_dnn.hpp"
#include "bench/detect/ours.hpp"
#include "bench/detect/peak/peak.hpp"
#include "bench/detect/picture.hpp"
#include "bench/detect/plain_xnnpack.hpp"
#include "bench/detect/turn_order.hpp"
#include "models/catalogue.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
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

Result<Measurement> measure_yolox(const NativeRound& round, const vision::ImageView& picture, int threads) {
  if (round.yolox.empty()) {
    return failure("there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)");
  }
  return measure_opencv_dnn(round.yolox, make_planes(picture, kYoloxSize), threads, round.duration);
}

/// Somebody on some threads.
struct Contestant {
  std::string name;
  bool may_be_absent = true;
  std::function<Result<Measurement>()> measure;
};

/// Everybody, in the order in which they are listed. `round` and `picture` must outlive them.
std::vector<Contestant> list_contestants(const NativeRound& round, const vision::ImageView& picture) {
  std::vector<Contestant> contestants;
  for (const int threads : kThreads) {
    for (const std::string_view precision : precisions()) {
      contestants.push_back({.name = fmt::format("ours, natively, {}, {} thread(s)", precision, threads),
                             .may_be_absent = false,
                             .measure = [&round, &picture, precision, threads] {
                               return measure_ours(
                                   {.precision = precision, .threads = threads, .int8_weights = round.int8_weights},
                                   picture, round.duration);
                             }});
    }
    contestants.push_back(
        {.name = fmt::format("XNNPACK, natively, {} thread(s)", threads),
         .measure = [&round, &picture, threads] { return measure_plain_xnnpack(threads, picture, round.duration); }});
    contestants.push_back({.name = fmt::format("OpenCV DNN, natively, {} thread(s)", threads),
                           .measure = [&round, &picture, threads] { return measure_yolox(round, picture, threads); }});
  }
  return contestants;
}

/// What everybody did, in the order of `contestants`, whatever the turn. Fails where somebody does who must be there.
Result<std::vector<Result<Measurement>>> measure_in_turn(const std::vector<Contestant>& contestants, unsigned turn) {
  std::vector<Result<Measurement>> measured(contestants.size());
  for (const std::size_t index : turn_order(contestants.size(), turn)) {
    measured[index] = contestants[index].measure();
    if (!measured[index] && !contestants[index].may_be_absent) {
      return tl::unexpected<Error>(measured[index].error());
    }
  }
  return measured;
}

Result<void> add_measurements(Json& document, const NativeRound& round, const vision::ImageView& picture) {
  const std::vector<Contestant> contestants = list_contestants(round, picture);
  const auto measured = measure_in_turn(contestants, round.turn);
  if (!measured) {
    return tl::unexpected<Error>(measured.error());
  }
  for (std::size_t i = 0; i < contestants.size(); ++i) {
    if (const auto& one = (*measured)[i]) {
      document["measurements"].push_back(to_json(*one));
    } else {
      document["skipped"].push_back({{"what", contestants[i].name}, {"why", one.error().message}});
    }
  }
  return {};
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
  return add_measurements(document, round, picture).map([&] { return document; });
}

}  // namespace brigade::bench
