#include "models/letterbox.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace brigade::models {

namespace {

using vision::PixelFormat;

/// Where the samples of each channel lie: in which plane, at which byte of a pixel there, and how many bytes apart.
struct ChannelPlaces {
  std::array<std::size_t, 3> planes;
  std::array<int, 3> offsets;
  std::array<int, 3> steps;
};

/// In the order Y, U, V or R, G, B.
ChannelPlaces channel_places(PixelFormat format) {
  switch (format) {
    case PixelFormat::i420:
      return {.planes = {0, 1, 2}, .offsets = {0, 0, 0}, .steps = {1, 1, 1}};
    case PixelFormat::nv12:
      return {.planes = {0, 1, 1}, .offsets = {0, 0, 1}, .steps = {1, 2, 2}};
    case PixelFormat::bgr:
      return {.planes = {0, 0, 0}, .offsets = {2, 1, 0}, .steps = {3, 3, 3}};
    case PixelFormat::rgb:
      return {.planes = {0, 0, 0}, .offsets = {0, 1, 2}, .steps = {3, 3, 3}};
    case PixelFormat::rgba:
      return {.planes = {0, 0, 0}, .offsets = {0, 1, 2}, .steps = {4, 4, 4}};
  }
  assert(false && "a pixel format without channels");
  return {};
}

/// `length` samples of an image axis of `image_length` pixels, taken from a plane that has one sample for every
/// `pixels_a_sample` of them.
AxisSampling axis_sampling(int length, int image_length, int pixels_a_sample) {
  const int samples = (image_length + pixels_a_sample - 1) / pixels_a_sample;
  const double step = static_cast<double>(image_length) / length / pixels_a_sample;
  AxisSampling sampling;
  for (int i = 0; i < length; ++i) {
    const double place = std::clamp((i + 0.5) * step - 0.5, 0.0, samples - 1.0);
    const int index = std::min(static_cast<int>(place), std::max(samples - 2, 0));
    sampling.indices.push_back(index);
    sampling.weights.push_back(static_cast<float>(place - index));
  }
  return sampling;
}

/// Rows are blended in 16 bits, which compilers turn into the widest vectors; the result is `kRowUnit` times the
/// samples.
constexpr int kRowUnit = 256;

void blend_rows(const std::uint8_t* upper, const std::uint8_t* lower, float weight, float* target, int count) {
  const auto lower_weight = static_cast<std::uint16_t>(std::lround(weight * kRowUnit));
  const auto upper_weight = static_cast<std::uint16_t>(kRowUnit - lower_weight);
  for (int i = 0; i < count; ++i) {
    target[i] = static_cast<std::uint16_t>(upper[i] * upper_weight + lower[i] * lower_weight);
  }
}

void blend_columns(const float* row, int step, const AxisSampling& sampling, std::vector<float>& target) {
  const std::size_t count = target.size();
  for (std::size_t i = 0; i < count; ++i) {
    const float* left = row + static_cast<std::ptrdiff_t>(step) * sampling.indices[i];
    target[i] = left[0] + sampling.weights[i] * (left[step] - left[0]);
  }
}

void fill_pixels(std::span<float> pixels, const std::array<float, 3>& colour) {
  for (std::size_t i = 0; i < pixels.size(); i += colour.size()) {
    std::ranges::copy(colour, pixels.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace

Letterbox::Letterbox(int input_width, int input_height, const Preprocessing& preprocessing)
    : preprocessing_(preprocessing), input_width_(input_width), input_height_(input_height) {}

void Letterbox::plan(const vision::ImageLayout& layout) {
  layout_ = layout;
  geometry_ = letterbox_geometry(layout.width, layout.height, input_width_, input_height_);
  colours_ = colour_transform(layout, preprocessing_);
  for (auto& row : colours_.matrix) {
    std::ranges::transform(row, row.begin(), [](float factor) { return factor / kRowUnit; });
  }
  const auto sizes = vision::plane_sizes(layout);
  for (std::size_t plane = 0; plane < sizes.size(); ++plane) {
    const int pixels_a_sample = plane == 0 ? 1 : 2;
    columns_[plane] = axis_sampling(geometry_.width, layout.width, pixels_a_sample);
    rows_[plane] = axis_sampling(geometry_.height, layout.height, pixels_a_sample);
    // Room for the right neighbour, of weight 0, of an image one pixel wide.
    constexpr std::size_t widest_pixel = 4;
    plane_rows_[plane].assign(static_cast<std::size_t>(sizes[plane].row_bytes) + widest_pixel, 0);
  }
  for (auto& row : channel_rows_) {
    row.resize(static_cast<std::size_t>(geometry_.width));
  }
}

void Letterbox::resize_row(const vision::ImageView& image, int row) {
  const auto sizes = vision::plane_sizes(layout_);
  for (std::size_t plane = 0; plane < sizes.size() && sizes[plane].rows > 0; ++plane) {
    const int index = rows_[plane].indices[static_cast<std::size_t>(row)];
    const std::uint8_t* upper = image.planes[plane] + index * image.strides[plane];
    const std::uint8_t* lower = index + 1 < sizes[plane].rows ? upper + image.strides[plane] : upper;
    blend_rows(upper, lower, rows_[plane].weights[static_cast<std::size_t>(row)], plane_rows_[plane].data(),
               sizes[plane].row_bytes);
  }
  const auto [planes, offsets, steps] = channel_places(layout_.format);
  for (std::size_t channel = 0; channel < planes.size(); ++channel) {
    const std::size_t plane = planes[channel];
    blend_columns(plane_rows_[plane].data() + offsets[channel], steps[channel], columns_[plane],
                  channel_rows_[channel]);
  }
}

void Letterbox::apply(const vision::ImageView& image, std::span<float> input) {
  assert(image.layout.width > 0 && image.layout.height > 0);
  assert(input.size() == static_cast<std::size_t>(input_width_) * static_cast<std::size_t>(input_height_) * 3);
  if (image.layout != layout_) {
    plan(image.layout);
  }
  const std::size_t row_values = std::size_t{3} * static_cast<std::size_t>(input_width_);
  const std::size_t left = std::size_t{3} * static_cast<std::size_t>(geometry_.offset_x);
  const std::size_t picture = std::size_t{3} * static_cast<std::size_t>(geometry_.width);
  const std::size_t above = row_values * static_cast<std::size_t>(geometry_.offset_y);
  fill_pixels(input.first(above), colours_.black);
  input = input.subspan(above);
  for (int row = 0; row < geometry_.height; ++row) {
    fill_pixels(input.first(left), colours_.black);
    resize_row(image, row);
    transform_row(colours_, channel_rows_, input.data() + left);
    fill_pixels(input.first(row_values).subspan(left + picture), colours_.black);
    input = input.subspan(row_values);
  }
  fill_pixels(input, colours_.black);
}

}  // namespace brigade::models
