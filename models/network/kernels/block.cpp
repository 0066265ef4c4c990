#include "models/network/kernels/block.hpp"

// NOLINTBEGIN(bugprone-unchecked-optional-access): what reads a layer is called where the block has that layer

namespace brigade::models::network {

int output_channels(const Block& block) {
  if (block.dense) {
    return block.dense->outputs;
  }
  return block.project ? block.project->outputs : block.depthwise->channels;
}

const DepthwiseLayer& widest_layer(const Block& block) {
  return block.beside && block.beside->depthwise.window > block.depthwise->window ? block.beside->depthwise
                                                                                  : *block.depthwise;
}

void find_largest(const KernelSet& kernels, const LargestValues& largest, const RowSource& pixels, int channels,
                  int columns, int row) {
  kernels.largest({.input = pixels,
                   .channels = channels,
                   .pixels = columns,
                   .group = largest.group,
                   .output = largest.values + std::ptrdiff_t{row} * groups_of(largest, columns)});
}

RowTarget output_at(const Block& block, const BlockImages& images, int pixels) {
  return {.values = images.output + pixels * images.output_pixel_stride,
          .pixel_stride = images.output_pixel_stride,
          .block_stride = block.kernels->lanes};
}

ResidualPixels residual_at(const Block& block, const BlockImages& images, int pixels) {
  return moved(ResidualPixels{.values = images.residual.values,
                              .pixel_stride = images.residual.pixel_stride,
                              .block_stride = block.kernels->lanes},
               pixels);
}

}  // namespace brigade::models::network

// NOLINTEND(bugprone-unchecked-optional-access)
