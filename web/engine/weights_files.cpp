#include "web/engine/weights_files.hpp"

#include "models/catalogue.hpp"

#include <nlohmann/json.hpp>

namespace brigade::web {

Result<std::string> weights_files_json(const NetworkChoice& network) {
  return models::find_model(network.model).map([&](const models::ModelEntry* model) {
    if (network.precision == models::Precision::int8) {
      return nlohmann::json::array({models::int8_file(*model).string()}).dump();
    }
    const auto folder = models::weights_folder();
    return nlohmann::json::array({(folder / model->graph.name).string(), (folder / model->weights.name).string()})
        .dump();
  });
}

}  // namespace brigade::web
