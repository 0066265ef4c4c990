#include "common/cache.hpp"

#include <cstdlib>

namespace brigade {

std::filesystem::path cache_folder() {
  // Read once per call and never written by this program, so getenv is safe beside other threads.
  if (const char* folder = std::getenv("BRIGADE_CACHE");
      folder != nullptr && *folder != '\0') {  // NOLINT(concurrency-mt-unsafe)
    return folder;
  }
  if (const char* folder = std::getenv("XDG_CACHE_HOME");
      folder != nullptr && *folder != '\0') {  // NOLINT(concurrency-mt-unsafe)
    return std::filesystem::path(folder) / "brigade";
  }
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe)
  return std::filesystem::path(home != nullptr ? home : ".") / ".cache" / "brigade";
}

}  // namespace brigade
