#include "web/engine/session_options.hpp"

#include <nlohmann/json.hpp>

namespace brigade::web {
namespace {

LiveOptions live_from(const nlohmann::json& json) {
  LiveOptions live{.score = json.at("score").get<float>(),
                   .categories = json.at("classes").get<std::vector<int>>(),
                   .heat_category = std::nullopt,
                   .mirrored = json.at("mirrored").get<bool>()};
  if (const auto& heat = json.at("heatClass"); !heat.is_null()) {
    live.heat_category = heat.get<int>();
  }
  return live;
}

models::Precision precision_from(const nlohmann::json& json) {
  const nlohmann::json known{{"f32", models::Precision::f32}, {"int8", models::Precision::int8}};
  return known.at(json.get<std::string>()).get<models::Precision>();
}

NetworkChoice network_from(const nlohmann::json& json) {
  return {.model = json.at("model").get<std::string>(), .precision = precision_from(json.at("precision"))};
}

// Absent where the detector alone is measured.
std::optional<double> hold_from(const nlohmann::json& json) {
  const auto hold = json.find("hold");
  return hold == json.end() || hold->is_null() ? std::nullopt : std::optional(hold->get<double>());
}

SessionOptions session_from(const nlohmann::json& json) {
  return {.network = network_from(json),
          .size = json.at("size").get<int>(),
          .threads = json.at("threads").get<int>(),
          .hold = hold_from(json),
          .mode = json.at("mode") == "sequential" ? stages::Mode::sequential : stages::Mode::pipelined,
          .policy = json.at("lossless").get<bool>() ? pipeline::Policy::lossless : pipeline::Policy::live,
          .frame_bytes = json.at("frameBytes").get<std::size_t>(),
          .live = live_from(json.at("live"))};
}

template <typename Read>
auto parsed(std::string_view text, Read read) -> Result<decltype(read(nlohmann::json()))> {
  try {
    return read(nlohmann::json::parse(text));
  } catch (const nlohmann::json::exception& error) {
    return failure("the page asks for something that the engine does not know ({}): reload the page", error.what());
  }
}

}  // namespace

Result<SessionOptions> parse_session_options(std::string_view json) { return parsed(json, session_from); }

Result<NetworkChoice> parse_network_choice(std::string_view json) { return parsed(json, network_from); }

Result<LiveOptions> parse_live_options(std::string_view json) { return parsed(json, live_from); }

std::string_view name_of(models::Precision precision) { return precision == models::Precision::int8 ? "int8" : "f32"; }

}  // namespace brigade::web
