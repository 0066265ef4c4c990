#include "stages/capture/demuxer.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

// How long a network may keep silent. A camera's stream sends several packets a second.
constexpr std::chrono::seconds kNetworkPatience{15};
// Of a frame where the container states no rate.
constexpr nanoseconds kUsualDuration = std::chrono::milliseconds(40);
constexpr int kPipeBufferBytes = 1 << 16;
// A "frame rate" above this is a clock's rate that a container states for want of a better one.
constexpr int kHighestFrameRate = 1000;
constexpr AVRational kNanosecond{1, 1'000'000'000};
constexpr AVRational kTimeBase{1, AV_TIME_BASE};

int read_pipe(void* pipe, std::uint8_t* target, int size) {
  const auto got = static_cast<PipeReader*>(pipe)->read_some({target, static_cast<std::size_t>(size)});
  if (got == 0) {
    return AVERROR_EOF;
  }
  return got == -ECANCELED ? AVERROR_EXIT : static_cast<int>(got);
}

}  // namespace

nanoseconds to_nanoseconds(std::int64_t time, AVRational base) {
  return nanoseconds(av_rescale_q(time, base, kNanosecond));
}

int Demuxer::Watch::must_stop(void* watch) {
  auto* self = static_cast<Watch*>(watch);
  self->stopped = self->stopped || (self->interrupted && self->interrupted());
  const bool too_late = self->deadline && std::chrono::steady_clock::now() > *self->deadline;
  return self->stopped || too_late ? 1 : 0;
}

void Demuxer::Watch::start_waiting(bool network) {
  if (network) {
    deadline = std::chrono::steady_clock::now() + kNetworkPatience;
  }
}

Demuxer::Demuxer(std::string name, bool network, std::function<bool()> interrupted)
    : name_(std::move(name)),
      network_(network),
      watch_(new Watch{.interrupted = std::move(interrupted), .deadline = std::nullopt}),
      context_(avformat_alloc_context()) {
  av_log_set_level(AV_LOG_QUIET);
  context_->interrupt_callback = {.callback = Watch::must_stop, .opaque = watch_.get()};
  watch_->start_waiting(network_);
}

Result<Demuxer> Demuxer::open(const std::string& address, std::function<bool()> interrupted) {
  const bool is_address = address.find("://") != std::string::npos;
  Demuxer demuxer(address, is_address, std::move(interrupted));
  if (!is_address) {
    demuxer.shape_ = container_shape(address);
  }
  // "file:" so that a colon in a file's name is not taken for a protocol.
  return demuxer.open_container(is_address ? address : "file:" + address).map([&] { return std::move(demuxer); });
}

Result<Demuxer> Demuxer::open_pipe(int descriptor, std::function<bool()> interrupted) {
  Demuxer demuxer("standard input", false, std::move(interrupted));
  Watch* watch = demuxer.watch_.get();
  demuxer.pipe_ = std::make_unique<PipeReader>(descriptor, [watch] { return Watch::must_stop(watch) != 0; });
  auto* buffer = static_cast<unsigned char*>(av_malloc(kPipeBufferBytes));
  demuxer.pipe_buffer_.reset(
      avio_alloc_context(buffer, kPipeBufferBytes, 0, demuxer.pipe_.get(), read_pipe, nullptr, nullptr));
  demuxer.context_->pb = demuxer.pipe_buffer_.get();
  return demuxer.open_container("").map([&] { return std::move(demuxer); });
}

Result<void> Demuxer::open_container(const std::string& url) {
  AVFormatContext* context = context_.release();  // on failure FFmpeg frees it
  if (const int error = avformat_open_input(&context, url.c_str(), nullptr, nullptr); error < 0) {
    return refuse(error);
  }
  context_.reset(context);
  // Before the streams are looked into: that gives those without a duration of their own the whole container's.
  const int before = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  stream_has_duration_ = before >= 0 && context->streams[before]->duration != AV_NOPTS_VALUE;
  if (const int error = avformat_find_stream_info(context, nullptr); error < 0) {
    return refuse(error);
  }
  return choose_stream();
}

tl::unexpected<Error> Demuxer::refuse(int error) const {
  if (watch_->stopped) {
    return failure("{}: stopped before it was open", name_);
  }
  if (shape_.extent == Extent::no_index) {
    return failure(
        "{}: the mp4 has no index (moov) left, so nothing can be read from it: it was cut short or its recording never "
        "ended; copy or download it again",
        name_);
  }
  if (pipe_ != nullptr && !pipe_->gave_data()) {
    return failure("{} gave no data: check the program that writes into the pipe", name_);
  }
  if (pipe_ != nullptr) {
    return failure("{} is no video container ({}): pipe one in (y4m, say), or state the raw frames' format", name_,
                   ffmpeg::error_text(error));
  }
  if (network_) {
    return failure("{}: the stream cannot be opened ({}): check the address and the connection", name_,
                   error == AVERROR_EXIT ? "no answer in time" : ffmpeg::error_text(error));
  }
  return failure("{}: not a video that can be read ({}): it is damaged, or something else than its name says", name_,
                 ffmpeg::error_text(error));
}

Result<void> Demuxer::choose_stream() {
  video_ = av_find_best_stream(context_.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const bool has_video = video_ >= 0 && (video().disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
  if (!has_video) {
    const bool has_sound = av_find_best_stream(context_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0) >= 0;
    return failure("{}: there is no video in it{}: choose a file with pictures", name_,
                   has_sound ? ", only sound" : "");
  }
  if (stream_has_duration_) {
    for (unsigned int index = 0; index < context_->nb_streams; ++index) {
      context_->streams[index]->discard = static_cast<int>(index) == video_ ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
  }
  return {};
}

Demuxer::Outcome Demuxer::read(AVPacket& packet) {
  while (true) {
    av_packet_unref(&packet);
    watch_->start_waiting(network_);
    const int error = av_read_frame(context_.get(), &packet);
    if (error == AVERROR(EAGAIN) && Watch::must_stop(watch_.get()) == 0) {
      continue;
    }
    if (error < 0) {
      return finish(error);
    }
    const bool cut =
        (packet.flags & AV_PKT_FLAG_CORRUPT) != 0 && context_->pb != nullptr && avio_feof(context_->pb) != 0;
    cut_packet_ = cut_packet_ || cut;
    if (cut) {
      continue;  // half a packet decodes to half a picture
    }
    note_progress(packet);
    if (packet.stream_index == video_) {
      ++packets_;
      return Outcome::packet;
    }
  }
}

Demuxer::Outcome Demuxer::finish(int error) {
  if (watch_->stopped) {
    return Outcome::interrupted;
  }
  const AVIOContext* io = context_->pb;
  if (error == AVERROR_EOF && io != nullptr && io->error < 0 && io->error != AVERROR_EOF) {
    error = io->error;  // some demuxers take every error for the end
  }
  if (error != AVERROR_EOF) {
    error_ = error == AVERROR_EXIT ? AVERROR(ETIMEDOUT) : error;
  }
  return Outcome::end;
}

void Demuxer::note_progress(const AVPacket& packet) {
  const AVStream& stream = *context_->streams[packet.stream_index];
  packet_end_ = packet.pos + packet.size;
  const std::int64_t time = std::max(packet.pts, packet.dts);  // AV_NOPTS_VALUE is the smallest number
  if (time == AV_NOPTS_VALUE) {
    return;
  }
  std::int64_t duration = packet.duration;
  if (duration <= 0 && packet.stream_index == video_) {
    duration = av_rescale_q(nominal_duration().count(), kNanosecond, stream.time_base);
  }
  const nanoseconds own_start =
      to_nanoseconds(stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time, stream.time_base);
  const nanoseconds end = to_nanoseconds(time + duration, stream.time_base);
  reached_ = std::max(reached_, end - (stream_has_duration_ ? own_start : start()));
}

bool Demuxer::has_rest() const {
  // The one demuxer that drops a cut frame without a word.
  return std::string_view(context_->iformat->name) == "yuv4mpegpipe" && packets_ > 0 &&
         avio_tell(context_->pb) > packet_end_;
}

EndOfReading Demuxer::end_of_reading() const {
  EndOfReading seen{.extent = shape_.extent,
                    .broke_off = error_ != 0 || cut_packet_ || has_rest(),
                    .announced = std::nullopt,
                    .reached = reached_};
  // An estimate from the bit rate says nothing, and times looked up at the file's end know of any cut.
  if (context_->duration_estimation_method == AVFMT_DURATION_FROM_STREAM) {
    seen.announced = duration();
  }
  seen.frame = nominal_duration();
  seen.announces_all = seen.announced && !shape_.fragmented;
  return seen;
}

std::string Demuxer::reason() const { return error_ == 0 ? "" : ffmpeg::error_text(error_); }

bool Demuxer::is_live() const { return network_ && !duration(); }

std::optional<Fraction> Demuxer::frame_rate() const {
  AVStream* stream = context_->streams[video_];
  const AVRational rate = av_guess_frame_rate(context_.get(), stream, nullptr);
  if (rate.num <= 0 || rate.den <= 0 || rate.num / rate.den > kHighestFrameRate) {
    return std::nullopt;
  }
  return Fraction{rate.num, rate.den};
}

nanoseconds Demuxer::nominal_duration() const {
  const std::optional<Fraction> rate = frame_rate();
  return rate ? frame_duration(*rate) : kUsualDuration;
}

std::optional<nanoseconds> Demuxer::duration() const {
  const AVStream& stream = video();
  // FFmpeg fits an AVI's duration to the file's size, but the number of frames stays what the header says.
  const std::optional<Fraction> rate = frame_rate();
  if (std::string_view(context_->iformat->name) == "avi" && stream.nb_frames > 0 && rate) {
    return frame_time(*rate, stream.nb_frames);
  }
  if (stream.duration > 0) {
    return to_nanoseconds(stream.duration, stream.time_base);
  }
  if (context_->duration > 0) {
    return to_nanoseconds(context_->duration, kTimeBase);
  }
  return std::nullopt;
}

nanoseconds Demuxer::start() const {
  return context_->start_time == AV_NOPTS_VALUE ? nanoseconds(0) : to_nanoseconds(context_->start_time, kTimeBase);
}

}  // namespace brigade::stages
