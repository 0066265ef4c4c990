#pragma once

#include "common/result.hpp"
#include "stages/capture/container_shape.hpp"
#include "stages/capture/ffmpeg_handles.hpp"
#include "stages/capture/frame_source.hpp"
#include "stages/capture/pipe_reader.hpp"
#include "stages/capture/truncation.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace brigade::stages {

/// The packets of the video stream of a file, an address or a pipe, and what was seen of how it ends. Silences FFmpeg's
/// log for the whole process: what is wrong is said in the errors here.
class Demuxer {
 public:
  enum class Outcome : std::uint8_t { packet, end, interrupted };

  /// A path, or an address with "://". `interrupted`: as in SourceOptions.
  [[nodiscard]] static Result<Demuxer> open(const std::string& address, std::function<bool()> interrupted);

  /// A container that comes through a pipe. The descriptor is not owned.
  [[nodiscard]] static Result<Demuxer> open_pipe(int descriptor, std::function<bool()> interrupted);

  /// Reads the next packet of the video stream. After `end`, end_of_reading tells how it came to it.
  [[nodiscard]] Outcome read(AVPacket& packet);
  [[nodiscard]] EndOfReading end_of_reading() const;
  /// FFmpeg's words for what broke the reading off; empty where a file simply ended.
  [[nodiscard]] std::string reason() const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const AVStream& video() const { return *context_->streams[video_]; }
  [[nodiscard]] bool is_live() const;
  [[nodiscard]] std::optional<Fraction> frame_rate() const;
  /// Of one frame at that rate, or at 25 frames a second where none is known.
  [[nodiscard]] std::chrono::nanoseconds nominal_duration() const;
  [[nodiscard]] std::optional<std::chrono::nanoseconds> duration() const;
  /// The container's own time at which it begins: media time 0.
  [[nodiscard]] std::chrono::nanoseconds start() const;
  /// Of the video stream, so far.
  [[nodiscard]] std::int64_t packets() const { return packets_; }

 private:
  // What FFmpeg calls back while it waits. On the heap, since FFmpeg keeps its address.
  struct Watch {
    std::function<bool()> interrupted;
    std::optional<std::chrono::steady_clock::time_point> deadline;  ///< only of what comes through a network
    bool stopped = false;

    static int must_stop(void* watch);
    void start_waiting(bool network);
  };

  Demuxer(std::string name, bool network, std::function<bool()> interrupted);
  [[nodiscard]] Result<void> open_container(const std::string& url);
  [[nodiscard]] Result<void> choose_stream();
  [[nodiscard]] tl::unexpected<Error> refuse(int error) const;
  [[nodiscard]] Outcome finish(int error);
  void note_progress(const AVPacket& packet);
  [[nodiscard]] bool has_rest() const;

  std::string name_;
  bool network_;
  ContainerShape shape_;
  // In this order, since the context uses the three before it until it is gone.
  std::unique_ptr<Watch> watch_;
  std::unique_ptr<PipeReader> pipe_;
  ffmpeg::InputOutput pipe_buffer_;
  ffmpeg::FormatContext context_;
  int video_ = -1;
  bool stream_has_duration_ = false;  ///< of its own; otherwise all streams together have one
  std::int64_t packets_ = 0;
  std::int64_t packet_end_ = 0;  ///< offset in bytes after the last packet
  std::chrono::nanoseconds reached_{0};
  bool cut_packet_ = false;
  int error_ = 0;
};

/// A time of FFmpeg's in units of `base`, exact to the nanosecond.
[[nodiscard]] std::chrono::nanoseconds to_nanoseconds(std::int64_t time, AVRational base);

}  // namespace brigade::stages
