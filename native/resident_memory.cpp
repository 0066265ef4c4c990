#include "native/resident_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace brigade::native {

std::int64_t resident_bytes() {
  std::ifstream statistics("/proc/self/statm");  // proc(5): total and resident size, in pages
  std::int64_t total = 0;
  std::int64_t resident = 0;
  statistics >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::int64_t peak_resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;  // NOLINT(cppcoreguidelines-pro-type-union-access): the C library's
}

}  // namespace brigade::native
