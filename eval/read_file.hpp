#pragma once

#include "common/result.hpp"

#include <filesystem>
#include <string>

namespace brigade::eval {

/// A whole file as text. The error names the file and the system's reason.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace brigade::eval
