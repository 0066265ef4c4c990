#include "stages/render/output/picture_sinks.hpp"

#include "stages/image_files/image_files.hpp"

#include <fmt/format.h>

#include <string>

namespace brigade::stages {
namespace {

Result<SinkOutcome> write_picture(const std::filesystem::path& path, const OutputFrame& frame) {
  return write_png(path, frame.picture).map([] { return SinkOutcome::taken; });
}

struct PictureFile {
  std::filesystem::path path;
  bool written = false;

  Result<SinkOutcome> write(const OutputFrame& frame) {
    if (written) {
      return failure("{}: holds one picture, and frame {} is a second; give a folder (--out FOLDER/) or --frames 1",
                     path.string(), frame.number);
    }
    written = true;
    return write_picture(path, frame);
  }
  static Result<void> finish() { return {}; }
};

struct PictureFolder {
  std::filesystem::path path;

  [[nodiscard]] Result<SinkOutcome> write(const OutputFrame& frame) const {
    const std::string stem = frame.name.empty() ? fmt::format("{:06}", frame.number) : std::string(frame.name);
    return write_picture(path / (stem + ".png"), frame);
  }
  static Result<void> finish() { return {}; }
};

}  // namespace

FrameSink picture_file(const std::filesystem::path& file) { return FrameSink(PictureFile{.path = file}); }

FrameSink picture_folder(const std::filesystem::path& folder) { return FrameSink(PictureFolder{.path = folder}); }

}  // namespace brigade::stages
