#include "native/models_command.hpp"

#include "models/catalogue.hpp"
#include "models/network/network.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace brigade::native {
namespace {

constexpr double kMillion = 1e6;

bool has_int8(const models::ModelEntry& model) { return models::is_int8_network(models::int8_file(model)); }

nlohmann::ordered_json to_json(const models::ModelEntry& model) {
  return {{"name", model.name},
          {"task", model.task},
          {"input", {model.size, model.size, 3}},
          {"parameters", model.parameters},
          {"multiply_accumulates", model.multiply_accumulates},
          {"labels", model.labels.size()},
          {"licence", model.licence},
          {"installed", models::installed(model)},
          {"int8", has_int8(model)}};
}

void print_row(const models::ModelEntry& model) {
  fmt::print("{:<11}{:<25}{:<9}{:>8.2f} M{:>8.0f} M  {:<11}{:<6}{}\n", model.name, model.task,
             fmt::format("{0}x{0}", model.size), static_cast<double>(model.parameters) / kMillion,
             static_cast<double>(model.multiply_accumulates) / kMillion, models::installed(model) ? "yes" : "no",
             has_int8(model) ? "yes" : "no", model.licence);
}

}  // namespace

CLI::App* add_models_command(CLI::App& program, ModelsOptions& options) {
  auto* command = program.add_subcommand(
      "models", "List the detectors: task, input, size, licence, installed or not, with int8 weights or not");
  command->add_flag("--json", options.json, "As JSON");
  return command;
}

Result<void> models_command(const ModelsOptions& options) {
  if (options.json) {
    auto rows = nlohmann::ordered_json::array();
    for (const auto& model : models::catalogue()) {
      rows.push_back(to_json(model));
    }
    fmt::print("{}\n", rows.dump(2));
    return {};
  }
  fmt::print("{:<11}{:<25}{:<9}{:>10}{:>10}  {:<11}{:<6}{}\n", "name", "task", "input", "weights", "MACs", "installed",
             "int8", "licence of the weights");
  bool missing = false;
  bool without_int8 = false;
  for (const auto& model : models::catalogue()) {
    print_row(model);
    missing = missing || !models::installed(model);
    without_int8 = without_int8 || !has_int8(model);
  }
  if (missing) {
    fmt::print("\nscript/bootstrap weights installs what is missing, into {}\n", models::weights_folder().string());
  }
  if (without_int8) {
    fmt::print("\nbrigade quantize --model NAME makes int8 weights, for --precision int8\n");
  }
  return {};
}

}  // namespace brigade::native
