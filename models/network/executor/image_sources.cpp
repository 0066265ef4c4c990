#include "models/network/executor/image_sources.hpp"

#include <algorithm>

namespace brigade::models::network {

namespace {

/// As TensorFlow places them: with half-pixel centres pixels are squares, else points, from the first pixel's on or,
/// with aligned corners, from the first to the last.
std::vector<Sample> samples(int input, int output, const Resize& resize) {
  const bool corners = resize.align_corners && output > 1;
  const float step = corners ? static_cast<float>(input - 1) / static_cast<float>(output - 1)
                             : static_cast<float>(input) / static_cast<float>(output);
  const float shift = resize.half_pixel_centers && !resize.align_corners ? 0.5F : 0.0F;
  std::vector<Sample> made;
  for (int i = 0; i < output; ++i) {
    const float place = std::clamp((static_cast<float>(i) + shift) * step - shift, 0.0F, static_cast<float>(input - 1));
    const int first = static_cast<int>(place);
    made.push_back(
        {.first = first, .second = std::min(first + 1, input - 1), .share = place - static_cast<float>(first)});
  }
  return made;
}

ImageSource plain_source(const Image& image) {
  return {.image = {.values = image.values, .pixel_stride = image.pixel_stride},
          .columns = image.shape.width,
          .channels = image.shape.channels};
}

}  // namespace

ImageSource resized_source(const Image& image, const Resize& resize) {
  const ImageShape shape = resized(image.shape, resize);
  ImageSource source = plain_source(image);
  source.resampling = Resampling{.rows = samples(image.shape.height, shape.height, resize),
                                 .columns = samples(image.shape.width, shape.width, resize),
                                 .clamp = {.low = resize.clamp.low, .high = resize.clamp.high}};
  return source;
}

std::vector<ImageSource> image_sources(const std::vector<Image>& inputs, const std::vector<Source>& sources) {
  if (sources.empty()) {
    return {plain_source(inputs[0])};
  }
  std::vector<ImageSource> made;
  for (const Source& source : sources) {
    const Image& image = inputs[source.input];
    made.push_back(source.resize ? resized_source(image, *source.resize) : plain_source(image));
  }
  return made;
}

ImageShape joined_shape(const std::vector<Image>& inputs, const std::vector<Source>& sources) {
  std::vector<ImageShape> shapes;
  shapes.reserve(inputs.size());
  for (const Image& image : inputs) {
    shapes.push_back(image.shape);
  }
  return joined_shape(shapes, sources);
}

bool reads_resized(const std::vector<Source>& sources) {
  return std::ranges::any_of(sources, [](const Source& source) { return source.resize.has_value(); });
}

}  // namespace brigade::models::network
