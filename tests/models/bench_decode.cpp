// Time of decoding alone at a score of 0.3, on made-up outputs of each network at its own size, with some twenty
// objects in them: JSON, medians.

#include "common/median.hpp"
#include "models/decode_centernet.hpp"
#include "models/decode_nanodet.hpp"
#include "models/heat_map.hpp"
#include "tests/models/largest_values.hpp"
#include "vision/heat_map.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace brigade::models;

constexpr int kRuns = 201;
constexpr int kClasses = 80;

/// Values of a network's output: nothing anywhere but for every `object`th cell, which has a person.
class Output {
 public:
  Output(int side, int channels, int object) : side_(side), channels_(channels) {
    std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same values in every run
    values_.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) *
                   static_cast<std::size_t>(channels));
    std::ranges::generate(values_, [&] { return -3 - static_cast<float>(random() % 1024) / 128; });
    for (std::size_t cell = 0; cell * channels < values_.size(); cell += static_cast<std::size_t>(object)) {
      values_[cell * static_cast<std::size_t>(channels)] = 1;
    }
  }

  [[nodiscard]] TensorView view() const {
    return {.height = side_, .width = side_, .channels = channels_, .values = values_};
  }

 private:
  int side_;
  int channels_;
  std::vector<float> values_;
};

template <typename Work>
double median_milliseconds(Work work) {
  work();
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return brigade::median(times);
}

}  // namespace

int main() {  // NOLINT(bugprone-exception-escape): out of memory may end it
  const Output logits(128, kClasses, 797);
  const Output side_values(128, 4, 797);
  const auto sides = [view = side_values.view()](int row, int column) { return std::span(view.at(row, column), 4); };
  const std::array levels{Output(52, kClasses + 4 * kNanodetBins, 173), Output(26, kClasses + 4 * kNanodetBins, 173),
                          Output(13, kClasses + 4 * kNanodetBins, 173)};
  const std::array level_views{levels[0].view(), levels[1].view(), levels[2].view()};
  const std::array nanodet_logits{ClassLogits{.logits = level_views[0]}, ClassLogits{.logits = level_views[1]},
                                  ClassLogits{.logits = level_views[2]}};
  const brigade::tests::LargestValues largest(logits.view());
  const ClassLogits classes{.logits = logits.view(), .largest = largest.view()};
  const std::array centernet_logits{classes};
  const DecodingOptions all{};
  const DecodingOptions persons{.categories = {0}};
  std::vector<brigade::vision::Detection> detections;
  brigade::vision::HeatMap map;
  nlohmann::ordered_json report;
  auto& centernet = report["decode_ms"]["centernet"];
  centernet["all"] = median_milliseconds([&] { decode_centernet(classes, sides, all, detections); });
  centernet["persons"] = median_milliseconds([&] { decode_centernet(classes, sides, persons, detections); });
  centernet["heat_map"] = median_milliseconds([&] {
    fill_heat_map(centernet_logits, {.stride = kCenternetStride}, letterbox_geometry(1, 1, 512, 512), 0, map);
  });
  auto& nanodet = report["decode_ms"]["nanodet"];
  nanodet["all"] = median_milliseconds([&] { decode_nanodet(level_views, all, detections); });
  nanodet["persons"] = median_milliseconds([&] { decode_nanodet(level_views, persons, detections); });
  nanodet["heat_map"] = median_milliseconds([&] {
    fill_heat_map(nanodet_logits, {.stride = kNanodetFirstStride}, letterbox_geometry(1, 1, 416, 416), 0, map);
  });
  std::puts(report.dump(2).c_str());
}
