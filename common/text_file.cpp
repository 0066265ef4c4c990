#include "common/text_file.hpp"

#include <cerrno>
#include <system_error>

namespace brigade {
namespace {

tl::unexpected<Error> cannot_write(const std::filesystem::path& path, int reason) {
  return failure("{}: cannot be written: {}", path.string(), std::generic_category().message(reason));
}

}  // namespace

void TextFile::Closing::operator()(std::FILE* file) const noexcept { static_cast<void>(std::fclose(file)); }

Result<TextFile> TextFile::create(const std::filesystem::path& path) {
  if (const auto folder = check_folder_of(path); !folder) {
    return tl::unexpected<Error>(folder.error());
  }
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) {
    return cannot_write(path, errno);
  }
  return TextFile(path, file);
}

Result<void> TextFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    return cannot_write(path_, errno);
  }
  return {};
}

Result<void> TextFile::close() {
  if (std::fclose(file_.release()) != 0) {
    return cannot_write(path_, errno);
  }
  return {};
}

Result<void> write_text_file(const std::filesystem::path& path, std::string_view text) {
  return TextFile::create(path).and_then(
      [&](TextFile file) { return file.write(text).and_then([&] { return file.close(); }); });
}

Result<void> check_folder_of(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    return failure("{}: the folder {} is not there; create it first", path.string(), folder.string());
  }
  return {};
}

}  // namespace brigade
