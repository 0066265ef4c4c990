#include "bench/track/recorded_sequence.hpp"

#include "common/number_reader.hpp"
#include "eval/detections/detections_json.hpp"
#include "native/frame_rate.hpp"
#include "stages/track/mot_rows.hpp"
#include "stages/track/offline/sequence_frame.hpp"

#include <algorithm>
#include <utility>

namespace brigade::bench {
namespace {

using stages::MotRow;

/// Frames without anything, from 1 on to the last that the truth or the detector knows of.
std::vector<Frame> empty_frames(std::int64_t count, double frames_per_second) {
  std::vector<Frame> frames(static_cast<std::size_t>(count));
  for (std::int64_t number = 1; number <= count; ++number) {
    Frame& frame = frames[static_cast<std::size_t>(number - 1)];
    frame.number = number;
    frame.time = stages::frame_time(number, frames_per_second);
  }
  return frames;
}

std::int64_t last_frame(const std::vector<MotRow>& rows) {
  std::int64_t last = 0;
  for (const MotRow& row : rows) {
    last = std::max(last, row.frame);
  }
  return last;
}

Sequence assemble(std::string name, const std::vector<MotRow>& detections, std::vector<MotRow> truth,
                  double frames_per_second) {
  const std::int64_t last = std::max(last_frame(detections), last_frame(truth));
  Sequence sequence{
      .name = std::move(name), .frames = empty_frames(last, frames_per_second), .truth = std::move(truth)};
  for (const MotRow& row : detections) {
    sequence.frames[static_cast<std::size_t>(row.frame - 1)].detections.push_back(
        {.box = row.box, .score = row.score, .category = 0});
  }
  return sequence;
}

Result<std::vector<MotRow>> read_truth(const std::filesystem::path& folder) {
  return stages::read_mot_rows(folder / "gt" / "gt.txt", stages::MotColumns::world);
}

/// Detections as rows; a frame of a video goes by its number.
Result<std::vector<MotRow>> read_json_rows(const std::filesystem::path& file) {
  const auto found = eval::read_detections(file);
  if (!found) {
    return tl::unexpected<Error>(found.error());
  }
  NumberReader numbers;
  std::vector<MotRow> rows;
  for (const eval::DetectionRow& row : *found) {
    const auto frame = numbers.read(row.image);
    if (!frame || *frame < 1) {
      return failure("{}: '{}' is no number of a frame: write the detections of a video with brigade run --detections",
                     file.string(), row.image);
    }
    rows.push_back(
        {.frame = static_cast<std::int64_t>(*frame), .box = row.detection.box, .score = row.detection.score});
  }
  return rows;
}

}  // namespace

Result<Sequence> read_mot_sequence(const std::filesystem::path& folder) {
  const auto rate = native::read_frame_rate(folder / "seqinfo.ini");
  if (!rate) {
    return tl::unexpected<Error>(rate.error());
  }
  const auto detections = stages::read_mot_rows(folder / "det" / "det.txt");
  if (!detections) {
    return tl::unexpected<Error>(detections.error());
  }
  return read_truth(folder).map([&](std::vector<MotRow>&& truth) {
    Sequence sequence = assemble(folder.filename().string(), *detections, std::move(truth), rate->frames_per_second);
    sequence.score = kGivenScore;
    return sequence;
  });
}

Result<Sequence> read_detected_video(const std::filesystem::path& detections, const std::filesystem::path& truth_folder,
                                     double frames_per_second) {
  const auto rows = read_json_rows(detections);
  if (!rows) {
    return tl::unexpected<Error>(rows.error());
  }
  return read_truth(truth_folder).map([&](std::vector<MotRow>&& truth) {
    return assemble(truth_folder.filename().string(), *rows, std::move(truth), frames_per_second);
  });
}

}  // namespace brigade::bench
