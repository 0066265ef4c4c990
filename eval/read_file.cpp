#include "eval/read_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace brigade::eval {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

tl::unexpected<Error> unreadable(const std::filesystem::path& path, int reason) {
  return failure("{}: the file cannot be read ({}): check the path and its permissions", path.string(),
                 std::generic_category().message(reason));
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    return unreadable(path, errno);
  }
  std::string text;
  std::array<char, 65536> buffer{};
  while (std::feof(file.get()) == 0 && std::ferror(file.get()) == 0) {
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get());
    text.append(buffer.data(), got);
  }
  if (std::ferror(file.get()) != 0) {  // a folder, for instance: it opens, but does not read
    return unreadable(path, errno);
  }
  return text;
}

}  // namespace brigade::eval
