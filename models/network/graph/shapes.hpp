#pragma once

#include "models/network/graph/graph.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace brigade::models::network {

/// Of a value whose memory is height x width x channels, channels fastest.
struct ImageShape {
  int height = 0;
  int width = 0;
  int channels = 0;

  [[nodiscard]] std::int64_t pixels() const { return std::int64_t{height} * width; }
  [[nodiscard]] std::int64_t values() const { return pixels() * channels; }
  bool operator==(const ImageShape&) const = default;
};

/// "64x64x96"
[[nodiscard]] std::string to_string(const ImageShape& shape);

/// The shape of every node's value for an input image of that size, in a graph without transposes (see
/// `remove_transposes`). Constants count as one pixel with their values as channels. Throws ModelError where shapes do
/// not fit together.
[[nodiscard]] std::vector<ImageShape> infer_shapes(const Graph& graph, Extent input);

/// What a block makes of an image of that shape, which the first of its producers reads. `node` has the inputs that the
/// block's positions mean.
[[nodiscard]] ImageShape block_shape(const Graph& graph, const Node& node, const FusedBlock& block,
                                     const ImageShape& image);

/// Of an image that was resized, by a factor that fits its size.
[[nodiscard]] ImageShape resized(const ImageShape& image, const Resize& resize);

/// What an operator reads that makes its image of those sources, of inputs of those shapes.
[[nodiscard]] ImageShape joined_shape(const std::vector<ImageShape>& inputs, const std::vector<Source>& sources);

/// The pixels to put around an image of that size; SAME puts the odd one below and to the right, as TensorFlow does.
[[nodiscard]] Padding explicit_padding(const Padding& padding, Extent image, Extent window, Extent stride);

/// Rows and columns that a convolution's window covers.
[[nodiscard]] Extent covered(Extent kernel, Extent dilation);

/// Rows and columns of a convolution's filter. The filter must be a constant of four dimensions, as `infer_shapes`
/// makes sure.
[[nodiscard]] Extent kernel_of(const Graph& graph, const Node& convolution);

}  // namespace brigade::models::network
