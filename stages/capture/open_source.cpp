#include "stages/capture/open_source.hpp"

#include "common/cache.hpp"
#include "stages/capture/camera.hpp"
#include "stages/capture/raw_pipe.hpp"
#include "stages/capture/sequence.hpp"
#include "stages/capture/stills.hpp"
#include "stages/capture/video_source.hpp"
#include "stages/image_files/image_files.hpp"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace brigade::stages {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCameraPrefix = "camera:";

/// Whether a path can be read at all, so that every kind of input says the same about what is missing.
Result<void> check_path(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return failure("{}: no such file or folder: check the path", path.string());
  }
  if (error) {
    return failure("{}: cannot be looked at ({}): check the permissions on the way to it", path.string(),
                   error.message());
  }
  if (!fs::is_regular_file(status)) {
    return {};
  }
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return failure("{}: cannot be opened ({}): check its permissions", path.string(),
                   std::generic_category().message(errno));
  }
  std::fclose(file);
  if (fs::file_size(path, error) == 0 && !error) {
    return failure("{}: the file is empty (0 bytes): copy or download it again", path.string());
  }
  return {};
}

Result<FrameSource> open_path(const fs::path& path, const SourceOptions& options) {
  if (Result<void> checked = check_path(path); !checked) {
    return tl::unexpected(checked.error());
  }
  std::error_code unknown;
  if (fs::is_directory(path, unknown) || has_image_extension(path)) {
    return stills_source(path, options.stills_rate);
  }
  return video_source(path.string(), {.decoder_threads = options.decoder_threads, .interrupted = options.interrupted});
}

Result<FrameSource> open_sample(const SourceOptions& options) {
  const fs::path path = cache_folder() / "sample" / "vtest.avi";
  std::error_code unknown;
  if (!fs::exists(path, unknown)) {
    return failure("{}: the sample video is not there: run script/bootstrap sample", path.string());
  }
  return open_path(path, options);
}

Result<FrameSource> open_camera(const std::string& input, const SourceOptions& options) {
  const std::string_view text = std::string_view(input).substr(kCameraPrefix.size());
  unsigned int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return failure("{}: '{}' is no camera's number: write camera:0 for the first", input, text);
  }
  return camera_source(fmt::format("/dev/video{}", number),
                       {.width = options.camera_width, .height = options.camera_height});
}

Result<FrameSource> open_pipe(const SourceOptions& options) {
  if (options.raw) {
    return raw_pipe_source(STDIN_FILENO, *options.raw, options.interrupted);
  }
  return video_pipe_source(STDIN_FILENO,
                           {.decoder_threads = options.decoder_threads, .interrupted = options.interrupted});
}

Result<FrameSource> open_synthetic(const SourceOptions& options) {
  SyntheticOptions synthetic = options.synthetic;
  if (options.frames > 0) {
    synthetic.frames = options.frames;
  }
  return synthetic_source(synthetic);
}

bool is_camera(const std::string& input) { return input.starts_with(kCameraPrefix); }
bool is_address(const std::string& input) { return input.find("://") != std::string::npos; }

Result<FrameSource> open_once(const std::string& input, const SourceOptions& options) {
  if (input == "-") {
    return open_pipe(options);
  }
  if (input == "sample") {
    return open_sample(options);
  }
  if (input == "synthetic") {
    return open_synthetic(options);
  }
  if (is_camera(input)) {
    return open_camera(input, options);
  }
  if (is_address(input)) {
    return video_source(input, {.decoder_threads = options.decoder_threads, .interrupted = options.interrupted});
  }
  return open_path(input, options);
}

Result<void> check(const std::string& input, const SourceOptions& options) {
  if (options.frames < 0 || options.loop < 0 || options.decoder_threads < 1) {
    return failure("{}: {} frames, {} loops, {} decoder threads: choose 0 or more frames and loops, 1 or more threads",
                   input, options.frames, options.loop, options.decoder_threads);
  }
  if (options.loop != 1 && (input == "-" || is_camera(input))) {
    return failure("{}: cannot be read in a loop, since it cannot be read again: leave the loop out", input);
  }
  return {};
}

}  // namespace

Result<FrameSource> open_source(const std::string& input, const SourceOptions& options) {
  if (Result<void> checked = check(input, options); !checked) {
    return tl::unexpected(checked.error());
  }
  Result<FrameSource> source =
      looped([input, options] { return open_once(input, options); }, options.loop, options.interrupted);
  if (!source || options.frames == 0) {
    return source;
  }
  return limited(std::move(*source), options.frames);
}

}  // namespace brigade::stages
