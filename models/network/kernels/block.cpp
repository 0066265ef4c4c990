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

void find_largest(const KernelSet& kernels, const LargestValues& largest, const RowSource& image, int channels,
                  int columns, int row) {
  const int groups = (columns + largest.group - 1) / largest.group;
  kernels.largest({.input = moved(image, row * columns),
                   .channels = channels,
                   .pixels = columns,
                   .group = largest.group,
                   .output = largest.values + std::ptrdiff_t{row} * groups});
}

void find_largest(const BlockPart& part, int row) {
  const auto& [block, images, first_row, end_row] = part;
  if (images.largest.values != nullptr) {
    find_largest(*block.kernels, images.largest, {.values = images.output, .pixel_stride = images.output_pixel_stride},
                 output_channels(block), block.output_columns, row);
  }
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
