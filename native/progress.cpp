#include "native/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace brigade::native {

Progress::Progress(const char* unit, std::optional<std::int64_t> total, bool quiet)
    : unit_(unit), total_(total), quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {
  if (!terminal_) {
    next_ += std::chrono::seconds(10);
  }
}

Progress::~Progress() {
  if (shown_ && terminal_) {
    fmt::print(stderr, "\r\033[K");
  }
}

void Progress::say(std::string_view line) {
  if (!quiet_) {
    fmt::print(stderr, "{}{}\n", terminal_ && shown_ ? "\r\033[K" : "", line);
  }
}

void Progress::show(std::int64_t done) {
  const auto now = Clock::now();
  if (quiet_ || now < next_) {
    return;
  }
  next_ = now + (terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10));
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  const std::string total = total_ ? fmt::format(" of {}", *total_) : "";
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0.0;
  fmt::print(stderr, "{}{}{} {}, {:.1f} a second{}", terminal_ ? "\r\033[K" : "", done, total, unit_, rate,
             terminal_ ? "" : "\n");
  static_cast<void>(std::fflush(stderr));
}

}  // namespace brigade::native
