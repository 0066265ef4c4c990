#pragma once

#include "models/network/executor/operators.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/kernels/image_source.hpp"
#include "models/network/kernels/kernel_set.hpp"

#include <span>
#include <vector>

namespace brigade::models::network {

/// The weights of a convolution as the graph has them, outputs fastest.
struct PlainWeights {
  std::vector<float> filter;
  std::vector<float> bias;
  Activation activation;
};

/// An output that runs leave out, because few of its pixels are ever looked at: what a pixel is computed from, which is
/// a depthwise convolution, of an image that may be scaled channel by channel, and a 1x1 one after it, to which another
/// image may be added.
struct SparseOutput {
  std::vector<ImageSource> sources;  ///< of the image, in the plan's arena, as `scale` and `residual`
  ImageShape image;
  const float* scale = nullptr;  ///< of each channel of the input; null: none
  Image residual;                ///< added before the last activation; values may be null
  Extent window;
  Extent stride;
  Padding padding;
  PlainWeights depthwise;
  PlainWeights project;
  std::vector<float> read;     ///< a pixel of the image
  std::vector<float> between;  ///< what the depthwise convolution gives for the pixel
  std::vector<float> pixel;
};

/// `graph`: as fuse_blocks left it; `inputs`: of the output's node. Throws ModelError where the output is computed in
/// another way than the above, or something else needs all of it.
[[nodiscard]] SparseOutput make_sparse_output(const Graph& graph, const Output& output,
                                              const std::vector<Image>& inputs);

/// The channels of one pixel, in floats. Valid until the next call, which may be from one thread at a time. Allocates
/// nothing.
[[nodiscard]] std::span<const float> compute_pixel(SparseOutput& output, int row, int column);

}  // namespace brigade::models::network
