#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace brigade::models::network {

/// A file's bytes in memory, read-only, without a copy: pages come in when they are touched, and programs that map the
/// same file share them. (In the page, whose files lie in memory anyway, Emscripten makes a copy.) The file must not
/// become shorter meanwhile.
class MappedFile {
 public:
  /// Nothing where there is no such regular file, or it cannot be read.
  [[nodiscard]] static std::optional<MappedFile> open(const std::filesystem::path& path);

  /// Valid as long as the value, or one that it was moved to.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {pages_.get(), pages_.get_deleter().size}; }

 private:
  struct Unmap {
    std::size_t size = 0;
    void operator()(std::uint8_t* bytes) const;
  };

  using Pages = std::unique_ptr<std::uint8_t, Unmap>;

  explicit MappedFile(Pages pages) : pages_(std::move(pages)) {}
  static std::optional<MappedFile> map(int descriptor);

  Pages pages_;  ///< null for an empty file
};

}  // namespace brigade::models::network
