#include "models/detector.hpp"

#include "models/decode_centernet.hpp"
#include "models/decode_nanodet.hpp"
#include "models/heat_map.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <system_error>
#include <utility>

namespace brigade::models {

namespace {

constexpr int kLargestSize = 2048;
constexpr int kMostThreads = 256;

Result<void> check_size(int size) {
  if (size < kSizeStep || size > kLargestSize || size % kSizeStep != 0) {
    return failure("the detector's size {} must be a multiple of {} from {} to {}", size, kSizeStep, kSizeStep,
                   kLargestSize);
  }
  return {};
}

Result<void> check(const DetectorOptions& options, const ModelEntry& model) {
  if (options.threads < 1 || options.threads > kMostThreads) {
    return failure("the detector cannot run on {} threads: give 1 to {}", options.threads, kMostThreads);
  }
  if (options.most < 1) {
    return failure("the detector cannot keep {} detections an image: give at least 1", options.most);
  }
  return check_decoding(model, options.score, options.categories);
}

/// The file of the network: of floats, or what was made of it for int8.
Result<std::filesystem::path> network_file(const DetectorOptions& options, const ModelEntry& entry) {
  if (options.precision == Precision::f32) {
    return need_installed(entry).map([&] { return weights_folder() / entry.graph.name; });
  }
  std::filesystem::path file = options.int8_weights.empty() ? int8_file(entry) : options.int8_weights;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return failure("{}: no such file: brigade quantize --model {} makes int8 weights", file.string(), entry.name);
  }
  if (!is_int8_network(file)) {
    return failure("{}: not a file that brigade quantize wrote", file.string());
  }
  return file;
}

/// As decoders want them: ascending, each once.
void set_categories(DecodingOptions& decoding, std::span<const int> categories) {
  decoding.categories.assign(categories.begin(), categories.end());
  std::ranges::sort(decoding.categories);
  const auto repeated = std::ranges::unique(decoding.categories);
  decoding.categories.erase(repeated.begin(), repeated.end());
}

/// Whether every plane of the image's format is there.
bool has_pixels(const vision::ImageView& image) {
  if (image.layout.width < 1 || image.layout.height < 1) {
    return false;
  }
  const auto sizes = vision::plane_sizes(image.layout);
  for (std::size_t plane = 0; plane < sizes.size(); ++plane) {
    if (sizes[plane].rows > 0 && image.planes[plane] == nullptr) {
      return false;
    }
  }
  return true;
}

ClassLogits class_logits(const Network& network, std::size_t output) {
  return {
      .logits = network.output(output), .largest = network.largest_values(output), .least_kept = network.least_kept()};
}

vision::Box clipped(const vision::Box& box, float width, float height) {
  const float left = std::clamp(box.x, 0.0F, width);
  const float top = std::clamp(box.y, 0.0F, height);
  const float right = std::clamp(box.x + box.width, 0.0F, width);
  const float bottom = std::clamp(box.y + box.height, 0.0F, height);
  return {.x = left, .y = top, .width = right - left, .height = bottom - top};
}

}  // namespace

Result<void> check_decoding(const ModelEntry& model, float score, std::span<const int> categories) {
  const bool is_probability = score >= 0 && score <= 1;  // false for NaN as well
  if (!is_probability) {
    return failure("the least score {} must lie between 0 and 1", score);
  }
  const auto classes = static_cast<int>(model.labels.size());
  for (const int category : categories) {
    if (category < 0 || category >= classes) {
      return failure("{} has no category {}: they are 0 to {}", model.name, category, classes - 1);
    }
  }
  return {};
}

Result<Detector> Detector::create(const DetectorOptions& options) {
  return create_side_by_side(options, 1).map([](std::vector<Detector> one) { return std::move(one.front()); });
}

Result<std::vector<Detector>> Detector::create_side_by_side(const DetectorOptions& options, int count) {
  const auto model = find_model(options.model);
  if (!model) {
    return tl::unexpected(model.error());
  }
  const ModelEntry& entry = **model;
  const int size = options.size == 0 ? entry.size : options.size;
  if (const auto checked = check_size(size).and_then([&] { return check(options, entry); }); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto file = network_file(options, entry);
  if (!file) {
    return tl::unexpected(file.error());
  }
  auto networks =
      Network::load_side_by_side({.model_json = *file,
                                  .input_width = size,
                                  .input_height = size,
                                  .output_names = {entry.output_names.begin(), entry.output_names.end()},
                                  .threads = options.threads,
                                  .sparse_outputs = {entry.sparse_outputs.begin(), entry.sparse_outputs.end()},
                                  .searched_outputs = {entry.searched_outputs.begin(), entry.searched_outputs.end()}},
                                 count);
  if (!networks) {
    return tl::unexpected(networks.error());
  }
  DecodingOptions decoding{.score = options.score, .most = static_cast<std::size_t>(options.most)};
  set_categories(decoding, options.categories);
  std::vector<Detector> detectors;
  for (Network& network : *networks) {
    detectors.push_back(Detector(entry, size, decoding, std::move(network)));
  }
  return detectors;
}

Detector::Detector(const ModelEntry& model, int size, DecodingOptions decoding, Network network)
    : model_(&model),
      size_(size),
      decoding_(std::move(decoding)),
      network_(std::move(network)),
      letterbox_(size, size, model.preprocessing, network_.threads()) {
  keep_what_is_looked_at();
}

Result<std::span<const vision::Detection>> Detector::detect(const vision::ImageView& image) {
  if (!has_pixels(image)) {
    return failure("an image of {}x{} pixels that lacks a plane or has no extent cannot be searched",
                   image.layout.width, image.layout.height);
  }
  preprocess(image);
  if (const auto ran = run_network(); !ran) {
    return tl::unexpected(ran.error());
  }
  return decode();
}

void Detector::preprocess(const vision::ImageView& image) {
  image_ = image.layout;
  letterbox_.apply(image, network_.input());
}

Result<void> Detector::run_network() { return network_.run(); }

std::span<const vision::Detection> Detector::decode() {
  switch (model_->decoder) {
    case Decoder::centernet:
      decode_centernet(
          class_logits(network_, 0), [this](int row, int column) { return network_.pixel(1, row, column); }, decoding_,
          detections_);
      break;
    case Decoder::nanodet:
      const std::array levels{network_.output(0), network_.output(1), network_.output(2)};
      decode_nanodet(levels, decoding_, detections_);
      break;
  }
  for (vision::Detection& detection : detections_) {
    detection.box = clipped(letterbox_.geometry().to_image(detection.box), static_cast<float>(image_.width),
                            static_cast<float>(image_.height));
  }
  std::erase_if(detections_, [](const vision::Detection& detection) { return area(detection.box) <= 0; });
  return detections_;
}

void Detector::heat_map(int category, vision::HeatMap& map) const {
  if (category < 0 || category >= static_cast<int>(model_->labels.size())) {
    map.category = category;
    map.width = 0;
    map.height = 0;
    return;
  }
  switch (model_->decoder) {
    case Decoder::centernet: {
      const std::array levels{class_logits(network_, 0)};
      // A cell stands for its corner, so that is what it lies around.
      const LogitGrid grid{.stride = kCenternetStride, .offset = -0.5F * kCenternetStride};
      fill_heat_map(levels, grid, letterbox_.geometry(), category, map);
      break;
    }
    case Decoder::nanodet: {
      const std::array levels{class_logits(network_, 0), class_logits(network_, 1), class_logits(network_, 2)};
      fill_heat_map(levels, {.stride = kNanodetFirstStride}, letterbox_.geometry(), category, map);
      break;
    }
  }
}

Result<void> Detector::set_decoding(float score, std::span<const int> categories) {
  return check_decoding(*model_, score, categories).map([&] {
    decoding_.score = score;
    set_categories(decoding_, categories);
    keep_what_is_looked_at();
  });
}

void Detector::want_heat_maps(bool wanted) {
  heat_maps_wanted_ = wanted;
  keep_what_is_looked_at();
}

void Detector::keep_what_is_looked_at() {
  const float least = logit(decoding_.score);
  network_.keep_searched_values_from(heat_maps_wanted_ ? std::min(least, kColdestLogit) : least);
}

const ModelEntry& Detector::model() const { return *model_; }

int Detector::size() const { return size_; }

Network& Detector::network() { return network_; }

}  // namespace brigade::models
