#pragma once

#include "pipeline/stop_request.hpp"

#include <csignal>

namespace brigade::native {

/// Ctrl-C, as a question instead of an interruption: while this value lives, the signal is held back from every thread
/// that starts, and `poll` sees it. Make it before any other thread, on the thread that polls.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  Interrupt(Interrupt&&) = delete;
  Interrupt& operator=(Interrupt&&) = delete;

  /// After a first Ctrl-C (or a SIGTERM) asks the pipeline to end, so that its files are completed, and says so; a
  /// second one ends the program at once.
  void poll();

  [[nodiscard]] pipeline::StopRequest& stop() { return stop_; }
  [[nodiscard]] const pipeline::StopRequest& stop() const { return stop_; }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  pipeline::StopRequest stop_;
  bool asked_ = false;
};

}  // namespace brigade::native
