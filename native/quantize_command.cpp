#include "native/quantize_command.hpp"

#include "common/text_file.hpp"
#include "models/detector_quantiser.hpp"
#include "native/progress.hpp"
#include "native/run_options.hpp"
#include "native/spread_frames.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace brigade::native {
namespace {

using models::LayerNoise;
using models::LayerPrecision;

Result<void> observe(models::DetectorQuantiser& quantiser, const QuantizeOptions& options) {
  Progress progress("images", std::nullopt, options.quiet);
  std::int64_t seen = 0;
  for (const std::string& input : options.images) {
    const auto observed = spread_frames(input, options.most, [&](const vision::ImageView& image) {
      progress.show(++seen);
      return quantiser.observe(image);
    });
    if (!observed) {
      return observed;
    }
  }
  return {};
}

Result<models::QuantisationReport> write(const models::DetectorQuantiser& quantiser, const std::filesystem::path& file,
                                         const QuantizeOptions& options) {
  Progress progress("layers measured", static_cast<std::int64_t>(quantiser.layers()), options.quiet);
  return quantiser.write(file, options.most_noise,
                         [&](std::size_t done) { progress.show(static_cast<std::int64_t>(done)); });
}

std::string_view name_of(LayerPrecision precision) {
  constexpr std::array<std::string_view, 3> kNames{"int8", "int8 weights", "float"};
  return kNames.at(static_cast<std::size_t>(precision));
}

std::uintmax_t bytes_of(const std::filesystem::path& file) {
  std::error_code failed;
  const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
  return failed ? 0 : bytes;
}

nlohmann::ordered_json to_json(const models::QuantisationReport& report, const std::filesystem::path& file) {
  auto layers = nlohmann::ordered_json::array();
  for (const LayerNoise& layer : report.layers) {
    layers.push_back(
        {{"name", layer.name}, {"kind", layer.kind}, {"precision", name_of(layer.precision)}, {"noise", layer.noise}});
  }
  return {{"file", file.string()}, {"bytes", bytes_of(file)}, {"noise", report.noise}, {"layers", std::move(layers)}};
}

double decibels(double noise) { return -10 * std::log10(std::max(noise, 1e-12)); }

/// A table of the noisiest layers, then a line of all.
void print(const models::QuantisationReport& report, const std::filesystem::path& file) {
  constexpr std::size_t kShown = 12;
  std::vector<LayerNoise> layers = report.layers;
  std::ranges::sort(layers, std::ranges::greater{}, &LayerNoise::noise);
  layers.resize(std::min(layers.size(), kShown));
  fmt::print("noise of the outputs when one layer alone is int8, the noisiest of {}\n", report.layers.size());
  for (const LayerNoise& layer : layers) {
    fmt::print("{:>10.6f}  {:5.1f} dB  {:<15}{:<14}{}\n", layer.noise, decibels(layer.noise), layer.kind,
               name_of(layer.precision), layer.name);
  }
  const auto with = [&](LayerPrecision precision) {
    return std::ranges::count(report.layers, precision, &LayerNoise::precision);
  };
  fmt::print("{} layers in int8, {} with int8 weights, {} in floats; all together {:.6f} ({:.1f} dB)\n",
             with(LayerPrecision::int8), with(LayerPrecision::int8_weights), with(LayerPrecision::floats), report.noise,
             decibels(report.noise));
  fmt::print("{} has {} bytes\n", file.string(), bytes_of(file));
}

/// Where to write; the default folder is made.
Result<std::filesystem::path> out_file(const QuantizeOptions& options, const models::ModelEntry& model) {
  if (options.out.empty()) {
    std::error_code ignored;  // writing says what is wrong
    std::filesystem::create_directories(models::int8_file(model).parent_path(), ignored);
    return models::int8_file(model);
  }
  return check_folder_of(options.out).map([&] { return options.out; });
}

}  // namespace

CLI::App* add_quantize_command(CLI::App& program, QuantizeOptions& options) {
  auto* command = program.add_subcommand("quantize", "Make int8 weights of a detector, for --precision int8");
  options.threads = core_count();
  command->add_option("--model", options.model, "Detector; `brigade models` lists them")->capture_default_str();
  command
      ->add_option(
          "--images", options.images,
          "Folders of images, videos, whatever `brigade run` takes: like what it will see; no labels are needed")
      ->capture_default_str();
  command->add_option("--most", options.most, "Images taken of each of them at most, evenly spread")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--out", options.out, "The file to write [where --precision int8 looks for it]");
  command->add_option("--size", options.size,
                      "Side of the network's input in pixels, a multiple of 32 [the model's own]; the file serves all");
  command
      ->add_option("--most-noise", options.most_noise,
                   "A layer stays in floats if it alone moves the outputs by more than this share of their variance; "
                   "1: none does")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--threads", options.threads, "Threads of the network")->capture_default_str();
  command->add_flag("--json", options.json, "What was measured, as JSON");
  command->add_flag("--quiet", options.quiet, "No progress line and no table");
  return command;
}

Result<void> quantize_command(const QuantizeOptions& options) {
  auto quantiser = models::DetectorQuantiser::create(options.model, options.size, options.threads);
  if (!quantiser) {
    return tl::unexpected<Error>(std::move(quantiser.error()));
  }
  const auto file = out_file(options, quantiser->model());
  if (!file) {
    return tl::unexpected<Error>(file.error());
  }
  if (auto observed = observe(*quantiser, options); !observed) {
    return observed;
  }
  const auto report = write(*quantiser, *file, options);
  if (!report) {
    return tl::unexpected<Error>(report.error());
  }
  if (options.json) {
    fmt::print("{}\n", to_json(*report, *file).dump(2));
  } else if (!options.quiet) {
    print(*report, *file);
  }
  return {};
}

}  // namespace brigade::native
