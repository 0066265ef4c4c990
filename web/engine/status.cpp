#include "web/engine/status.hpp"

#include "pipeline/metrics_json.hpp"
#include "web/engine/session_options.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <vector>

namespace brigade::web {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const stages::QueueSummary& queue) {
  return {{"from", queue.from},
          {"to", queue.to},
          {"policy", queue.policy == pipeline::Policy::live ? "live" : "lossless"},
          {"depth", queue.depth},
          {"sent", queue.sent},
          {"received", queue.received},
          {"dropped", queue.dropped}};
}

Json to_json(const vision::TrackedObject& track) {
  return {{"id", track.id},
          {"category", track.category},
          {"score", track.score},
          {"box", {track.box.x, track.box.y, track.box.width, track.box.height}}};
}

template <typename Items>
Json list_of(const Items& items) {
  Json list = Json::array();
  for (const auto& item : items) {
    list.push_back(to_json(item));
  }
  return list;
}

Json held_json(const std::optional<stages::HeldRate>& held, const std::vector<pipeline::StageSummary>& stages) {
  const auto detect = std::ranges::find(stages, "detect", &pipeline::StageSummary::name);
  return held && detect != stages.end() ? stages::to_json(*held, detect->throughput()) : Json();
}

double now_in_milliseconds() {
  return std::chrono::duration<double, std::milli>(pipeline::Clock().now().time_since_epoch()).count();
}

}  // namespace

std::string status_json(const stages::Assembly& assembly, const StatusParts& parts) {
  const auto stages = assembly.summaries();
  const Json status{{"now_ms", now_in_milliseconds()},
                    {"stages", pipeline::to_json(stages)},
                    {"queues", list_of(assembly.queues())},
                    {"latency_ms", pipeline::to_json(assembly.ages().latency.summary())},
                    {"staleness_ms", pipeline::to_json(assembly.ages().staleness.summary())},
                    {"objects", parts.objects},
                    {"frames", stages.back().out},
                    {"width", parts.shown.width},
                    {"height", parts.shown.height},
                    {"tracks", list_of(parts.shown.tracks.view())},
                    {"mot_rows", parts.mot_rows},
                    {"held_rate", held_json(parts.held, stages)},
                    {"error", parts.error ? Json(*parts.error) : Json()}};
  return status.dump();
}

NetworkFacts network_facts(models::Precision precision, const models::Network& network) {
  const auto in_int8 = [](const models::OperatorInfo& info) { return info.kind.find("int8") != std::string::npos; };
  return {.precision = precision,
          .integer_operators = std::ranges::count_if(network.operators(), in_int8),
          .multiply_accumulates = network.multiply_accumulates()};
}

std::string facts_json(std::span<const std::string_view> labels, const NetworkFacts& network) {
  return Json{{"labels", labels},
              {"precision", name_of(network.precision)},
              {"integer_operators", network.integer_operators},
              {"multiply_accumulates", network.multiply_accumulates}}
      .dump();
}

}  // namespace brigade::web
