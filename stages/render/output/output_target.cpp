#include "stages/render/output/output_target.hpp"

#include "stages/render/output/picture_sinks.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <system_error>
#include <utility>

namespace brigade::stages {
namespace {

namespace fs = std::filesystem;

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension;
}

bool is_folder(const fs::path& path) {
  std::error_code absent;
  return fs::is_directory(path, absent);
}

/// The path without the slash at its end, which would make its parent the folder itself.
fs::path without_slash(const fs::path& path) { return path.has_filename() ? path : path.parent_path(); }

Result<void> require_parent(const fs::path& path) {
  const fs::path parent = path.parent_path();
  if (parent.empty() || is_folder(parent)) {
    return {};
  }
  return failure("{}: the folder {} does not exist; make it first", path.string(), parent.string());
}

Result<void> refuse_to_overwrite(const OutputTarget& target, const std::optional<fs::path>& input) {
  std::error_code absent;
  if (input && target.kind != OutputTarget::Kind::nothing && fs::equivalent(target.path, *input, absent)) {
    return failure("{}: is the input itself; give the output another name", target.path.string());
  }
  return {};
}

Result<FrameSink> open_video(const fs::path& path, const VideoOptions& options) {
  Result<VideoWriter> writer = VideoWriter::open(path, options);
  if (!writer) {
    return tl::unexpected(writer.error());
  }
  return FrameSink(std::move(*writer));
}

Result<FrameSink> open_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directory(without_slash(path), error);
  if (error || !is_folder(path)) {
    return failure("{}: cannot be made a folder: {}", path.string(), error.message());
  }
  return picture_folder(path);
}

}  // namespace

Result<OutputTarget> parse_output_target(std::string_view argument) {
  if (argument.empty()) {
    return OutputTarget{};
  }
  OutputTarget target{.kind = OutputTarget::Kind::folder, .path = argument};
  if (!is_folder(target.path) && argument.back() != '/') {
    const std::string extension = lower_extension(target.path);
    if (extension != ".mp4" && extension != ".png") {
      return failure("{}: not a kind of output; give FILE.mp4, FILE.png, or a folder (one that exists, or FOLDER/)",
                     target.path.string());
    }
    target.kind = extension == ".mp4" ? OutputTarget::Kind::video : OutputTarget::Kind::picture;
  }
  return require_parent(without_slash(target.path)).map([&] { return target; });
}

Result<FrameSink> open_output(const OutputTarget& target, const OutputOptions& options) {
  if (Result<void> good = refuse_to_overwrite(target, options.input); !good) {
    return tl::unexpected(good.error());
  }
  switch (target.kind) {
    case OutputTarget::Kind::nothing:
      break;
    case OutputTarget::Kind::video:
      return open_video(target.path, options.video);
    case OutputTarget::Kind::picture:
      if (!options.single_frame) {
        return failure(
            "{}: holds one picture, but several frames may come; give a folder (--out FOLDER/), FILE.mp4 or "
            "--frames 1",
            target.path.string());
      }
      return picture_file(target.path);
    case OutputTarget::Kind::folder:
      return open_folder(target.path);
  }
  return FrameSink();
}

}  // namespace brigade::stages
