#pragma once

#include "pipeline/bell.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace brigade::pipeline {

/// What the two ends of a channel share beside its items: whether either has left, and the bell of either.
/// A bell is shared by its stage and by everything that rings it, so that a channel emptied or a frame let go after its
/// stages are gone still rings something that exists. Bells are set before the run begins, from one thread.
class ChannelLink {
 public:
  void set_writer_bell(std::shared_ptr<Bell> bell) { writer_bell_ = std::move(bell); }
  void set_reader_bell(std::shared_ptr<Bell> bell) { reader_bell_ = std::move(bell); }

  /// The writer's word that no item will follow. Those sent before can still be received.
  void close() noexcept {
    // release: pairs with the acquire in closed(); a reader that sees the end sees every item sent before it
    closed_.store(true, std::memory_order_release);
    wake_reader();
  }
  [[nodiscard]] bool closed() const noexcept { return closed_.load(std::memory_order_acquire); }

  /// The reader's word that it will receive nothing more; the writer need not go on.
  void cancel() noexcept {
    // release and acquire: whoever sees the cancellation sees what its reason wrote
    cancelled_.store(true, std::memory_order_release);
    wake_writer();
  }
  [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }

  void wake_reader() const noexcept { ring(reader_bell_); }
  void wake_writer() const noexcept { ring(writer_bell_); }

 private:
  static void ring(const std::shared_ptr<Bell>& bell) noexcept {
    if (bell) {
      bell->ring();
    }
  }

  std::atomic<bool> closed_{false};
  std::atomic<bool> cancelled_{false};
  std::shared_ptr<Bell> writer_bell_;
  std::shared_ptr<Bell> reader_bell_;
};

}  // namespace brigade::pipeline
