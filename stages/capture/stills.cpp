#include "stages/capture/stills.hpp"

#include "stages/image_files/image_files.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace brigade::stages {
namespace {

namespace fs = std::filesystem;

class Stills {
 public:
  Stills(std::vector<fs::path> images, const Fraction& rate) : images_(std::move(images)), rate_(rate) {}

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    if (next_ == images_.size()) {
      return ReadOutcome::end;
    }
    const fs::path& path = images_[next_];
    const Result<DecodedImage> image = read_image(path);
    if (!image) {
      return tl::unexpected(image.error());
    }
    if (image->pixels.size() > target.size()) {
      return failure("{}: the image became larger while the folder was read: start again", path.string());
    }
    std::ranges::copy(image->pixels, target.begin());
    info.layout = image->layout;
    info.media_time = frame_time(rate_, static_cast<std::int64_t>(next_));
    info.name = path.stem().string();
    info.undecodable_before = 0;
    ++next_;
    return ReadOutcome::frame;
  }

 private:
  std::vector<fs::path> images_;
  Fraction rate_;
  std::size_t next_ = 0;
};

/// Layout of the first good image and room for the largest; the first image's error where none is good.
Result<SourceFacts> survey(const std::vector<fs::path>& images) {
  const Result<vision::ImageLayout> first = read_image_layout(images.front());
  SourceFacts facts;
  for (const fs::path& path : images) {
    if (const Result<vision::ImageLayout> layout = read_image_layout(path)) {
      facts.layout = facts.max_bytes == 0 ? *layout : facts.layout;
      facts.max_bytes = std::max(facts.max_bytes, vision::packed_bytes(*layout));
    }
  }
  if (facts.max_bytes == 0) {
    return tl::unexpected(first.error());
  }
  return facts;
}

}  // namespace

Result<FrameSource> stills_source(const fs::path& image_or_folder, const Fraction& rate) {
  std::error_code unknown;
  const bool is_folder = fs::is_directory(image_or_folder, unknown);
  Result<std::vector<fs::path>> images =
      is_folder ? list_images(image_or_folder) : std::vector<fs::path>{image_or_folder};
  if (!images) {
    return tl::unexpected(images.error());
  }
  Result<SourceFacts> facts = survey(*images);
  if (!facts) {
    return tl::unexpected(facts.error());
  }
  const auto count = static_cast<std::int64_t>(images->size());
  facts->description =
      is_folder ? fmt::format("{}: {} images", image_or_folder.string(), count)
                : fmt::format("{}: image, {}x{}", image_or_folder.string(), facts->layout.width, facts->layout.height);
  facts->frame_rate = rate;
  facts->frame_count = count;
  facts->duration = frame_time(rate, count);
  return FrameSource(std::move(*facts), Stills(std::move(*images), rate));
}

}  // namespace brigade::stages
