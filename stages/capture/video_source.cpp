#include "stages/capture/video_source.hpp"

#include "common/seconds.hpp"
#include "stages/capture/demuxer.hpp"
#include "stages/capture/i420_converter.hpp"
#include "stages/capture/media_clock.hpp"
#include "stages/capture/video_decoder.hpp"

extern "C" {
#include <libavutil/display.h>
}

#include <cmath>
#include <filesystem>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

/// Clockwise quarter turns that the file asks for; other angles do not occur in practice and are not applied.
int quarter_turns(const AVStream& stream) {
  const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (matrix == nullptr) {
    return 0;
  }
  const double counterclockwise = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (std::isnan(counterclockwise)) {
    return 0;
  }
  return static_cast<int>(std::lround(-counterclockwise / 90) + 4) % 4;
}

/// The frames of one opened video. Holds the first from the start, because only a decoded frame tells the true layout.
class VideoReader {
 public:
  VideoReader(Demuxer demuxer, VideoDecoder decoder, ffmpeg::Frame first)
      : demuxer_(std::move(demuxer)),
        decoder_(std::move(decoder)),
        frame_(std::move(first)),
        duration_(demuxer_.nominal_duration()),
        clock_(duration_),
        converter_(i420_layout_of(*frame_), quarter_turns(demuxer_.video())) {}

  [[nodiscard]] SourceFacts facts() const;

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    if (!std::exchange(holds_frame_, false)) {
      switch (decoder_.next(demuxer_, *frame_)) {
        case VideoDecoder::Outcome::frame:
          break;
        case VideoDecoder::Outcome::end:
          return judge_end();
        case VideoDecoder::Outcome::interrupted:
          return ReadOutcome::end;
      }
    }
    if (Result<void> converted = converter_.convert(*frame_, target); !converted) {
      return failure("{}: {}", demuxer_.name(), converted.error().message);
    }
    last_time_ = clock_.next(stamp());
    ++frames_;
    info.layout = converter_.target_layout();
    info.media_time = last_time_;
    info.name.clear();
    info.undecodable_before = decoder_.take_undecodable();
    return ReadOutcome::frame;
  }

 private:
  [[nodiscard]] std::optional<nanoseconds> stamp() const {
    if (frame_->best_effort_timestamp == AV_NOPTS_VALUE) {
      return std::nullopt;
    }
    return to_nanoseconds(frame_->best_effort_timestamp, demuxer_.video().time_base) - demuxer_.start();
  }

  [[nodiscard]] Result<ReadOutcome> judge_end() const;

  Demuxer demuxer_;
  VideoDecoder decoder_;
  ffmpeg::Frame frame_;
  nanoseconds duration_;
  MediaClock clock_;
  I420Converter converter_;
  bool holds_frame_ = true;
  std::int64_t frames_ = 0;
  nanoseconds last_time_{0};
};

SourceFacts VideoReader::facts() const {
  SourceFacts facts;
  facts.layout = converter_.target_layout();
  facts.max_bytes = vision::packed_bytes(facts.layout);
  facts.live = demuxer_.is_live();
  facts.frame_rate = demuxer_.frame_rate();
  if (demuxer_.video().nb_frames > 0) {
    facts.frame_count = demuxer_.video().nb_frames;
  }
  facts.duration = demuxer_.duration();
  facts.container_start = demuxer_.start();
  facts.description =
      fmt::format("{}: {}, {}x{}", demuxer_.name(), avcodec_get_name(demuxer_.video().codecpar->codec_id),
                  facts.layout.width, facts.layout.height);
  if (facts.frame_rate) {
    facts.description += fmt::format(", {:.4g} frames/s", 1 / seconds(duration_));
  }
  return facts;
}

Result<ReadOutcome> VideoReader::judge_end() const {
  const EndOfReading seen = demuxer_.end_of_reading();
  const nanoseconds whole = seen.announced.value_or(nanoseconds(0));
  const std::string reason = demuxer_.reason().empty() ? "" : fmt::format(" ({})", demuxer_.reason());
  if (demuxer_.is_live() && ends_early(seen)) {
    return failure("{}: the stream broke off after frame {} at {:.2f} s{}: check the connection and start again",
                   demuxer_.name(), frames_, seconds(last_time_), reason);
  }
  if (ends_early(seen)) {
    const std::string announced = seen.announces_all ? fmt::format(" of {:.2f} s announced", seconds(whole)) : "";
    return failure(
        "{} ends early, after frame {} at {:.2f} s{}{}; the frames up to there were processed: copy or download it "
        "again "
        "for the rest",
        demuxer_.name(), frames_, seconds(last_time_), announced, reason);
  }
  const std::int64_t lost = decoder_.all_undecodable();
  if (is_much(lost * duration_, demuxer_.packets() * duration_)) {
    return failure(
        "{} is damaged, {} of its {} frames cannot be decoded; the others were processed: copy or download it again",
        demuxer_.name(), lost, demuxer_.packets());
  }
  return ReadOutcome::end;
}

Result<FrameSource> read_from(Result<Demuxer> demuxer, int threads) {
  if (!demuxer) {
    return tl::unexpected(demuxer.error());
  }
  Result<VideoDecoder> decoder = VideoDecoder::open(*demuxer, threads);
  if (!decoder) {
    return tl::unexpected(decoder.error());
  }
  ffmpeg::Frame first(av_frame_alloc());
  if (decoder->next(*demuxer, *first) != VideoDecoder::Outcome::frame) {
    return failure("{}: not one picture in it can be decoded: it is cut or damaged; copy or download it again",
                   demuxer->name());
  }
  VideoReader reader(std::move(*demuxer), std::move(*decoder), std::move(first));
  SourceFacts facts = reader.facts();
  return FrameSource(std::move(facts), std::move(reader));
}

}  // namespace

Result<FrameSource> video_source(const std::string& address, const VideoInputOptions& options) {
  return read_from(Demuxer::open(address, options.interrupted), options.decoder_threads);
}

Result<FrameSource> video_pipe_source(int descriptor, const VideoInputOptions& options) {
  return read_from(Demuxer::open_pipe(descriptor, options.interrupted), options.decoder_threads);
}

}  // namespace brigade::stages
