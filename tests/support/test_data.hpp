#pragma once

#include <filesystem>

namespace brigade::tests {

/// `../shared` beside the checkout (or `$BRIGADE_SHARED`): data that is not part of the repository. Skips the running
/// test, saying so, where it is absent.
[[nodiscard]] std::filesystem::path require_shared_data();

/// A file or folder of the cache that script/bootstrap fills, for instance "sample/vtest.avi". Fails the running test
/// where it is absent, because script/test brings it.
[[nodiscard]] std::filesystem::path require_cached(const std::filesystem::path& relative);

/// The program under test, build/<preset>/bin/brigade. For the web there is none.
[[nodiscard]] std::filesystem::path brigade_program();

/// A new empty folder for one test, removed with everything in it when the value goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace brigade::tests
