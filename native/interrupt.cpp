#include "native/interrupt.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <cstdio>
#include <ctime>

namespace brigade::native {

Interrupt::Interrupt() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

Interrupt::~Interrupt() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

void Interrupt::poll() {
  const timespec at_once{.tv_sec = 0, .tv_nsec = 0};
  const int signal = sigtimedwait(&signals_, nullptr, &at_once);
  if (signal <= 0) {
    return;
  }
  if (asked_) {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    static_cast<void>(std::raise(signal));
    return;
  }
  asked_ = true;
  stop_.request();
  fmt::print(stderr, "\nstopping: completing the files; again to stop at once\n");
}

}  // namespace brigade::native
