#include "models/letterbox.hpp"

#include <pthreadpool.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace brigade::models {

namespace {

using vision::PixelFormat;

/// Rows that a thread fills at once.
constexpr std::size_t kBandRows = 8;

/// Samples from a pixel to the next, of a format that keeps its channels side by side; 1 where they lie in planes.
int pixel_step(PixelFormat format) {
  switch (format) {
    case PixelFormat::bgr:
    case PixelFormat::rgb:
      return 3;
    case PixelFormat::rgba:
      return 4;
    case PixelFormat::i420:
    case PixelFormat::nv12:
      return 1;
  }
  assert(false && "a pixel format without channels");
  return 1;
}

/// Where a sample of a resized axis lies: between `index` and the next, as far from the first as `fraction` (0..1).
struct AxisPlace {
  int index = 0;
  double fraction = 0;
};

/// `length` samples of an image axis of `image_length` pixels, taken from a plane that has one sample for every
/// `pixels_a_sample` of them.
std::vector<AxisPlace> axis_places(int length, int image_length, int pixels_a_sample) {
  const int samples = (image_length + pixels_a_sample - 1) / pixels_a_sample;
  const double step = static_cast<double>(image_length) / length / pixels_a_sample;
  std::vector<AxisPlace> places;
  for (int i = 0; i < length; ++i) {
    const double place = std::clamp((i + 0.5) * step - 0.5, 0.0, samples - 1.0);
    const int index = std::min(static_cast<int>(place), std::max(samples - 2, 0));
    places.push_back({.index = index, .fraction = place - index});
  }
  return places;
}

RowSampling sample_rows(const std::vector<AxisPlace>& places) {
  RowSampling rows;
  for (const auto [index, fraction] : places) {
    rows.places.push_back(index);
    rows.lower_weights.push_back(static_cast<std::uint16_t>(std::lround(fraction * kRowUnit)));
  }
  return rows;
}

ColumnSampling sample_columns(std::vector<AxisPlace> places, int step) {
  const std::size_t groups = (places.size() + kColumnsAtOnce - 1) / kColumnsAtOnce;
  places.resize(groups * kColumnsAtOnce);
  ColumnSampling columns;
  for (const auto [index, fraction] : places) {
    const auto right = static_cast<std::int16_t>(std::lround(fraction * kColumnUnit));
    columns.places.push_back(index * step);
    columns.weights.push_back({.left = static_cast<std::int16_t>(kColumnUnit - right), .right = right});
  }
  return columns;
}

void fill_pixels(std::span<float> pixels, const std::array<float, 3>& colour) {
  for (std::size_t i = 0; i < pixels.size(); i += colour.size()) {
    std::ranges::copy(colour, pixels.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// All but the image.
void fill_border(std::span<float> input, int input_width, const LetterboxGeometry& geometry,
                 const std::array<float, 3>& colour) {
  const auto values = [](int pixels) { return std::size_t{3} * static_cast<std::size_t>(pixels); };
  const std::size_t row_values = values(input_width);
  const auto above = row_values * static_cast<std::size_t>(geometry.offset_y);
  fill_pixels(input.first(above), colour);
  input = input.subspan(above);
  for (int row = 0; row < geometry.height; ++row) {
    fill_pixels(input.first(values(geometry.offset_x)), colour);
    fill_pixels(input.first(row_values).subspan(values(geometry.offset_x + geometry.width)), colour);
    input = input.subspan(row_values);
  }
  fill_pixels(input, colour);
}

}  // namespace

Letterbox::Letterbox(int input_width, int input_height, const Preprocessing& preprocessing, pthreadpool* threads)
    : preprocessing_(preprocessing),
      input_width_(input_width),
      input_height_(input_height),
      threads_(threads),
      blended_(pthreadpool_get_threads_count(threads)) {}

void Letterbox::plan(const vision::ImageLayout& layout) {
  layout_ = layout;
  geometry_ = letterbox_geometry(layout.width, layout.height, input_width_, input_height_);
  colours_ = of_resized_samples(colour_transform(layout, preprocessing_));
  bordered_ = nullptr;
  const int step = pixel_step(layout.format);
  for (std::size_t plane = 0; plane < rows_.size(); ++plane) {
    const int pixels_a_sample = plane == 0 ? 1 : 2;
    rows_[plane] = sample_rows(axis_places(geometry_.height, layout.height, pixels_a_sample));
    columns_[plane] = sample_columns(axis_places(geometry_.width, layout.width, pixels_a_sample), step);
    for (BlendedRow& row : blended_) {
      row[plane].assign(static_cast<std::size_t>(step) * static_cast<std::size_t>(layout.width) + kRowSlack, 0);
    }
  }
}

RowPair Letterbox::rows_around(const vision::ImageView& image, std::size_t plane, std::size_t row) const {
  const int index = rows_[plane].places[row];
  const std::uint8_t* upper = image.planes[plane] + index * image.strides[plane];
  const bool is_last = index + 1 >= vision::plane_sizes(layout_)[plane].rows;
  return {.upper = upper,
          .lower = is_last ? upper : upper + image.strides[plane],
          .lower_weight = rows_[plane].lower_weights[row]};
}

void Letterbox::blend(const vision::ImageView& image, std::size_t row, BlendedRow& blended) const {
  const auto width = static_cast<std::size_t>(layout_.width);
  const std::size_t chroma_width = (width + 1) / 2;
  const auto values = static_cast<std::size_t>(pixel_step(layout_.format)) * width;
  blend_rows(rows_around(image, 0, row), blended[0].data(), values);
  if (layout_.format == PixelFormat::i420) {
    blend_rows(rows_around(image, 1, row), blended[1].data(), chroma_width);
    blend_rows(rows_around(image, 2, row), blended[2].data(), chroma_width);
  } else if (layout_.format == PixelFormat::nv12) {
    blend_interleaved_rows(rows_around(image, 1, row), blended[1].data(), blended[2].data(), chroma_width);
  }
}

void Letterbox::resize(const BlendedRow& blended, float* target) const {
  const auto count = static_cast<std::size_t>(geometry_.width);
  if (const int step = pixel_step(layout_.format); step > 1) {
    resize_packed_row(blended[0].data(), step, columns_[0], colours_, target, count);
  } else {
    resize_planar_row({blended[0].data(), blended[1].data(), blended[2].data()}, columns_, colours_, target, count);
  }
}

void Letterbox::apply(const vision::ImageView& image, std::span<float> input) {
  assert(image.layout.width > 0 && image.layout.height > 0);
  assert(input.size() == static_cast<std::size_t>(input_width_) * static_cast<std::size_t>(input_height_) * 3);
  if (image.layout != layout_) {
    plan(image.layout);
  }
  if (bordered_ != input.data()) {
    fill_border(input, input_width_, geometry_, colours_.black);
    bordered_ = input.data();
  }
  struct Work {
    Letterbox* letterbox;
    const vision::ImageView* image;
    float* first_row;
  };
  Work work{.letterbox = this,
            .image = &image,
            .first_row = input.data() + (std::ptrdiff_t{geometry_.offset_y} * input_width_ + geometry_.offset_x) * 3};
  const auto fill = [](void* context, std::size_t thread, std::size_t band) {
    const Work& all = *static_cast<const Work*>(context);
    all.letterbox->fill_band(*all.image, band, all.letterbox->blended_[thread], all.first_row);
  };
  const std::size_t bands = (static_cast<std::size_t>(geometry_.height) + kBandRows - 1) / kBandRows;
  pthreadpool_parallelize_1d_with_thread(threads_, fill, &work, bands, 0);
}

void Letterbox::fill_band(const vision::ImageView& image, std::size_t band, BlendedRow& blended,
                          float* first_row) const {
  const std::size_t end = std::min((band + 1) * kBandRows, static_cast<std::size_t>(geometry_.height));
  for (std::size_t row = band * kBandRows; row < end; ++row) {
    blend(image, row, blended);
    resize(blended, first_row + row * std::size_t{3} * static_cast<std::size_t>(input_width_));
  }
}

}  // namespace brigade::models
