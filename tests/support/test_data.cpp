#include "tests/support/test_data.hpp"

#include "common/cache.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <string>
#include <system_error>

namespace brigade::tests {

std::filesystem::path require_shared_data() {
  const char* named = std::getenv("BRIGADE_SHARED");  // NOLINT(concurrency-mt-unsafe)
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(BRIGADE_SOURCE_FOLDER) / ".." / "shared";
  if (!std::filesystem::exists(folder / "data")) {
    SKIP("the shared test data is not on this machine: " << folder.lexically_normal().string());
  }
  return folder;
}

std::filesystem::path require_cached(const std::filesystem::path& relative) {
  std::filesystem::path path = cache_folder() / relative;
  if (!std::filesystem::exists(path)) {
    FAIL(path.string() << " is missing: run script/bootstrap");
  }
  return path;
}

#ifdef BRIGADE_PROGRAM
std::filesystem::path brigade_program() { return BRIGADE_PROGRAM; }
#endif

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "brigade-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    FAIL("no temporary folder can be made at " << name);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace brigade::tests
