#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>

namespace brigade::stages {

/// Reads a pipe (or whatever a file descriptor stands for) so that a request to stop is heard while nothing comes.
/// Does not own the descriptor.
class PipeReader {
 public:
  PipeReader(int descriptor, std::function<bool()> interrupted)
      : descriptor_(descriptor), interrupted_(std::move(interrupted)) {}

  /// Waits for bytes and reads as many as there are, at most the span's. The count; 0 at the end; a negative error
  /// number (errno's), `-ECANCELED` when interrupted.
  [[nodiscard]] std::ptrdiff_t read_some(std::span<std::uint8_t> target);

  /// Fills the span. The count, smaller only at the end of the pipe; negative as read_some.
  [[nodiscard]] std::ptrdiff_t read_all(std::span<std::uint8_t> target);

  /// Whether the pipe ever gave a byte.
  [[nodiscard]] bool gave_data() const { return gave_data_; }

 private:
  int descriptor_;
  std::function<bool()> interrupted_;
  bool gave_data_ = false;
};

}  // namespace brigade::stages
