#include "models/network/reader/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace brigade::models::network {

void MappedFile::Unmap::operator()(std::uint8_t* bytes) const { ::munmap(bytes, size); }

std::optional<MappedFile> MappedFile::map(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) {
    return MappedFile(Pages(nullptr, Unmap{}));
  }
  void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (bytes == MAP_FAILED) {
    return std::nullopt;
  }
  return MappedFile(Pages(static_cast<std::uint8_t*>(bytes), Unmap{.size = size}));
}

std::optional<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return std::nullopt;
  }
  auto file = map(descriptor);
  ::close(descriptor);  // the mapping outlives it
  return file;
}

}  // namespace brigade::models::network
