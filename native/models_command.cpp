#include "native/models_command.hpp"

#include "models/catalogue.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace brigade::native {
namespace {

constexpr double kMillion = 1e6;

nlohmann::ordered_json to_json(const models::ModelEntry& model) {
  return {{"name", model.name},
          {"task", model.task},
          {"input", {model.size, model.size, 3}},
          {"parameters", model.parameters},
          {"multiply_accumulates", model.multiply_accumulates},
          {"labels", model.labels.size()},
          {"licence", model.licence},
          {"installed", models::installed(model)}};
}

void print_row(const models::ModelEntry& model) {
  fmt::print("{:<11}{:<25}{:<9}{:>8.2f} M{:>8.0f} M  {:<11}{}\n", model.name, model.task,
             fmt::format("{0}x{0}", model.size), static_cast<double>(model.parameters) / kMillion,
             static_cast<double>(model.multiply_accumulates) / kMillion, models::installed(model) ? "yes" : "no",
             model.licence);
}

}  // namespace

CLI::App* add_models_command(CLI::App& program, ModelsOptions& options) {
  auto* command = program.add_subcommand("models", "List the detectors: task, input, size, licence, installed or not");
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
  fmt::print("{:<11}{:<25}{:<9}{:>10}{:>10}  {:<11}{}\n", "name", "task", "input", "weights", "MACs", "installed",
             "licence of the weights");
  bool missing = false;
  for (const auto& model : models::catalogue()) {
    print_row(model);
    missing = missing || !models::installed(model);
  }
  if (missing) {
    fmt::print("\nscript/bootstrap weights installs what is missing, into {}\n", models::weights_folder().string());
  }
  return {};
}

}  // namespace brigade::native
