#include "bench/track/sequence.hpp"

#include <algorithm>
#include <iterator>

namespace brigade::bench {
namespace {

bool kept(std::int64_t frame, std::int64_t n) { return (frame - 1) % n == 0; }

}  // namespace

Sequence every_nth(const Sequence& sequence, std::int64_t n) {
  Sequence rest{.name = sequence.name, .frames = {}, .truth = every_nth(sequence.truth, n), .score = sequence.score};
  CameraShift shift;
  for (const Frame& frame : sequence.frames) {
    shift.right += frame.camera.right;
    shift.down += frame.camera.down;
    if (kept(frame.number, n)) {
      rest.frames.push_back(frame);
      rest.frames.back().camera = shift;
      shift = {};
    }
  }
  return rest;
}

std::vector<stages::MotRow> every_nth(const std::vector<stages::MotRow>& rows, std::int64_t n) {
  std::vector<stages::MotRow> rest;
  std::ranges::copy_if(rows, std::back_inserter(rest), [n](const auto& row) { return kept(row.frame, n); });
  return rest;
}

Sequence first_frames(const Sequence& sequence, std::int64_t last) {
  Sequence start = sequence;
  std::erase_if(start.frames, [last](const Frame& frame) { return frame.number > last; });
  std::erase_if(start.truth, [last](const stages::MotRow& row) { return row.frame > last; });
  return start;
}

}  // namespace brigade::bench
