#include "stages/capture/raw_pipe.hpp"

#include "stages/capture/pipe_reader.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace brigade::stages {
namespace {

class RawPipe {
 public:
  RawPipe(PipeReader pipe, const RawVideo& raw) : pipe_(std::move(pipe)), raw_(raw) {}

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    const std::size_t wanted = vision::packed_bytes(raw_.layout);
    const std::ptrdiff_t got = pipe_.read_all(target.first(wanted));
    if (got == -ECANCELED || (got == 0 && next_ > 0)) {
      return ReadOutcome::end;
    }
    if (got < 0) {
      return failure("standard input cannot be read ({}): check what is piped in",
                     std::generic_category().message(static_cast<int>(-got)));
    }
    if (got == 0) {
      return failure("standard input gave no data: check the program that writes into the pipe");
    }
    if (static_cast<std::size_t>(got) < wanted) {
      return failure(
          "standard input ends within frame {}, after {} of its {} bytes; the frames before it were processed: check "
          "the "
          "raw format's pixel format and size",
          next_ + 1, got, wanted);
    }
    info.layout = raw_.layout;
    info.media_time = frame_time(raw_.frame_rate, next_);
    info.name.clear();
    info.undecodable_before = 0;
    ++next_;
    return ReadOutcome::frame;
  }

 private:
  PipeReader pipe_;
  RawVideo raw_;
  std::int64_t next_ = 0;
};

}  // namespace

FrameSource raw_pipe_source(int descriptor, const RawVideo& raw, std::function<bool()> interrupted) {
  SourceFacts facts{.description = fmt::format("standard input: raw video, {}x{}", raw.layout.width, raw.layout.height),
                    .layout = raw.layout,
                    .max_bytes = vision::packed_bytes(raw.layout),
                    .frame_rate = raw.frame_rate,
                    .frame_count = std::nullopt,
                    .duration = std::nullopt};
  return {std::move(facts), RawPipe(PipeReader(descriptor, std::move(interrupted)), raw)};
}

}  // namespace brigade::stages
