#include "native/detect_command.hpp"

#include "eval/detections/detections_json.hpp"
#include "models/detector.hpp"
#include "native/progress.hpp"
#include "native/run_setup.hpp"
#include "stages/image_files/image_files.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
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

Result<void> detect_image(models::Detector& detector, const std::filesystem::path& path, eval::DetectionsWriter& rows) {
  const auto image = stages::read_image(path);
  if (!image) {
    return tl::unexpected<Error>(image.error());
  }
  const auto detections = detector.detect(image->view());
  if (!detections) {
    return tl::unexpected<Error>(detections.error());
  }
  for (const auto& detection : *detections) {
    const auto label = detector.model().labels[static_cast<std::size_t>(detection.category)];
    if (auto written = rows.write(path.stem().string(), detection, label); !written) {
      return written;
    }
  }
  return {};
}

Result<void> detect_images(models::Detector& detector, const Paths& images, eval::DetectionsWriter& rows, bool quiet) {
  Progress progress("images", static_cast<std::int64_t>(images.size()), quiet);
  std::int64_t done = 0;
  for (const auto& image : images) {
    if (auto detected = detect_image(detector, image, rows); !detected) {
      return detected;
    }
    progress.show(++done);
  }
  return {};
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
  auto detector = detector_options(options.detector).and_then(models::Detector::create);
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  auto rows = eval::DetectionsWriter::create(options.out);
  if (!rows) {
    return tl::unexpected<Error>(std::move(rows.error()));
  }
  const auto detected = detect_images(*detector, *images, *rows, options.quiet);
  const auto finished = rows->finish();
  if (detected && finished && !options.quiet) {
    fmt::print("{} images, {} detections in {}\n", images->size(), rows->rows(), options.out.string());
  }
  return detected ? finished : detected;
}

}  // namespace brigade::native
