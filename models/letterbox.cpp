#include "models/letterbox.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace brigade::models {

namespace {

using vision::PixelFormat;

/// Where a channel's samples lie: in which plane, at which byte of a pixel, and how many bytes apart.
struct ChannelPlace {
  std::size_t plane;
  int offset;
  int step;
};

/// In the order Y, U, V or R, G, B.
std::array<ChannelPlace, 3> channel_places(PixelFormat format) {
  switch (format) {
    case PixelFormat::i420:
      return {{{0, 0, 1}, {1, 0, 1}, {2, 0, 1}}};
    case PixelFormat::nv12:
      return {{{0, 0, 1}, {1, 0, 2}, {1, 1, 2}}};
    case PixelFormat::bgr:
      return {{{0, 2, 3}, {0, 1, 3}, {0, 0, 3}}};
    case PixelFormat::rgb:
      return {{{0, 0, 3}, {0, 1, 3}, {0, 2, 3}}};
    case PixelFormat::rgba:
      return {{{0, 0, 4}, {0, 1, 4}, {0, 2, 4}}};
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

void fill_pixels(float* first, const float* last, const std::array<float, 3>& colour) {
  for (; first != last; first += 3) {
    std::ranges::copy(colour, first);
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
  const auto places = channel_places(layout_.format);
  for (std::size_t channel = 0; channel < places.size(); ++channel) {
    const auto [plane, offset, step] = places[channel];
    blend_columns(plane_rows_[plane].data() + offset, step, columns_[plane], channel_rows_[channel]);
  }
}

void Letterbox::apply(const vision::ImageView& image, std::span<float> input) {
  assert(image.layout.width > 0 && image.layout.height > 0);
  assert(input.size() == static_cast<std::size_t>(input_width_) * static_cast<std::size_t>(input_height_) * 3);
  if (image.layout != layout_) {
    plan(image.layout);
  }
  const std::ptrdiff_t row_values = std::ptrdiff_t{3} * input_width_;
  float* const picture = input.data() + geometry_.offset_y * row_values;
  float* const below = picture + geometry_.height * row_values;
  fill_pixels(input.data(), picture, colours_.black);
  for (int row = 0; row < geometry_.height; ++row) {
    float* const left = picture + row * row_values;
    float* const first = left + std::ptrdiff_t{3} * geometry_.offset_x;
    float* const last = first + std::ptrdiff_t{3} * geometry_.width;
    fill_pixels(left, first, colours_.black);
    resize_row(image, row);
    transform_row(colours_, channel_rows_, first);
    fill_pixels(last, left + row_values, colours_.black);
  }
  fill_pixels(below, input.data() + input.size(), colours_.black);
}

}  // namespace brigade::models
