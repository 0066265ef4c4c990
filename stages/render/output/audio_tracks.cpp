#include "stages/render/output/audio_tracks.hpp"

#include "stages/render/output/aac_transcoder.hpp"
#include "stages/render/output/ffmpeg_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

struct Track {
  const AVStream* source = nullptr;
  AVStream* target = nullptr;                 ///< the mp4's
  std::unique_ptr<AacTranscoder> transcoder;  ///< none: copied
  std::int64_t last_time = INT64_MIN;         ///< decoding time of the last packet written, in the target's time base
};

/// Whether mp4 takes the packets as they are and the parameters are known before the first of them.
bool can_be_copied(const AVCodecParameters& parameters) {
  switch (parameters.codec_id) {
    case AV_CODEC_ID_MP3:
      return true;
    case AV_CODEC_ID_AAC:
    case AV_CODEC_ID_ALAC:
    case AV_CODEC_ID_FLAC:
    case AV_CODEC_ID_OPUS:
      return parameters.extradata_size > 0;
    default:
      return false;
  }
}

/// Gives the mp4's stream the parameters of what will be written to it.
bool describe(const Track& track, AVCodecParameters& target) {
  const int error = track.transcoder ? avcodec_parameters_from_context(&target, &track.transcoder->encoder())
                                     : avcodec_parameters_copy(&target, track.source->codecpar);
  target.codec_tag = 0;  // the source container's, not mp4's
  return error >= 0;
}

nanoseconds to_time(std::int64_t stamp, AVRational base) {
  return nanoseconds(av_rescale_q(stamp, base, ffmpeg::kNanoseconds));
}

}  // namespace

struct AudioTracks::State {
  ffmpeg::Owned<AVFormatContext> input;
  ffmpeg::Owned<AVPacket> packet;  ///< read, and not yet due
  bool packet_waits = false;
  nanoseconds start{};
  std::vector<Track> tracks;
  std::vector<std::string> notes;

  void add_track(const AVStream& source);
  Track* track_of_packet();
  bool read();
  Result<void> write_waiting(Mp4File& mp4);
  [[nodiscard]] Result<void> write(Track& track, AVPacket& made, AVRational base, Mp4File& mp4) const;
};

void AudioTracks::State::add_track(const AVStream& source) {
  const std::size_t number = tracks.size() + 1;
  const char* name = avcodec_get_name(source.codecpar->codec_id);
  Track track{.source = &source, .transcoder = nullptr};
  if (can_be_copied(*source.codecpar)) {
    notes.push_back(fmt::format("sound {}: {}, copied", number, name));
  } else if (Result<AacTranscoder> transcoder = AacTranscoder::open(source)) {
    notes.push_back(fmt::format("sound {}: {}, encoded anew as aac", number, name));
    track.transcoder = std::make_unique<AacTranscoder>(std::move(*transcoder));
  } else {
    notes.push_back(fmt::format("sound {}: {}, left out: {}", number, name, transcoder.error().message));
    return;
  }
  tracks.push_back(std::move(track));
}

Track* AudioTracks::State::track_of_packet() {
  const auto found = std::ranges::find(tracks, packet->stream_index, [](const Track& t) { return t.source->index; });
  return found != tracks.end() ? &*found : nullptr;
}

/// Brings the next packet of a track; false at the end, or where the file is damaged beyond reading on.
bool AudioTracks::State::read() {
  while (!packet_waits && av_read_frame(input.get(), packet.get()) >= 0) {
    packet->dts = packet->dts != AV_NOPTS_VALUE ? packet->dts : packet->pts;
    packet->pts = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
    packet_waits = packet->dts != AV_NOPTS_VALUE && track_of_packet() != nullptr;
    if (!packet_waits) {
      av_packet_unref(packet.get());
    }
  }
  return packet_waits;
}

Result<void> AudioTracks::State::write_waiting(Mp4File& mp4) {
  packet_waits = false;
  Track& track = *track_of_packet();
  Result<void> good;
  if (track.transcoder) {
    const AVRational base = track.transcoder->encoder().time_base;
    good = track.transcoder->push(packet.get(), [&](AVPacket& made) { return write(track, made, base, mp4); });
  } else {
    good = write(track, *packet, track.source->time_base, mp4);
  }
  av_packet_unref(packet.get());
  return good;
}

Result<void> AudioTracks::State::write(Track& track, AVPacket& made, AVRational base, Mp4File& mp4) const {
  const std::int64_t shift = av_rescale_q(start.count(), ffmpeg::kNanoseconds, base);
  made.dts -= shift;
  made.pts -= shift;
  av_packet_rescale_ts(&made, base, track.target->time_base);
  if (made.dts <= track.last_time) {
    return {};  // a source that goes back in time: mp4 cannot
  }
  track.last_time = made.dts;
  made.stream_index = track.target->index;
  made.pos = -1;
  return mp4.write(made);
}

Result<AudioTracks> AudioTracks::open(const AudioSource& source) {
  AVFormatContext* input = nullptr;
  const int error = avformat_open_input(&input, source.file.c_str(), nullptr, nullptr);
  if (error < 0) {
    return failure("{}: cannot be read again for its sound: {}", source.file.string(), ffmpeg::reason(error));
  }
  auto state = std::make_unique<State>();
  state->input.reset(input);
  state->packet.reset(av_packet_alloc());
  state->start = source.start;
  avformat_find_stream_info(input, nullptr);
  for (AVStream* stream : std::span(input->streams, input->nb_streams)) {
    const bool sound = stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    stream->discard = sound ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    if (sound) {
      state->add_track(*stream);
    }
  }
  return AudioTracks(std::move(state));
}

AudioTracks::AudioTracks(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioTracks::AudioTracks(AudioTracks&&) noexcept = default;
AudioTracks& AudioTracks::operator=(AudioTracks&&) noexcept = default;
AudioTracks::~AudioTracks() = default;

Result<void> AudioTracks::add_streams(Mp4File& mp4) {
  for (Track& track : state_->tracks) {
    track.target = mp4.add_stream();
    if (track.target == nullptr || !describe(track, *track.target->codecpar)) {
      return failure("out of memory for the sound");
    }
    track.target->time_base = {.num = 1, .den = track.target->codecpar->sample_rate};
  }
  return {};
}

Result<void> AudioTracks::advance(nanoseconds until, Mp4File& mp4) {
  State& state = *state_;
  while (!state.tracks.empty() && state.read()) {
    const AVRational base = state.track_of_packet()->source->time_base;
    if (to_time(state.packet->dts, base) - state.start > until) {
      return {};
    }
    if (Result<void> good = state.write_waiting(mp4); !good) {
      return good;
    }
  }
  return {};
}

Result<void> AudioTracks::finish(nanoseconds until, Mp4File& mp4) {
  if (Result<void> good = advance(until, mp4); !good) {
    return good;
  }
  for (Track& track : state_->tracks) {
    if (track.transcoder) {
      const AVRational base = track.transcoder->encoder().time_base;
      const auto take = [&](AVPacket& made) { return state_->write(track, made, base, mp4); };
      if (Result<void> good = track.transcoder->push(nullptr, take); !good) {
        return good;
      }
    }
  }
  return {};
}

const std::vector<std::string>& AudioTracks::notes() const { return state_->notes; }

}  // namespace brigade::stages
