#include "native/run_outputs.hpp"

#include "stages/render/output/output_target.hpp"
#include "stages/render/output/window.hpp"
#include "stages/track/mot_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace brigade::native {
namespace {

std::optional<std::filesystem::path> regular_file(const std::string& input) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(input, ignored) ? std::optional<std::filesystem::path>(input) : std::nullopt;
}

stages::OutputOptions output_options(const RunOptions& options, const stages::SourceFacts& source) {
  stages::OutputOptions output;
  output.single_frame = source.frame_count == 1;
  output.input = regular_file(options.input);
  if (source.frame_rate) {
    output.video.frame_rate =
        static_cast<double>(source.frame_rate->numerator) / static_cast<double>(source.frame_rate->denominator);
  }
  if (output.input && options.loop == 1) {
    output.video.audio = stages::AudioSource{.file = *output.input, .start = source.container_start};
  }
  return output;
}

// The error of what is done first wins; the rest is done all the same.
void keep_first(Result<void>& first, Result<void> next) {
  if (first) {
    first = std::move(next);
  }
}

}  // namespace

Result<RunOutputs> RunOutputs::open(const RunOptions& options, const stages::SourceFacts& source,
                                    std::span<const std::string_view> labels, pipeline::StopRequest& stop) {
  RunOutputs outputs(options, labels, stop);
  if (!options.tracks.empty()) {
    auto file = TextFile::create(options.tracks);
    if (!file) {
      return tl::unexpected<Error>(std::move(file.error()));
    }
    outputs.tracks_ = *std::move(file);
    if (options.offline) {
      outputs.offline_.emplace(options.detector.score);
    }
  }
  if (!options.detections.empty()) {
    auto file = eval::DetectionsWriter::create(options.detections);
    if (!file) {
      return tl::unexpected<Error>(std::move(file.error()));
    }
    outputs.detections_ = *std::move(file);
  }
  if (auto opened = outputs.open_pictures(options, source); !opened) {
    return tl::unexpected<Error>(std::move(opened.error()));
  }
  return outputs;
}

Result<void> RunOutputs::open_pictures(const RunOptions& options, const stages::SourceFacts& source) {
  const auto target = stages::parse_output_target(options.out.string());
  if (!target) {
    return tl::unexpected<Error>(target.error());
  }
  auto sink = stages::open_output(*target, output_options(options, source));
  if (!sink) {
    return tl::unexpected<Error>(std::move(sink.error()));
  }
  pictures_ = *std::move(sink);
  if (!options.show) {
    return {};
  }
  auto window = stages::open_window("Brigade");
  if (!window) {
    return tl::unexpected<Error>(std::move(window.error()));
  }
  pictures_ = pictures_.wants_frames() ? stages::both(std::move(pictures_), *std::move(window)) : *std::move(window);
  return {};
}

Result<void> RunOutputs::write(const stages::PresentedFrame& frame) {
  for (const auto& track : frame.tracks) {
    objects_ = std::max(objects_, track.id);  // ids are given from 1 on, without gaps
  }
  return write_tracks(frame).and_then([&] { return write_detections(frame); }).and_then([&] {
    return write_picture(frame);
  });
}

Result<void> RunOutputs::write_tracks(const stages::PresentedFrame& frame) {
  if (offline_) {
    offline_->add(frame);
    return {};
  }
  if (!tracks_) {
    return {};
  }
  rows_.clear();
  stages::append_mot_rows(rows_, frame.frame_id + 1, frame.tracks);
  return tracks_->write(rows_);
}

Result<void> RunOutputs::write_offline_tracks() {
  if (!offline_ || !tracks_) {
    return {};
  }
  const stages::TrackedSequence tracked = offline_->tracks();
  objects_ = tracked.tracks;
  return tracks_->write(tracked.rows);
}

Result<void> RunOutputs::write_detections(const stages::PresentedFrame& frame) {
  if (!detections_) {
    return {};
  }
  // A still goes by its name, a frame of a video by its number, from 1 as in the tracks.
  const std::string image = frame.name.empty() ? fmt::format("{:06}", frame.detected_id + 1) : std::string(frame.name);
  for (const auto& detection : frame.detections) {
    if (detection.score < score_) {
      continue;  // seen by the tracker only
    }
    if (auto written = detections_->write(image, detection, labels_[static_cast<std::size_t>(detection.category)]);
        !written) {
      return written;
    }
  }
  return {};
}

Result<void> RunOutputs::write_picture(const stages::PresentedFrame& frame) {
  if (!pictures_.wants_frames()) {
    return {};
  }
  const stages::OutputFrame output{.picture = painter_.paint(frame.image, frame.tracks, frame.media_time),
                                   .media_time = frame.media_time,
                                   .number = frame.frame_id + 1,
                                   .name = frame.name};
  const auto outcome = pictures_.write(output);
  if (!outcome) {
    return tl::unexpected<Error>(outcome.error());
  }
  if (*outcome == stages::SinkOutcome::stop) {
    stop_->request();
  }
  return {};
}

Result<void> RunOutputs::finish() {
  Result<void> outcome = pictures_.finish();
  if (tracks_) {
    keep_first(outcome, write_offline_tracks());
    keep_first(outcome, tracks_->close());
  }
  if (detections_) {
    keep_first(outcome, detections_->finish());
  }
  return outcome;
}

}  // namespace brigade::native
