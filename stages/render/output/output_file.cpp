#include "stages/render/output/output_file.hpp"

#include "stages/render/output/ffmpeg_values.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <utility>

namespace brigade::stages {

struct OutputFile::State {
  AVIOContext* context = nullptr;
  int descriptor = -1;
  std::int64_t written = 0;
  int error = 0;
};

namespace {

constexpr int kBufferBytes = 1 << 16;

/// The muxer's callback. A template because the bytes became const in FFmpeg 7.
template <typename State, typename Byte>
int write_all(void* opaque, Byte* bytes, int size) {
  State& file = *static_cast<State*>(opaque);
  for (int done = 0; done < size && file.error == 0;) {
    const ssize_t count = ::write(file.descriptor, bytes + done, static_cast<std::size_t>(size - done));
    if (count >= 0) {
      done += static_cast<int>(count);
      file.written += count;
    } else if (errno != EINTR) {
      file.error = errno;
    }
  }
  return file.error == 0 ? size : AVERROR(file.error);
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (state->descriptor < 0) {
    const int number = errno;
    return failure("{}: cannot be written: {}", path.string(), ffmpeg::system_reason(number));
  }
  OutputFile file(std::move(state));
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
  if (buffer != nullptr) {
    file.state_->context =
        avio_alloc_context(buffer, kBufferBytes, 1, file.state_.get(), nullptr, write_all<State>, nullptr);
  }
  if (file.state_->context == nullptr) {
    av_free(buffer);
    return failure("{}: out of memory", path.string());
  }
  return file;
}

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

OutputFile::~OutputFile() {
  if (state_ != nullptr) {
    close();
  }
}

AVIOContext* OutputFile::context() const { return state_->context; }
std::int64_t OutputFile::bytes_written() const { return state_->written; }
int OutputFile::error_number() const { return state_->error; }

void OutputFile::cut_to(std::int64_t bytes) {
  struct stat facts{};
  if (state_->descriptor >= 0 && ::fstat(state_->descriptor, &facts) == 0 && S_ISREG(facts.st_mode) &&
      ::ftruncate(state_->descriptor, bytes) != 0 && state_->error == 0) {
    state_->error = errno;
  }
}

void OutputFile::close() {
  if (state_->context != nullptr) {
    avio_flush(state_->context);
    av_freep(static_cast<void*>(&state_->context->buffer));
    avio_context_free(&state_->context);
  }
  // Network file systems tell only here that they ran full.
  if (state_->descriptor >= 0 && ::close(std::exchange(state_->descriptor, -1)) != 0 && state_->error == 0) {
    state_->error = errno;
  }
}

}  // namespace brigade::stages
