#pragma once

#include <filesystem>
#include <vector>

namespace brigade::tests {

/// A file of raw little-endian float32.
[[nodiscard]] std::vector<float> read_floats(const std::filesystem::path& path);

}  // namespace brigade::tests
