#include "stages/render/output/video_writer.hpp"

#include "stages/render/output/audio_tracks.hpp"
#include "stages/render/output/ffmpeg_values.hpp"
#include "stages/render/output/h264_encoder.hpp"
#include "stages/render/output/mp4_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <system_error>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

/// How far sound may reach past the picture's end: a file's last packets often do a little.
constexpr nanoseconds kSoundAfterPicture = std::chrono::seconds(1);

}  // namespace

struct VideoWriter::State {
  std::filesystem::path path;
  VideoOptions options;
  Mp4File mp4;
  std::optional<AudioTracks> audio;
  std::optional<H264Encoder> encoder;  ///< from the first frame on
  AVStream* stream = nullptr;
  std::int64_t last_time = INT64_MIN;  ///< of the last frame taken, in H264Encoder::kTimeBase
  ffmpeg::Owned<AVPacket> waiting;     ///< encoded; its length is known when the next one comes
  bool packet_waits = false;
  std::int64_t frame_length = 0;  ///< of the last frame, in H264Encoder::kTimeBase
  std::optional<Error> error;
  bool finished = false;
  std::vector<std::string> notes;

  Result<void> begin(const vision::ImageLayout& layout);
  Result<void> encode(const OutputFrame& frame);
  Result<void> take(AVPacket& packet);
  Result<void> write_waiting();
  Result<void> complete();
  Result<void> remember(Result<void> result);
};

/// Opens encoder and file for pictures of that size.
Result<void> VideoWriter::State::begin(const vision::ImageLayout& layout) {
  Result<H264Encoder> opened = H264Encoder::open(
      layout.width, layout.height,
      {.preset = options.preset, .crf = options.crf, .threads = options.threads, .frame_rate = options.frame_rate});
  if (!opened) {
    return failure("{}: {}", path.string(), opened.error().message);
  }
  frame_length = std::max<std::int64_t>(1, std::llround(H264Encoder::kTimeBase.den / options.frame_rate));
  waiting.reset(av_packet_alloc());
  stream = mp4.add_stream();
  if (waiting == nullptr || stream == nullptr ||
      avcodec_parameters_from_context(stream->codecpar, &opened->codec()) < 0) {
    return failure("{}: out of memory", path.string());
  }
  stream->time_base = H264Encoder::kTimeBase;
  stream->avg_frame_rate = opened->codec().framerate;
  if (audio) {
    if (Result<void> good = audio->add_streams(mp4); !good) {
      return good;
    }
  }
  encoder = std::move(*opened);
  return mp4.start();
}

Result<void> VideoWriter::State::encode(const OutputFrame& frame) {
  const vision::ImageLayout& layout = frame.picture.layout;
  if (Result<void> begun = encoder ? Result<void>() : begin(layout); !begun || !encoder) {
    return begun;
  }
  if (layout.width != encoder->width() || layout.height != encoder->height()) {
    return failure(
        "{}: frame {} has {}x{} pixels, but the video began with {}x{}; write pictures of different sizes to "
        "a folder: --out FOLDER/",
        path.string(), frame.number, layout.width, layout.height, encoder->width(), encoder->height());
  }
  const std::int64_t time = av_rescale_q(frame.media_time.count(), ffmpeg::kNanoseconds, H264Encoder::kTimeBase);
  last_time = last_time == INT64_MIN ? time : std::max(time, last_time + 1);
  return encoder->encode(frame.picture, last_time, [this](AVPacket& packet) { return take(packet); });
}

/// Holds the packet back until the next one tells how long it lasts, and writes the one before it.
Result<void> VideoWriter::State::take(AVPacket& packet) {
  if (packet_waits) {
    frame_length = packet.dts - waiting->dts;
    if (Result<void> good = write_waiting(); !good) {
      return good;
    }
  }
  av_packet_move_ref(waiting.get(), &packet);
  packet_waits = true;
  return {};
}

Result<void> VideoWriter::State::write_waiting() {
  packet_waits = false;
  Result<void> good;
  if (audio) {
    good = audio->advance(nanoseconds(av_rescale_q(waiting->dts, H264Encoder::kTimeBase, ffmpeg::kNanoseconds)), mp4);
  }
  if (good) {
    waiting->stream_index = stream->index;
    waiting->duration = frame_length;
    av_packet_rescale_ts(waiting.get(), H264Encoder::kTimeBase, stream->time_base);
    good = mp4.write(*waiting);
  }
  av_packet_unref(waiting.get());
  return good;
}

Result<void> VideoWriter::State::complete() {
  if (encoder) {
    if (Result<void> good = encoder->drain([this](AVPacket& packet) { return take(packet); }); !good) {
      return good;
    }
  }
  if (packet_waits) {
    if (Result<void> good = write_waiting(); !good) {
      return good;
    }
  }
  if (encoder && audio) {
    const nanoseconds end(av_rescale_q(last_time + frame_length, H264Encoder::kTimeBase, ffmpeg::kNanoseconds));
    if (Result<void> good = audio->finish(end + kSoundAfterPicture, mp4); !good) {
      return good;
    }
  }
  return mp4.finish();
}

Result<void> VideoWriter::State::remember(Result<void> result) {
  if (!result) {
    error = result.error();
  }
  return result;
}

Result<VideoWriter> VideoWriter::open(const std::filesystem::path& path, const VideoOptions& options) {
  std::optional<AudioTracks> audio;
  if (options.audio) {
    std::error_code absent;
    if (std::filesystem::equivalent(path, options.audio->file, absent)) {
      return failure("{}: is the input itself; give the output another name", path.string());
    }
    Result<AudioTracks> opened = AudioTracks::open(*options.audio);
    if (!opened) {
      return tl::unexpected(opened.error());
    }
    audio = std::move(*opened);
  }
  if (avcodec_find_encoder_by_name("libx264") == nullptr) {
    return failure("{}: this build of FFmpeg has no libx264; install one that has, or write PNGs: --out FOLDER/",
                   path.string());
  }
  Result<Mp4File> mp4 = Mp4File::create(path);
  if (!mp4) {
    return tl::unexpected(mp4.error());
  }
  std::vector<std::string> notes = audio ? audio->notes() : std::vector<std::string>();
  return VideoWriter(std::make_unique<State>(State{.path = path,
                                                   .options = options,
                                                   .mp4 = std::move(*mp4),
                                                   .audio = std::move(audio),
                                                   .encoder = std::nullopt,
                                                   .waiting = nullptr,
                                                   .error = std::nullopt,
                                                   .notes = std::move(notes)}));
}

VideoWriter::VideoWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoWriter::VideoWriter(VideoWriter&&) noexcept = default;

VideoWriter& VideoWriter::operator=(VideoWriter&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

VideoWriter::~VideoWriter() {
  if (state_ != nullptr) {
    (void)finish();
  }
}

Result<SinkOutcome> VideoWriter::write(const OutputFrame& frame) {
  State& state = *state_;
  if (!state.error && state.finished) {
    return failure("{}: is finished and takes no more frames", state.path.string());
  }
  if (!state.error) {
    (void)state.remember(state.encode(frame));
  }
  return state.error ? Result<SinkOutcome>(tl::unexpected(*state.error)) : SinkOutcome::taken;
}

Result<void> VideoWriter::finish() {
  State& state = *state_;
  if (std::exchange(state.finished, true)) {
    return {};
  }
  const bool told = state.error.has_value();
  const Result<void> completed = state.remember(state.complete());
  return told ? Result<void>() : completed;
}

const std::vector<std::string>& VideoWriter::notes() const { return state_->notes; }

}  // namespace brigade::stages
