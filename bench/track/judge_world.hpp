#pragma once

#include "bench/track/contestants.hpp"
#include "bench/track/sequence.hpp"
#include "common/result.hpp"
#include "eval/tracks/judge.hpp"

#include <span>

namespace brigade::bench {

/// What a contestant makes of all sequences, judged one by one and combined.
[[nodiscard]] Result<eval::JudgedTracks> judge(const Contestant& contestant, std::span<const Sequence> sequences);

/// The same where the contestant sees every frame, but is judged on every Nth only: what dropping the others can cost.
[[nodiscard]] Result<eval::JudgedTracks> judge_on_every_nth(const Contestant& contestant,
                                                            std::span<const Sequence> sequences, int n);

}  // namespace brigade::bench
