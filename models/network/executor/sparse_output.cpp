#include "models/network/executor/sparse_output.hpp"

#include "models/network/executor/image_sources.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/graph/shapes.hpp"

#include <algorithm>
#include <cstddef>

namespace brigade::models::network {

namespace {

PlainWeights plain_weights(const Graph& graph, const Node& node, const BlockLayer& layer) {
  return {.filter = *float_constant(graph, node.inputs[layer.filter])->floats(),
          .bias = *float_constant(graph, node.inputs[layer.filter + 1])->floats(),
          .activation = activation_of(layer)};
}

void activate(const Activation& activation, std::span<float> values) {
  for (float& value : values) {
    value = activation.hard_swish ? value * std::clamp(value + 3, 0.0F, 6.0F) / 6
                                  : std::clamp(value, activation.low, activation.high);
  }
}

void add_products(std::span<float> sums, const float* values, const float* weights) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] += values[i] * weights[i];
  }
}

const float* pixel_of(const Image& image, int row, int column) {
  return image.values + (static_cast<std::ptrdiff_t>(row) * image.shape.width + column) * image.pixel_stride;
}

void read_image(SparseOutput& output, int row, int column) {
  std::span<float> values = output.read;
  for (const ImageSource& source : output.sources) {
    const auto channels = static_cast<std::size_t>(source.channels);
    read_pixel(source, row, column, values.first(channels));
    values = values.subspan(channels);
  }
}

/// The sums of a window whose part outside of the image is zeros.
void sum_window(SparseOutput& output, int row, int column, std::span<float> sums) {
  const ImageShape& image = output.image;
  const int top = row * output.stride.height - output.padding.top;
  const int left = column * output.stride.width - output.padding.left;
  std::ranges::fill(sums, 0.0F);
  for (int y = std::max(top, 0); y < std::min(top + output.window.height, image.height); ++y) {
    for (int x = std::max(left, 0); x < std::min(left + output.window.width, image.width); ++x) {
      const int tap = (y - top) * output.window.width + (x - left);
      const float* weights = output.depthwise.filter.data() + static_cast<std::size_t>(tap) * sums.size();
      read_image(output, y, x);
      add_products(sums, output.read.data(), weights);
    }
  }
}

void compute_depthwise(SparseOutput& output, int row, int column, std::span<float> values) {
  sum_window(output, row, column, values);
  for (std::size_t channel = 0; channel < values.size(); ++channel) {
    // The sum is scaled instead of what is summed, which is the same: a channel has one scale.
    values[channel] *= output.scale == nullptr ? 1 : output.scale[channel];
    values[channel] += output.depthwise.bias[channel];
  }
  activate(output.depthwise.activation, values);
}

void compute_project(const PlainWeights& project, std::span<const float> inputs, std::span<float> values) {
  std::ranges::copy(project.bias, values.begin());
  const float* weights = project.filter.data();
  for (const float input : inputs) {
    for (float& value : values) {
      value += input * *weights++;
    }
  }
}

}  // namespace

SparseOutput make_sparse_output(const Graph& graph, const Output& output, const std::vector<Image>& inputs) {
  const auto* block = as<FusedBlock>(graph, output.node);
  if (block == nullptr || block->expand || !block->depthwise || !block->project) {
    throw ModelError("the output {} cannot be sparse: it is no depthwise convolution with a 1x1 one after it",
                     output.name);
  }
  if (count_uses(graph)[output.node] > 1) {
    throw ModelError("the output {} cannot be sparse: something else needs all of it", output.name);
  }
  const Node& node = graph.nodes[output.node];
  const Convolution& depthwise = block->depthwise->convolution;
  const Shape& filter = float_constant(graph, node.inputs[block->depthwise->filter])->shape;
  const Extent window{.height = static_cast<int>(filter[0]), .width = static_cast<int>(filter[1])};
  const ImageShape image = joined_shape(inputs, block->sources);
  SparseOutput made{.sources = image_sources(inputs, block->sources),
                    .image = image,
                    .scale = block->scale ? inputs[*block->scale].values : nullptr,
                    .residual = block->residual ? inputs[*block->residual] : Image{},
                    .window = window,
                    .stride = depthwise.stride,
                    .padding = explicit_padding(depthwise.padding, {.height = image.height, .width = image.width},
                                                window, depthwise.stride),
                    .depthwise = plain_weights(graph, node, *block->depthwise),
                    .project = plain_weights(graph, node, *block->project),
                    .read = {},
                    .between = {},
                    .pixel = {}};
  made.read.resize(static_cast<std::size_t>(image.channels));
  made.between.resize(made.depthwise.bias.size());
  made.pixel.resize(made.project.bias.size());
  return made;
}

std::span<const float> compute_pixel(SparseOutput& output, int row, int column) {
  compute_depthwise(output, row, column, output.between);
  compute_project(output.project, output.between, output.pixel);
  if (output.residual.values != nullptr) {
    const float* residual = pixel_of(output.residual, row, column);
    for (std::size_t channel = 0; channel < output.pixel.size(); ++channel) {
      output.pixel[channel] += residual[channel];
    }
  }
  activate(output.project.activation, output.pixel);
  return output.pixel;
}

}  // namespace brigade::models::network
