#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace brigade::tests {

namespace {

std::size_t position(const Values& image, int row, int column, int channel) {
  return (static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(column)) *
             static_cast<std::size_t>(image.channels) +
         static_cast<std::size_t>(channel);
}

Values make(int height, int width, int channels) {
  const auto count = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  return {.height = height,
          .width = width,
          .channels = channels,
          .values = std::vector<float>(count * static_cast<std::size_t>(channels))};
}

/// Calls `set` for every value with its position.
template <typename Set>
Values generate(int height, int width, int channels, Set set) {
  Values result = make(height, width, channels);
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      for (int channel = 0; channel < channels; ++channel) {
        result.at(row, column, channel) = set(row, column, channel);
      }
    }
  }
  return result;
}

/// Outputs along one side and the pixels before the first.
struct Slide {
  int outputs = 0;
  int before = 0;
};

Slide slide(int size, const reference::Window& window) {
  if (!window.same) {
    return {.outputs = (size - window.size) / window.stride + 1, .before = 0};
  }
  const int outputs = (size + window.stride - 1) / window.stride;
  return {.outputs = outputs, .before = std::max((outputs - 1) * window.stride + window.size - size, 0) / 2};
}

/// Calls `visit(row, column, position in the window)` for the pixels under the window that exist.
template <typename Visit>
void under_window(const Values& image, const reference::Window& window, int row, int column, Visit visit) {
  const int top = row * window.stride - slide(image.height, window).before;
  const int left = column * window.stride - slide(image.width, window).before;
  for (int y = 0; y < window.size; ++y) {
    for (int x = 0; x < window.size; ++x) {
      if (top + y >= 0 && top + y < image.height && left + x >= 0 && left + x < image.width) {
        visit(top + y, left + x, y * window.size + x);
      }
    }
  }
}

}  // namespace

float Values::at(int row, int column, int channel) const { return values[position(*this, row, column, channel)]; }
float& Values::at(int row, int column, int channel) { return values[position(*this, row, column, channel)]; }

namespace reference {

Values convolution(const Values& image, Window window, int outputs, std::span<const float> filter,
                   std::span<const float> bias) {
  const auto at = [&](int tap, int input, int output) {
    return filter[static_cast<std::size_t>((tap * image.channels + input) * outputs + output)];
  };
  return generate(slide(image.height, window).outputs, slide(image.width, window).outputs, outputs,
                  [&](int row, int column, int output) {
                    double sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(output)];
                    under_window(image, window, row, column, [&](int y, int x, int tap) {
                      for (int input = 0; input < image.channels; ++input) {
                        sum += static_cast<double>(image.at(y, x, input)) * at(tap, input, output);
                      }
                    });
                    return static_cast<float>(sum);
                  });
}

Values depthwise(const Values& image, Window window, std::span<const float> filter, std::span<const float> bias) {
  return generate(slide(image.height, window).outputs, slide(image.width, window).outputs, image.channels,
                  [&](int row, int column, int channel) {
                    double sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(channel)];
                    under_window(image, window, row, column, [&](int y, int x, int tap) {
                      sum += static_cast<double>(image.at(y, x, channel)) *
                             filter[static_cast<std::size_t>(tap * image.channels + channel)];
                    });
                    return static_cast<float>(sum);
                  });
}

Values max_pool(const Values& image, Window window) {
  return generate(slide(image.height, window).outputs, slide(image.width, window).outputs, image.channels,
                  [&](int row, int column, int channel) {
                    float largest = -std::numeric_limits<float>::infinity();
                    under_window(image, window, row, column,
                                 [&](int y, int x, int) { largest = std::max(largest, image.at(y, x, channel)); });
                    return largest;
                  });
}

Values map(const Values& image, const std::function<float(float)>& function) {
  Values result = image;
  std::ranges::transform(result.values, result.values.begin(), function);
  return result;
}

Values combine(const Values& left, const Values& right, const std::function<float(float, float)>& function) {
  const auto at = [](const Values& image, int row, int column, int channel) {
    return image.at(image.height == 1 ? 0 : row, image.width == 1 ? 0 : column, image.channels == 1 ? 0 : channel);
  };
  return generate(std::max(left.height, right.height), std::max(left.width, right.width),
                  std::max(left.channels, right.channels), [&](int row, int column, int channel) {
                    return function(at(left, row, column, channel), at(right, row, column, channel));
                  });
}

Values mean(const Values& image) {
  return generate(1, 1, image.channels, [&](int, int, int channel) {
    double sum = 0;
    for (int row = 0; row < image.height; ++row) {
      for (int column = 0; column < image.width; ++column) {
        sum += image.at(row, column, channel);
      }
    }
    return static_cast<float>(sum / (static_cast<double>(image.height) * image.width));
  });
}

Values pad(const Values& image, int top, int bottom, int left, int right, float value) {
  return generate(image.height + top + bottom, image.width + left + right, image.channels,
                  [&](int row, int column, int channel) {
                    const int y = row - top;
                    const int x = column - left;
                    const bool inside = y >= 0 && y < image.height && x >= 0 && x < image.width;
                    return inside ? image.at(y, x, channel) : value;
                  });
}

Values concatenate(const Values& left, const Values& right) {
  return generate(left.height, left.width, left.channels + right.channels, [&](int row, int column, int channel) {
    return channel < left.channels ? left.at(row, column, channel) : right.at(row, column, channel - left.channels);
  });
}

Values resize(const Values& image, int height, int width, bool half_pixel_centers) {
  const auto source = [half_pixel_centers](int target, int from, int to) {
    const double scale = static_cast<double>(from) / to;
    const double place = half_pixel_centers ? (target + 0.5) * scale - 0.5 : target * scale;
    return std::clamp(place, 0.0, from - 1.0);
  };
  return generate(height, width, image.channels, [&](int row, int column, int channel) {
    const double y = source(row, image.height, height);
    const double x = source(column, image.width, width);
    const int top = static_cast<int>(y);
    const int left = static_cast<int>(x);
    const int bottom = std::min(top + 1, image.height - 1);
    const int right = std::min(left + 1, image.width - 1);
    const double upper = std::lerp(image.at(top, left, channel), image.at(top, right, channel), x - left);
    const double lower = std::lerp(image.at(bottom, left, channel), image.at(bottom, right, channel), x - left);
    return static_cast<float>(std::lerp(upper, lower, y - top));
  });
}

float hard_swish(float x) { return x * std::clamp(x + 3.0F, 0.0F, 6.0F) / 6.0F; }

float sigmoid(float x) { return 1.0F / (1.0F + std::exp(-x)); }

}  // namespace reference

std::vector<float> noise(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  // Not std::uniform_real_distribution, whose values differ between standard libraries.
  std::ranges::generate(values, [&] { return static_cast<float>(random() % 4001U) / 1000.0F - 2.0F; });
  return values;
}

Values fill_with_noise(models::Network& network, int height, int width) {
  Values image{.height = height, .width = width, .channels = 3, .values = noise(network.input().size(), 1)};
  std::ranges::copy(image.values, network.input().begin());
  return image;
}

void check_output(const models::Network& network, std::size_t index, const Values& expected) {
  const models::TensorView view = network.output(index);
  REQUIRE(view.height == expected.height);
  REQUIRE(view.width == expected.width);
  REQUIRE(view.channels == expected.channels);
  REQUIRE(view.values.size() == expected.values.size());
  double largest = 0;
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    const double difference = std::abs(static_cast<double>(view.values[i]) - expected.values[i]);
    largest = std::max(largest, difference / (1.0 + std::abs(static_cast<double>(expected.values[i]))));
  }
  CHECK(largest < 1e-4);
}

}  // namespace brigade::tests
