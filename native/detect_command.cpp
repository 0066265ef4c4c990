#include "native/detect_command.hpp"

#include "eval/detections/detections_json.hpp"
#include "models/detector.hpp"
#include "native/detect_images.hpp"
#include "native/detector_crew.hpp"
#include "native/progress.hpp"
#include "native/run_setup.hpp"
#include "stages/image_files/image_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace brigade::native {
namespace {

using Paths = std::vector<std::filesystem::path>;

Result<Paths> collect_images(const std::vector<std::string>& inputs) {
  Paths images;
  for (const auto& input : inputs) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(input, ignored)) {
      images.emplace_back(input);
      continue;
    }
    auto inside = stages::list_images(input);
    if (!inside) {
      return inside;
    }
    images.insert(images.end(), inside->begin(), inside->end());
  }
  return images;
}

// Rows name their image by its stem, so two of the same stem could not be told apart.
Result<void> check_stems_differ(const Paths& images) {
  std::map<std::string, std::filesystem::path> seen;
  for (const auto& image : images) {
    const auto [other, is_new] = seen.emplace(image.stem().string(), image);
    if (!is_new) {
      return failure("{} and {} have the same name; detections would be mixed up: detect them into two files",
                     other->second.string(), image.string());
    }
  }
  return {};
}

Result<void> write_rows(eval::DetectionsWriter& rows, const std::string& image,
                        std::span<const vision::Detection> detections, std::span<const std::string_view> labels) {
  for (const auto& detection : detections) {
    const auto label = labels[static_cast<std::size_t>(detection.category)];
    if (auto written = rows.write(image, detection, label); !written) {
      return written;
    }
  }
  return {};
}

// As many as the cores hold, but no more than there are images.
Result<std::vector<models::Detector>> open_detectors(const DetectorChoice& choice, std::size_t images) {
  return choose_crew(choice.crew, core_count(), true).and_then([&](const DetectorCrew& crew) {
    return detector_options(choice).and_then([&](models::DetectorOptions options) {
      options.threads = crew.threads;
      const auto detectors = std::clamp<std::size_t>(images, 1, static_cast<std::size_t>(crew.detectors));
      return models::Detector::create_side_by_side(options, static_cast<int>(detectors));
    });
  });
}

}  // namespace

CLI::App* add_detect_command(CLI::App& program, DetectOptions& options) {
  auto* command = program.add_subcommand("detect", "Detect objects in images and write them as JSON");
  options.detector.score = 0.05F;
  command->add_option("INPUT", options.inputs, "Images and folders of images (JPEG, PNG, BMP)")->required();
  add_detector_choice(*command, options.detector);
  command
      ->add_option("--out", options.out,
                   R"(JSON rows {"image": stem, "category", "label", "score", "bbox": [x, y, w, h]}, in image pixels)")
      ->required();
  command->add_flag("--quiet", options.quiet, "No progress line");
  return command;
}

Result<void> detect_command(const DetectOptions& options) {
  const auto images = collect_images(options.inputs);
  if (!images) {
    return tl::unexpected<Error>(images.error());
  }
  if (auto differ = check_stems_differ(*images); !differ) {
    return differ;
  }
  auto detectors = open_detectors(options.detector, images->size());
  if (!detectors) {
    return tl::unexpected<Error>(std::move(detectors.error()));
  }
  auto rows = eval::DetectionsWriter::create(options.out);
  if (!rows) {
    return tl::unexpected<Error>(std::move(rows.error()));
  }
  const auto labels = detectors->front().model().labels;
  const auto write = [&](const std::filesystem::path& image, std::span<const vision::Detection> detections) {
    return write_rows(*rows, image.stem().string(), detections, labels);
  };
  Progress progress("images", static_cast<std::int64_t>(images->size()), options.quiet);
  const auto detected = detect_images(*images, *std::move(detectors), write, [&](auto done) { progress.show(done); });
  const auto finished = rows->finish();
  if (detected && finished && !options.quiet) {
    fmt::print("{} images, {} detections in {}\n", images->size(), rows->rows(), options.out.string());
  }
  return detected ? finished : detected;
}

}  // namespace brigade::native
