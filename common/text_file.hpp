#pragma once

#include "common/result.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace brigade {

/// A text file being written, whose every error is noticed: the folder missing, the disk full. What was written before
/// an error, or before the value goes, stays.
class TextFile {
 public:
  /// Creates the file, or empties the one there.
  [[nodiscard]] static Result<TextFile> create(const std::filesystem::path& path);

  /// Appends; kept in memory until some kilobytes have come together.
  [[nodiscard]] Result<void> write(std::string_view text);

  /// Hands everything to the operating system and closes the file. Nothing may be written after it.
  [[nodiscard]] Result<void> close();

 private:
  struct Closing {
    void operator()(std::FILE* file) const noexcept;
  };

  TextFile(std::filesystem::path path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Closing> file_;
};

/// Writes a whole file at once.
[[nodiscard]] Result<void> write_text_file(const std::filesystem::path& path, std::string_view text);

/// For files that are written only at the end: whether the folder they go to is there. An empty path is fine.
[[nodiscard]] Result<void> check_folder_of(const std::filesystem::path& path);

}  // namespace brigade
