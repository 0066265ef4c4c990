#pragma once

#include "common/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

struct AVIOContext;

namespace brigade::stages {

/// A file that a muxer writes through, which remembers the first error of the operating system: FFmpeg's own does not
/// tell a full disk from success where it buffers. Never seeks. One thread at a time.
class OutputFile {
 public:
  /// Creates the file, or empties it. An error says why it cannot.
  [[nodiscard]] static Result<OutputFile> create(const std::filesystem::path& path);

  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  [[nodiscard]] AVIOContext* context() const;

  /// Bytes that the operating system took.
  [[nodiscard]] std::int64_t bytes_written() const;

  /// The first error number that writing met; 0 for none.
  [[nodiscard]] int error_number() const;

  /// Cuts a regular file to its first `bytes`; leaves pipes and devices alone.
  void cut_to(std::int64_t bytes);

  /// Writes out what is buffered and closes; afterwards `error_number` says whether all of it arrived.
  void close();

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;  ///< the muxer's callback points here
};

}  // namespace brigade::stages
