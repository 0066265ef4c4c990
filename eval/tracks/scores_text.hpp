#pragma once

#include "eval/tracks/judge.hpp"

#include <string>

namespace brigade::eval {

/// The scores for the terminal: a line a sequence and, where there are several, `combined` as the last.
[[nodiscard]] std::string to_table(const JudgedTracks& judged);

/// The scores as a JSON object: `combined`, an object with HOTA, DetA, AssA, MOTA, MOTP, IDF1, IDSW, Frag, FP, FN and
/// `objects`, the boxes of the truth; and `sequences`, a list with the same figures and the name for each. Ends with a
/// newline, as the table does.
[[nodiscard]] std::string to_json(const JudgedTracks& judged);

}  // namespace brigade::eval
