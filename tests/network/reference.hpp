#pragma once

#include "models/network/network.hpp"

#include <functional>
#include <random>
#include <span>
#include <vector>

namespace brigade::tests {

/// height x width x channels, channels fastest.
struct Values {
  int height = 0;
  int width = 0;
  int channels = 0;
  std::vector<float> values;

  [[nodiscard]] float at(int row, int column, int channel) const;
  [[nodiscard]] float& at(int row, int column, int channel);
};

/// TensorFlow's operators written as their definitions, in double precision and without a thought for speed.
namespace reference {

struct Window {
  int size = 1;
  int stride = 1;
  bool same = true;  ///< TensorFlow's SAME padding, else none
};

[[nodiscard]] Values convolution(const Values& image, Window window, int outputs, std::span<const float> filter,
                                 std::span<const float> bias = {});
[[nodiscard]] Values depthwise(const Values& image, Window window, std::span<const float> filter,
                               std::span<const float> bias = {});
[[nodiscard]] Values max_pool(const Values& image, Window window);
[[nodiscard]] Values map(const Values& image, const std::function<float(float)>& function);
/// With broadcasting of an image of a single pixel or channel.
[[nodiscard]] Values combine(const Values& left, const Values& right,
                             const std::function<float(float, float)>& function);
[[nodiscard]] Values mean(const Values& image);
[[nodiscard]] Values pad(const Values& image, int top, int bottom, int left, int right, float value);
[[nodiscard]] Values concatenate(const Values& left, const Values& right);
[[nodiscard]] Values resize(const Values& image, int height, int width, bool half_pixel_centers);
[[nodiscard]] float hard_swish(float x);
[[nodiscard]] float sigmoid(float x);

}  // namespace reference

/// Repeatable values from -2 to 2.
[[nodiscard]] std::vector<float> noise(std::size_t count, unsigned seed);

/// Repeatable integers.
class RandomIntegers {
 public:
  explicit RandomIntegers(unsigned seed) : random_(seed) {}

  /// From `low` to `high`. Not std::uniform_int_distribution's, which differ between standard libraries.
  [[nodiscard]] int operator()(int low, int high) {
    return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1));
  }

 private:
  std::mt19937 random_;
};

/// Fills the network's input with noise and returns it.
[[nodiscard]] Values fill_with_noise(models::Network& network, int height = 32, int width = 32);

/// Checks an output of the network, after a run, against what is expected.
void check_output(const models::Network& network, std::size_t index, const Values& expected);

}  // namespace brigade::tests
