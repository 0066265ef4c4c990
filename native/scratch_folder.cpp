#include "native/scratch_folder.hpp"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <cerrno>
#include <string>
#include <system_error>

namespace brigade::native {

Result<ScratchFolder> ScratchFolder::create() {
  std::error_code no_folder;
  std::string name = (std::filesystem::temp_directory_path(no_folder) / "brigade-XXXXXX").string();
  if (no_folder || mkdtemp(name.data()) == nullptr) {
    return failure("{}: no temporary folder can be made there: {}; set TMPDIR to a writable folder", name,
                   std::generic_category().message(errno));
  }
  return ScratchFolder(name);
}

ScratchFolder::~ScratchFolder() {
  if (!path_.empty()) {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
}

}  // namespace brigade::native
