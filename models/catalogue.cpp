#include "models/catalogue.hpp"

#include "common/cache.hpp"
#include "models/labels.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

namespace brigade::models {

namespace {

// Logits and box sides in input pixels. The graph goes on to sigmoid, peaks and boxes; the decoder does that for the
// few places that matter.
constexpr std::array<std::string_view, 2> kCenternetOutputs{"tower_0/CenternetHead/centernet_cls_output/BiasAdd",
                                                            "tower_0/wh"};

// Sides are wanted of cells that are objects, a hundred of sixteen thousand.
constexpr std::array<std::string_view, 1> kCenternetSparseOutputs{kCenternetOutputs[1]};
constexpr std::array<std::string_view, 1> kCenternetSearchedOutputs{kCenternetOutputs[0]};

// The last convolution of the strides 8, 16 and 32: class logits and the distributions of the four distances together.
constexpr std::array<std::string_view, 3> kNanodetOutputs{"PartitionedCall/Add_29", "PartitionedCall/Add_33",
                                                          "PartitionedCall/Add_37"};

/// The entries, built at first use: the labels are another file's, whose initialisation must come first.
std::array<ModelEntry, 2> make_catalogue() {
  return {{
      {
          .name = "centernet",
          .task = "object detection (COCO)",
          .graph = {.name = "centernet.json",
                    .sha256 = "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05"},
          .weights = {.name = "centernet.bin",
                      .sha256 = "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef"},
          .licence = "none: upstream states none",
          .size = 512,
          .parameters = 2'015'000,
          .multiply_accumulates = 1'295'000'000,
          .preprocessing = {},
          .decoder = Decoder::centernet,
          .output_names = kCenternetOutputs,
          .sparse_outputs = kCenternetSparseOutputs,
          .searched_outputs = kCenternetSearchedOutputs,
          .labels = coco_labels(),
      },
      {
          .name = "nanodet",
          .task = "object detection (COCO)",
          .graph = {.name = "nanodet.json",
                    .sha256 = "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d"},
          .weights = {.name = "nanodet.bin",
                      .sha256 = "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9"},
          .licence = "Apache-2.0",
          .size = 416,
          .parameters = 3'786'000,
          .multiply_accumulates = 2'090'000'000,
          .preprocessing = {.order = ChannelOrder::bgr,
                            .mean = {103.53F, 116.28F, 123.675F},
                            .standard_deviation = {57.375F, 57.12F, 58.395F}},
          .decoder = Decoder::nanodet,
          .output_names = kNanodetOutputs,
          .sparse_outputs = {},
          .searched_outputs = {},
          .labels = coco_labels(),
      },
  }};
}

}  // namespace

std::span<const ModelEntry> catalogue() {
  static const std::array<ModelEntry, 2> kEntries = make_catalogue();
  return kEntries;
}

Result<const ModelEntry*> find_model(std::string_view name) {
  const std::span<const ModelEntry> entries = catalogue();
  const auto found = std::ranges::find(entries, name, &ModelEntry::name);
  if (found == entries.end()) {
    std::vector<std::string_view> names;
    std::ranges::transform(entries, std::back_inserter(names), &ModelEntry::name);
    return failure("unknown model '{}': the models are {}", name, fmt::join(names, ", "));
  }
  return &*found;
}

std::filesystem::path weights_folder() { return cache_folder() / "weights" / "human-models-3.0.4"; }

std::filesystem::path int8_file(const ModelEntry& entry) {
  return cache_folder() / "weights" / "int8" / fmt::format("{}.int8", entry.name);
}

bool installed(const ModelEntry& entry) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(weights_folder() / entry.graph.name, ignored) &&
         std::filesystem::is_regular_file(weights_folder() / entry.weights.name, ignored);
}

Result<void> need_installed(const ModelEntry& entry) {
  if (!installed(entry)) {
    return failure("the weights of {} are not installed in {}: run script/bootstrap weights", entry.name,
                   weights_folder().string());
  }
  return {};
}

}  // namespace brigade::models
