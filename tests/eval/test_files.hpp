#pragma once

#include <filesystem>
#include <string_view>

namespace brigade::tests {

/// Writes a black PNG of that size.
void write_black_png(const std::filesystem::path& path, int width, int height);

/// Writes a file as it is.
void write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace brigade::tests
