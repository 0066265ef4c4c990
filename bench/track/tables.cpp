#include "bench/track/bench.hpp"

#include <fmt/format.h>

#include <iterator>

namespace brigade::bench {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& value) { return value.get<std::string>(); }

double per_cent(const Json& value) { return 100 * value.get<double>(); }

std::string world_table(const Json& world) {
  std::string table =
      fmt::format("{}: {} ({} sequences, {} frames, {} detections)\n", text(world["name"]), text(world["about"]),
                  world["sequences"].get<int>(), world["frames"].get<int>(), world["detections"].get<int>());
  table += fmt::format("  {:<22}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}\n", "", "HOTA", "DetA", "AssA", "MOTA", "IDF1",
                       "IDSW", "Frag");
  for (const auto& [tracker, judged] : world["results"].items()) {
    const Json& scores = judged["combined"];
    table +=
        fmt::format("  {:<22}{:>7.1f}{:>7.1f}{:>7.1f}{:>7.1f}{:>7.1f}{:>7}{:>7}\n", tracker, per_cent(scores["HOTA"]),
                    per_cent(scores["DetA"]), per_cent(scores["AssA"]), per_cent(scores["MOTA"]),
                    per_cent(scores["IDF1"]), scores["IDSW"].get<int>(), scores["Frag"].get<int>());
  }
  return table + "\n";
}

std::string frame_drop_table(const Json& document) {
  std::string table = "every Nth frame only: HOTA, and its share of what seeing all frames gives on the same ones\n";
  for (const auto& [tracker, steps] : document["frame_drop"].items()) {
    table += fmt::format("  {:<22}", tracker);
    for (const Json& step : steps) {
      table += fmt::format("  {}: {:.1f} ({:.0f} %)", step["every"].get<int>(), per_cent(step["HOTA"]),
                           per_cent(step["ratio"]));
    }
    table += "\n";
  }
  const Json& between = document["between_frames"];
  return table + fmt::format(
                     "between detections, one frame in {} with any: mean IoU {:.3f}, {:.2f} of that with a detection, "
                     "{:.3f}; boxes left where they were {:.3f}\n\n",
                     between["every"].get<int>(), between["predicted"].get<double>(), between["ratio"].get<double>(),
                     between["detected"].get<double>(), between["held"].get<double>());
}

std::string leave_one_out_table(const Json& tuned) {
  const auto scores = [](const Json& judged) {
    return fmt::format("{:.1f} / {:.1f} / {:.1f}", per_cent(judged["HOTA"]), per_cent(judged["IDF1"]),
                       per_cent(judged["MOTA"]));
  };
  std::string table = fmt::format(
      "HOTA / IDF1 / MOTA of MOT15 as shipped {}, with untuned numbers {}; each number chosen without the sequence "
      "that "
      "is judged:\n",
      scores(tuned["shipped"]), scores(tuned["untuned"]));
  for (const Json& number : tuned["numbers"]) {
    table += fmt::format("  {:<22}{:>8.3f}   {}   chosen:", text(number["name"]), number["value"].get<double>(),
                         scores(number["left_out"]));
    for (const Json& chosen : number["chosen"]) {
      table += fmt::format(" {:g}", chosen.get<double>());
    }
    table += "\n";
  }
  return table + "\n";
}

std::string speed_table(const Json& document) {
  std::string table = "speed\n";
  for (const Json& speed : document["speed"]) {
    table += fmt::format("  {:<22}{:>5} objects{:>12.0f} frames/s{:>10.4f} ms a frame\n", text(speed["tracker"]),
                         speed["objects"].get<int>(), speed["frames_per_second"].get<double>(),
                         speed["milliseconds_per_frame"].get<double>());
  }
  return table;
}

}  // namespace

std::string to_tables(const Json& document) {
  std::string tables;
  for (const Json& world : document["worlds"]) {
    tables += world_table(world);
  }
  if (document.contains("frame_drop")) {
    tables += frame_drop_table(document);
  }
  if (document.contains("leave_one_out")) {
    tables += leave_one_out_table(document["leave_one_out"]);
  }
  tables += speed_table(document);
  for (const Json& world : document["left_out"]) {
    tables += fmt::format("left out: {}: {}\n", text(world["name"]), text(world["why"]));
  }
  return tables;
}

}  // namespace brigade::bench
