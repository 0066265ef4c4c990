#include "bench/track/bench.hpp"

#include "bench/track/between_frames.hpp"
#include "bench/track/contestants.hpp"
#include "bench/track/judge_world.hpp"
#include "bench/track/leave_one_out.hpp"
#include "bench/track/speed.hpp"
#include "eval/tracks/scores_text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brigade::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kBetweenEvery = 3;

const char* to_string(Role role) {
  switch (role) {
    case Role::ours:
      return "ours";
    case Role::offline:
      return "offline";
    case Role::baseline:
      return "baseline";
    case Role::variant:
      return "variant";
  }
  return "";
}

Json trackers() {
  Json list = Json::array();
  for (const Contestant& contestant : all_contestants()) {
    list.push_back({{"name", contestant.name}, {"role", to_string(contestant.role)}, {"about", contestant.about}});
  }
  return list;
}

Result<Json> judge_world(const World& world) {
  std::size_t frames = 0;
  std::size_t detections = 0;
  for (const Sequence& sequence : world.sequences) {
    frames += sequence.frames.size();
    for (const Frame& frame : sequence.frames) {
      detections += frame.detections.size();
    }
  }
  Json results = Json::object();
  for (const Contestant& contestant : all_contestants()) {
    const auto judged = judge(contestant, world.sequences);
    if (!judged) {
      return tl::unexpected<Error>(judged.error());
    }
    results[contestant.name] = Json::parse(eval::to_json(*judged));
  }
  return Json{{"name", world.name},
              {"kind", to_string(world.kind)},
              {"about", world.about},
              {"sequences", world.sequences.size()},
              {"frames", frames},
              {"detections", detections},
              {"results", std::move(results)}};
}

/// What every Nth frame only costs each tracker that is not a variant of ours.
Result<Json> judge_frame_drop(const World& every_frame, const Json& worlds) {
  Json by_tracker = Json::object();
  for (const Contestant& contestant : all_contestants()) {
    if (contestant.role == Role::variant) {
      continue;
    }
    for (const int n : kDropped) {
      const auto seeing_all = judge_on_every_nth(contestant, every_frame.sequences, n);
      if (!seeing_all) {
        return tl::unexpected<Error>(seeing_all.error());
      }
      const auto dropped = std::ranges::find(worlds, every_frame.name + "-every-" + std::to_string(n),
                                             [](const Json& world) { return world["name"].get<std::string>(); });
      const double hota = (*dropped)["results"][contestant.name]["combined"]["HOTA"];
      by_tracker[contestant.name].push_back({{"every", n},
                                             {"HOTA", hota},
                                             {"HOTA_seeing_all", seeing_all->combined.hota},
                                             {"ratio", hota / std::max(seeing_all->combined.hota, 1e-9)}});
    }
  }
  return by_tracker;
}

Json judge_between(const World& every_frame) {
  const BetweenFrames judged = judge_between_frames(every_frame.sequences, kBetweenEvery);
  const double detected = std::max(judged.detected, 1e-9);
  return {{"every", kBetweenEvery},
          {"detected", judged.detected},
          {"predicted", judged.predicted},
          {"held", judged.held},
          {"boxes", judged.boxes},
          {"between", judged.between},
          {"ratio", judged.predicted / detected},
          {"ratio_held", judged.held / detected}};
}

Json to_json(const eval::TrackScores& scores) {
  return {{"HOTA", scores.hota}, {"IDF1", scores.idf1}, {"MOTA", scores.mota}};
}

Result<Json> tune_without_each(const World& world) {
  return leave_one_out(world.sequences).map([&](const LeaveOneOut& result) {
    Json document{{"sequences", Json::array()},
                  {"shipped", to_json(result.shipped)},
                  {"untuned", to_json(result.untuned)},
                  {"numbers", Json::array()}};
    for (const Sequence& sequence : world.sequences) {
      document["sequences"].push_back(sequence.name);
    }
    for (const TunedNumber& number : result.numbers) {
      document["numbers"].push_back({{"name", number.name},
                                     {"value", number.value},
                                     {"untuned", number.untuned},
                                     {"chosen", number.chosen},
                                     {"left_out", to_json(number.left_out)}});
    }
    return document;
  });
}

Json measure_all_speeds(const BenchOptions& options) {
  Json list = Json::array();
  const auto add = [&](int objects, int frames) {
    for (const Speed& speed : measure_speed(objects, frames, options.rounds)) {
      list.push_back({{"tracker", speed.tracker},
                      {"objects", speed.objects},
                      {"frames_per_second", speed.frames_per_second},
                      {"milliseconds_per_frame", speed.milliseconds_per_frame}});
    }
  };
  add(10, options.frames);
  add(100, std::max(options.frames / 10, 1));
  return list;
}

}  // namespace

BenchOptions quick(BenchOptions options) {
  options.leave_one_out = false;
  options.worlds.seeds = 1;
  options.worlds.frames = 40;
  options.rounds = 1;
  options.frames = 100;
  return options;
}

Result<Json> run_bench(const BenchOptions& options) {
  const Worlds loaded = load_worlds(options.worlds);
  Json document{{"benchmark", "track"}, {"trackers", trackers()}, {"worlds", Json::array()}};
  for (const World& world : loaded.worlds) {
    auto judged = judge_world(world);
    if (!judged) {
      return judged;
    }
    document["worlds"].push_back(*std::move(judged));
  }
  for (const World& world : loaded.worlds) {
    if (world.kind == WorldKind::given_detections) {
      auto sweep = judge_frame_drop(world, document["worlds"]);
      if (!sweep) {
        return sweep;
      }
      document["frame_drop"] = *std::move(sweep);
      document["between_frames"] = judge_between(world);
      if (options.leave_one_out) {
        auto tuned = tune_without_each(world);
        if (!tuned) {
          return tuned;
        }
        document["leave_one_out"] = *std::move(tuned);
      }
    }
  }
  document["speed"] = measure_all_speeds(options);
  document["left_out"] = Json::array();
  for (const WorldLeftOut& world : loaded.left_out) {
    document["left_out"].push_back({{"name", world.name}, {"why", world.why}});
  }
  return document;
}

}  // namespace brigade::bench
