#include "stages/capture/pipe_reader.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace brigade::stages {

std::ptrdiff_t PipeReader::read_some(std::span<std::uint8_t> target) {
  constexpr int kMilliseconds = 100;
  while (true) {
    if (interrupted_ && interrupted_()) {
      return -ECANCELED;
    }
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    const int ready = poll(&waiting, 1, kMilliseconds);
    if (ready > 0) {
      const ssize_t got = ::read(descriptor_, target.data(), target.size());
      if (got >= 0) {
        gave_data_ = gave_data_ || got > 0;
        return got;
      }
    }
    if (ready != 0 && errno != EINTR && errno != EAGAIN) {
      return -errno;
    }
  }
}

std::ptrdiff_t PipeReader::read_all(std::span<std::uint8_t> target) {
  std::size_t filled = 0;
  while (filled < target.size()) {
    const std::ptrdiff_t got = read_some(target.subspan(filled));
    if (got < 0) {
      return got;
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return static_cast<std::ptrdiff_t>(filled);
}

}  // namespace brigade::stages
