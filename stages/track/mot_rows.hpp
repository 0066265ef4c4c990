#pragma once

#include "common/result.hpp"
#include "vision/detection.hpp"
#include "vision/geometry.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::stages {

/// One row of a MOTChallenge text file (https://motchallenge.net/instructions): an object in a frame.
struct MotRow {
  std::int64_t frame = 1;  ///< from 1
  std::int64_t id = -1;    ///< -1: a detection without identity
  vision::Box box;
  float score = 1;        ///< detections, tracks: the detector's; truth: 0 marks a row to be ignored
  int category = -1;      ///< -1: none given
  std::int64_t line = 0;  ///< of the text it was read from, counted from 1, for errors that name it

  friend bool operator==(const MotRow&, const MotRow&) = default;
};

/// What the columns after the score hold.
enum class MotColumns : std::uint8_t {
  category,  ///< the eighth is the class or -1 (our own files, MOT16 and later)
  world,     ///< eighth to tenth are coordinates in the world (MOT15): checked to be numbers, not kept
};

/// Appends `frame,id,x,y,w,h,score,class,-1,-1` and a newline for each object: boxes with 2 decimals, scores with 4, a
/// point for the decimal mark whatever the locale. `frame` counts from 1.
void append_mot_rows(std::string& text, std::int64_t frame, std::span<const vision::TrackedObject> objects);

/// Reads rows of 7 to 10 columns, in any order, with LF or CRLF and with empty lines; returns them by frame, those of
/// one frame in the order of the text. The error names `name`, the line and the column: too few or too many columns,
/// not a number, not finite, a negative size, a frame below 1, an id below -1, a category that is no whole number.
[[nodiscard]] Result<std::vector<MotRow>> parse_mot_rows(std::string_view text, std::string_view name,
                                                         MotColumns columns = MotColumns::category);

/// parse_mot_rows of a file's content, or why it cannot be read.
[[nodiscard]] Result<std::vector<MotRow>> read_mot_rows(const std::filesystem::path& file,
                                                        MotColumns columns = MotColumns::category);

}  // namespace brigade::stages
