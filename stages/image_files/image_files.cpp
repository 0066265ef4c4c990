#include "stages/image_files/image_files.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <system_error>

namespace brigade::stages {

bool has_image_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char letter) { return std::tolower(letter); });
  constexpr std::array<std::string_view, 4> kKnown{".jpg", ".jpeg", ".png", ".bmp"};
  return std::ranges::find(kKnown, extension) != kKnown.end();
}

Result<std::vector<std::filesystem::path>> list_images(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  std::vector<std::filesystem::path> images;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code unknown;
    if (has_image_extension(entry->path()) && !entry->is_directory(unknown)) {
      images.push_back(entry->path());
    }
  }
  if (error) {
    return failure("{}: the folder cannot be read ({}): check the path and its permissions", folder.string(),
                   error.message());
  }
  if (images.empty()) {
    return failure("{}: the folder holds no images: put jpg, jpeg, png or bmp files into it", folder.string());
  }
  std::ranges::sort(images);
  return images;
}

}  // namespace brigade::stages
