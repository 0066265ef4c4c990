#include "eval/tracks/scores_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace brigade::eval {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kCombined = "combined";

void append(Json& object, const TrackScores& scores) {
  object["HOTA"] = scores.hota;
  object["DetA"] = scores.deta;
  object["AssA"] = scores.assa;
  object["MOTA"] = scores.mota;
  object["MOTP"] = scores.motp;
  object["IDF1"] = scores.idf1;
  object["IDSW"] = scores.id_switches;
  object["Frag"] = scores.fragmentations;
  object["FP"] = scores.false_positives;
  object["FN"] = scores.false_negatives;
  object["objects"] = scores.objects;
}

std::string line(std::string_view name, std::size_t name_width, const TrackScores& scores) {
  return fmt::format("{:<{}}{:>9}{:>8.4f}{:>8.4f}{:>8.4f}{:>9.4f}{:>8.4f}{:>8.4f}{:>7}{:>7}{:>8}{:>8}\n", name,
                     name_width, scores.objects, scores.hota, scores.deta, scores.assa, scores.mota, scores.motp,
                     scores.idf1, scores.id_switches, scores.fragmentations, scores.false_positives,
                     scores.false_negatives);
}

}  // namespace

std::string to_table(const JudgedTracks& judged) {
  std::size_t width = kCombined.size();
  for (const SequenceScores& sequence : judged.sequences) {
    width = std::max(width, sequence.sequence.size());
  }
  std::string table =
      fmt::format("{:<{}}{:>9}{:>8}{:>8}{:>8}{:>9}{:>8}{:>8}{:>7}{:>7}{:>8}{:>8}\n", "sequence", width, "objects",
                  "HOTA", "DetA", "AssA", "MOTA", "MOTP", "IDF1", "IDSW", "Frag", "FP", "FN");
  for (const SequenceScores& sequence : judged.sequences) {
    table += line(sequence.sequence, width, sequence.scores);
  }
  if (judged.sequences.size() > 1) {
    table += line(kCombined, width, judged.combined);
  }
  return table;
}

std::string to_json(const JudgedTracks& judged) {
  Json object;
  append(object["combined"], judged.combined);
  object["sequences"] = Json::array();
  for (const SequenceScores& sequence : judged.sequences) {
    Json entry{{"sequence", sequence.sequence}};
    append(entry, sequence.scores);
    object["sequences"].push_back(std::move(entry));
  }
  // File names, and so names of sequences, need not be UTF-8, but JSON must be.
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace brigade::eval
