#include "stages/render/output/mp4_file.hpp"

#include "stages/render/output/ffmpeg_values.hpp"
#include "stages/render/output/output_file.hpp"

#include <fmt/format.h>

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/opt.h>
}

#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace brigade::stages {
namespace {

struct FreeMuxer {
  void operator()(AVFormatContext* muxer) const { avformat_free_context(muxer); }
};

constexpr std::chrono::nanoseconds kFragment = std::chrono::seconds(1);

}  // namespace

struct Mp4File::State {
  std::filesystem::path path;
  OutputFile file;
  std::unique_ptr<AVFormatContext, FreeMuxer> muxer;
  bool started = false;
  bool closed = false;
  std::optional<Error> failed;
  std::int64_t frames = 0;                       ///< video packets handed to the muxer
  std::int64_t whole_frames = 0;                 ///< of them, those in fragments that are written
  std::int64_t whole_bytes = 0;                  ///< where the last written fragment ends
  std::int64_t fragment_start = AV_NOPTS_VALUE;  ///< of the first video packet of the open fragment

  Result<void> check(int result);
  Result<void> close_fragment();
  [[nodiscard]] bool fragment_is_full(const AVPacket& packet) const;
};

/// Turns what the muxer or the operating system says into an error, and then leaves a clean file behind.
Result<void> Mp4File::State::check(int result) {
  const int number = file.error_number();
  if (result >= 0 && number == 0) {
    return {};
  }
  const std::string why = number != 0 ? ffmpeg::system_reason(number) : ffmpeg::reason(result);
  closed = true;
  file.cut_to(whole_bytes);
  file.close();
  failed = Error{whole_frames == 0 ? fmt::format("{}: {}; no frame could be written", path.string(), why)
                                   : fmt::format("{}: {} after frame {}; what was written until there plays",
                                                 path.string(), why, whole_frames)};
  return tl::unexpected(*failed);
}

Result<void> Mp4File::State::close_fragment() {
  // With its header put off until the first packets are known, the muxer writes that alone at the first call.
  const bool first = whole_bytes == 0;
  int result = av_write_frame(muxer.get(), nullptr);
  if (result >= 0 && first) {
    result = av_write_frame(muxer.get(), nullptr);
  }
  avio_flush(file.context());
  if (Result<void> good = check(result); !good) {
    return good;
  }
  whole_bytes = file.bytes_written();
  whole_frames = frames;
  // Else the muxer would add up the packets' lengths for the next fragment's time, and lose every gap.
  av_opt_set(muxer->priv_data, "movflags", "+frag_discont", 0);
  return {};
}

bool Mp4File::State::fragment_is_full(const AVPacket& packet) const {
  const AVRational base = muxer->streams[0]->time_base;
  const std::int64_t limit = av_rescale_q(kFragment.count(), ffmpeg::kNanoseconds, base);
  return fragment_start != AV_NOPTS_VALUE && packet.dts - fragment_start >= limit;
}

Result<Mp4File> Mp4File::create(const std::filesystem::path& path) {
  Result<OutputFile> file = OutputFile::create(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  AVFormatContext* muxer = nullptr;
  if (avformat_alloc_output_context2(&muxer, nullptr, "mp4", nullptr) < 0) {
    return failure("{}: this build of FFmpeg cannot write mp4; install one that can", path.string());
  }
  muxer->pb = file->context();
  muxer->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;  // what FFmpeg 5 calls FLAC in mp4
  return Mp4File(std::make_unique<State>(State{.path = path,
                                               .file = std::move(*file),
                                               .muxer = std::unique_ptr<AVFormatContext, FreeMuxer>(muxer),
                                               .failed = std::nullopt}));
}

Mp4File::Mp4File(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mp4File::Mp4File(Mp4File&&) noexcept = default;
Mp4File& Mp4File::operator=(Mp4File&&) noexcept = default;
Mp4File::~Mp4File() = default;

AVStream* Mp4File::add_stream() { return avformat_new_stream(state_->muxer.get(), nullptr); }

Result<void> Mp4File::start() {
  AVDictionary* options = nullptr;
  // delay_moov: the tracks' box waits for the first fragment, because AC-3 and AAC out of a transport stream tell their
  // parameters, and every track its first time, only with their packets.
  av_dict_set(&options, "movflags", "frag_custom+empty_moov+default_base_moof+delay_moov", 0);
  // The time at which a track begins is kept in this unit; milliseconds otherwise.
  av_dict_set(&options, "movie_timescale", "90000", 0);
  const int result = avformat_write_header(state_->muxer.get(), &options);
  av_dict_free(&options);
  state_->started = result >= 0;
  return state_->check(result);
}

Result<void> Mp4File::write(AVPacket& packet) {
  State& state = *state_;
  if (state.failed) {
    return tl::unexpected(*state.failed);
  }
  const bool video = packet.stream_index == 0;
  if (video && state.fragment_is_full(packet)) {
    if (Result<void> good = state.close_fragment(); !good) {
      return good;
    }
    state.fragment_start = AV_NOPTS_VALUE;
  }
  if (video && state.fragment_start == AV_NOPTS_VALUE) {
    state.fragment_start = packet.dts;
  }
  const int result = av_write_frame(state.muxer.get(), &packet);
  av_packet_unref(&packet);
  state.frames += video ? 1 : 0;
  return state.check(result);
}

Result<void> Mp4File::finish() {
  State& state = *state_;
  if (state.closed) {
    return {};
  }
  if (!state.started) {
    state.closed = true;
    state.file.close();
    std::error_code ignored;
    if (std::filesystem::is_regular_file(std::filesystem::symlink_status(state.path, ignored))) {
      std::filesystem::remove(state.path, ignored);
    }
    return {};
  }
  if (Result<void> good = state.close_fragment(); !good) {
    return good;
  }
  const int result = av_write_trailer(state.muxer.get());
  avio_flush(state.file.context());
  if (Result<void> good = state.check(result); !good) {
    return good;
  }
  state.whole_bytes = state.file.bytes_written();
  state.closed = true;
  state.file.close();
  return state.check(0);
}

}  // namespace brigade::stages
