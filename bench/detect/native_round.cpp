#include "bench/detect/native_round.hpp"

#include "bench/detect/lossless.hpp"
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
#include <utility>
#include <vector>

namespace brigade::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kThreads{1, 2};
constexpr int kCenternetSize = 512;

/// For each instruction set in every round, of which the best counts.
constexpr std::chrono::milliseconds kPeakDuration{50};

Result<void> write_inputs(const NativeSetup& setup, const vision::ImageView& picture) {
  if (setup.inputs.empty()) {
    return {};
  }
  return write_floats(setup.inputs / "centernet.f32", make_pixels(picture, kCenternetSize)).and_then([&] {
    return write_floats(setup.inputs / "yolox_nano.f32", make_planes(picture, kYoloxSize));
  });
}

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

Result<Measure> prepare_yolox(const NativeSetup& setup, const vision::ImageView& picture, int threads) {
  if (setup.yolox.empty()) {
    return failure("there is no yolox_nano.onnx in ../shared/models beside the checkout (or $BRIGADE_SHARED/models)");
  }
  return prepare_opencv_dnn(setup.yolox, make_planes(picture, kYoloxSize), threads);
}

/// Somebody on some threads, not there yet.
struct Candidate {
  std::string name;
  bool may_be_absent = true;
  std::function<Result<Measure>()> prepare;
};

/// Everybody, in the order in which they are listed. `setup` and `picture` must outlive them.
std::vector<Candidate> list_candidates(const NativeSetup& setup, const vision::ImageView& picture) {
  std::vector<Candidate> candidates;
  for (const int threads : kThreads) {
    for (const std::string_view precision : precisions()) {
      candidates.push_back({.name = fmt::format("ours, natively, {}, {} thread(s)", precision, threads),
                            .may_be_absent = false,
                            .prepare = [&setup, &picture, precision, threads] {
                              return prepare_ours(
                                  {.precision = precision, .threads = threads, .int8_weights = setup.int8_weights},
                                  picture);
                            }});
    }
    candidates.push_back({.name = fmt::format("XNNPACK, natively, {} thread(s)", threads),
                          .prepare = [&picture, threads] { return prepare_plain_xnnpack(threads, picture); }});
    candidates.push_back({.name = fmt::format("OpenCV DNN, natively, {} thread(s)", threads),
                          .prepare = [&setup, &picture, threads] { return prepare_yolox(setup, picture, threads); }});
    // Each has one thread.
    candidates.push_back({.name = fmt::format("ours, natively, lossless, {} detector(s)", threads),
                          .prepare = [threads] { return prepare_lossless(threads); }});
  }
  return candidates;
}

/// Ready, and what it does at its first runs behind it.
Result<Measure> prepare_warm(const Candidate& candidate, std::chrono::milliseconds warm_up) {
  auto ready = candidate.prepare();
  if (!ready) {
    return ready;
  }
  return (*ready)(warm_up).map([&](const Measurement&) { return *ready; });
}

Result<void> add_contestants(NativeBench& bench, const NativeSetup& setup, const vision::ImageView& picture) {
  for (const Candidate& candidate : list_candidates(setup, picture)) {
    auto ready = prepare_warm(candidate, setup.warm_up);
    if (ready) {
      bench.contestants.push_back(std::move(*ready));
    } else if (candidate.may_be_absent) {
      bench.skipped.push_back({{"what", candidate.name}, {"why", ready.error().message}});
    } else {
      return tl::unexpected<Error>(std::move(ready.error()));
    }
  }
  return {};
}

}  // namespace

Result<NativeBench> prepare_native_bench(const NativeSetup& setup) {
  auto pixels = read_picture(setup.picture);
  if (!pixels) {
    return tl::unexpected<Error>(pixels.error());
  }
  const auto centernet = models::find_model("centernet");
  if (!centernet) {
    return tl::unexpected<Error>(centernet.error());
  }
  NativeBench bench{.pixels = std::move(*pixels),
                    .contestants = {},
                    .networks = describe_networks(**centernet),
                    .skipped = Json::array()};
  const vision::ImageView picture = vision::packed_view(kPictureLayout, bench.pixels);
  return write_inputs(setup, picture).and_then([&] { return add_contestants(bench, setup, picture); }).map([&] {
    return std::move(bench);
  });
}

Result<Json> run_native_round(const NativeBench& bench, unsigned turn, std::chrono::milliseconds duration) {
  Json document{{"peaks", measure_peaks()},
                {"networks", bench.networks},
                {"measurements", Json::array()},
                {"skipped", bench.skipped}};
  std::vector<Json> measured(bench.contestants.size());
  for (const std::size_t index : turn_order(bench.contestants.size(), turn)) {
    const auto one = bench.contestants[index](duration);
    if (!one) {
      return tl::unexpected<Error>(one.error());
    }
    measured[index] = to_json(*one);
  }
  document["measurements"] = std::move(measured);
  return document;
}

}  // namespace brigade::bench
