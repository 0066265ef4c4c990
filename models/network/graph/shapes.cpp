#include "models/network/graph/shapes.hpp"

#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <type_traits>

namespace brigade::models::network {

namespace {

Extent extent(const ImageShape& shape) { return {.height = shape.height, .width = shape.width}; }

/// Of what a window gives that moves over an image.
ImageShape slide(const Node& node, const ImageShape& image, Extent window, Extent stride, const Padding& padding,
                 int channels) {
  const Padding around = explicit_padding(padding, extent(image), window, stride);
  const int height = image.height + around.top + around.bottom;
  const int width = image.width + around.left + around.right;
  if (window.height > height || window.width > width) {
    throw ModelError("node {} has a window of {}x{}, larger than its input of {}x{}", node.name, window.height,
                     window.width, height, width);
  }
  return {.height = (height - window.height) / stride.height + 1,
          .width = (width - window.width) / stride.width + 1,
          .channels = channels};
}

/// Infers one node's shape; its inputs' are there already.
class Inference {
 public:
  Inference(const Graph& graph, Extent input, const std::vector<ImageShape>& shapes)
      : graph_(&graph), input_(input), shapes_(&shapes) {}

  ImageShape of(const Node& node) const {
    return std::visit([&](const auto& op) { return this->infer(node, op); }, node.op);
  }

 private:
  const ImageShape& input(const Node& node, std::size_t index) const { return (*shapes_)[node.inputs[index]]; }

  [[nodiscard]] ImageShape joined(const Node& node, const std::vector<Source>& sources) const {
    std::vector<ImageShape> inputs;
    inputs.reserve(node.inputs.size());
    for (const NodeIndex input : node.inputs) {
      inputs.push_back((*shapes_)[input]);
    }
    return joined_shape(inputs, sources);
  }

  ImageShape infer(const Node&, const Input&) const {
    return {.height = input_.height, .width = input_.width, .channels = 3};
  }

  static ImageShape infer(const Node&, const Constant& constant) {
    return {.height = 1, .width = 1, .channels = static_cast<int>(element_count(constant.tensor.shape))};
  }

  ImageShape infer(const Node& node, const Convolution& convolution) const {
    const ImageShape& image = input(node, 0);
    const Tensor* filter = float_constant(*graph_, node.inputs[1]);
    if (filter == nullptr || filter->shape.size() != 4 || element_count(filter->shape) == 0) {
      throw ModelError("node {} must have a filter that is a constant of four dimensions", node.name);
    }
    if (filter->shape[2] != image.channels) {
      throw ModelError("node {} has a filter for {} channels, its input {} has {}", node.name, filter->shape[2],
                       graph_->nodes[node.inputs[0]].name, image.channels);
    }
    const auto channels =
        static_cast<int>(convolution.depthwise ? filter->shape[2] * filter->shape[3] : filter->shape[3]);
    if (node.inputs.size() == 3) {
      const Tensor* bias = float_constant(*graph_, node.inputs[2]);
      if (bias == nullptr || element_count(bias->shape) != channels) {
        throw ModelError("node {} must have a bias that is a constant of {} values", node.name, channels);
      }
    }
    const Extent window = covered(kernel_of(*graph_, node), convolution.dilation);
    return slide(node, image, window, convolution.stride, convolution.padding, channels);
  }

  ImageShape infer(const Node& node, const FusedBlock& block) const {
    return block_shape(*graph_, node, block, joined(node, block.sources));
  }

  ImageShape infer(const Node& node, const MaxPool& pool) const {
    return slide(node, input(node, 0), pool.window, pool.stride, pool.padding, input(node, 0).channels);
  }

  ImageShape infer(const Node& node, const Arithmetic&) const {
    const ImageShape& left = input(node, 0);
    const ImageShape& right = input(node, 1);
    const auto fits = [](int a, int b) { return a == b || a == 1 || b == 1; };
    if (!fits(left.height, right.height) || !fits(left.width, right.width) || !fits(left.channels, right.channels)) {
      throw ModelError("node {} combines {} with {}, whose shapes do not fit", node.name, to_string(left),
                       to_string(right));
    }
    return {.height = std::max(left.height, right.height),
            .width = std::max(left.width, right.width),
            .channels = std::max(left.channels, right.channels)};
  }

  ImageShape infer(const Node& node, const BatchNorm&) const {
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
      const Tensor* tensor = float_constant(*graph_, node.inputs[i]);
      if (tensor == nullptr || element_count(tensor->shape) != input(node, 0).channels) {
        throw ModelError("node {} must have constants of {} values to normalise with", node.name,
                         input(node, 0).channels);
      }
    }
    return input(node, 0);
  }

  ImageShape infer(const Node& node, const Mean& mean) const {
    return {.height = 1, .width = 1, .channels = joined(node, mean.sources).channels};
  }

  ImageShape infer(const Node& node, const Pad& pad) const {
    const ImageShape& image = input(node, 0);
    return {.height = image.height + pad.amounts[2] + pad.amounts[3],
            .width = image.width + pad.amounts[4] + pad.amounts[5],
            .channels = image.channels};
  }

  ImageShape infer(const Node& node, const Concat&) const {
    ImageShape result = input(node, 0);
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
      const ImageShape& next = input(node, i);
      if (next.height != result.height || next.width != result.width) {
        throw ModelError("node {} concatenates {} with {}, whose shapes do not fit", node.name, to_string(result),
                         to_string(next));
      }
      result.channels += next.channels;
    }
    return result;
  }

  ImageShape infer(const Node& node, const Resize& resize) const {
    const ImageShape& image = input(node, 0);
    const bool relative = resize.reference.height != 0;
    if (relative && (image.height * resize.declared.height % resize.reference.height != 0 ||
                     image.width * resize.declared.width % resize.reference.width != 0)) {
      throw ModelError("node {} cannot resize an image of {} by the factor {}/{}", node.name, to_string(image),
                       resize.declared.height, resize.reference.height);
    }
    return resized(image, resize);
  }

  // Everything else keeps its input's shape.
  template <typename Elementwise>
  ImageShape infer(const Node& node, const Elementwise&) const {
    static_assert(std::is_same_v<Elementwise, Clamp> || std::is_same_v<Elementwise, HardSwish> ||
                  std::is_same_v<Elementwise, LeakyRelu> || std::is_same_v<Elementwise, Sigmoid> ||
                  std::is_same_v<Elementwise, Transpose> || std::is_same_v<Elementwise, Identity>);
    return input(node, 0);
  }

  const Graph* graph_;
  Extent input_;
  const std::vector<ImageShape>* shapes_;
};

/// SAME makes as many outputs as strides begin inside of the image.
int same_padding(int size, int window, int stride) {
  const int outputs = (size + stride - 1) / stride;
  return std::max((outputs - 1) * stride + window - size, 0);
}

}  // namespace

std::string to_string(const ImageShape& shape) {
  return fmt::format("{}x{}x{}", shape.height, shape.width, shape.channels);
}

ImageShape resized(const ImageShape& image, const Resize& resize) {
  if (resize.reference.height == 0) {  // not made relative yet
    return {.height = resize.declared.height, .width = resize.declared.width, .channels = image.channels};
  }
  return {.height = image.height * resize.declared.height / resize.reference.height,
          .width = image.width * resize.declared.width / resize.reference.width,
          .channels = image.channels};
}

ImageShape joined_shape(const std::vector<ImageShape>& inputs, const std::vector<Source>& sources) {
  if (sources.empty()) {
    return inputs.front();
  }
  ImageShape shape;
  for (const Source& source : sources) {
    const ImageShape& image = inputs[source.input];
    const ImageShape read = source.resize ? resized(image, *source.resize) : image;
    shape = {.height = read.height, .width = read.width, .channels = shape.channels + read.channels};
  }
  return shape;
}

std::vector<ImageShape> infer_shapes(const Graph& graph, Extent input) {
  std::vector<ImageShape> shapes(graph.nodes.size());
  const Inference inference(graph, input, shapes);
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    shapes[node] = inference.of(graph.nodes[node]);
  }
  return shapes;
}

/// Its layers' shapes were inferred, and so checked, before they became one.
ImageShape block_shape(const Graph& graph, const Node& node, const FusedBlock& block, const ImageShape& image) {
  ImageShape shape = block.producer ? block_shape(graph, node, *block.producer, image) : image;
  for (const auto& layer : {block.expand, block.depthwise, block.project, block.dense}) {
    if (layer) {
      const Shape& filter = float_constant(graph, node.inputs[layer->filter])->shape;
      const Extent window{.height = static_cast<int>(filter[0]), .width = static_cast<int>(filter[1])};
      const Convolution& convolution = layer->convolution;
      shape = slide(node, shape, window, convolution.stride, convolution.padding,
                    static_cast<int>(convolution.depthwise ? filter[2] : filter[3]));
    }
  }
  return shape;
}

Padding explicit_padding(const Padding& padding, Extent image, Extent window, Extent stride) {
  if (!padding.same) {
    return padding;
  }
  const int rows = same_padding(image.height, window.height, stride.height);
  const int columns = same_padding(image.width, window.width, stride.width);
  return {.top = rows / 2, .right = columns - columns / 2, .bottom = rows - rows / 2, .left = columns / 2};
}

Extent covered(Extent kernel, Extent dilation) {
  return {.height = (kernel.height - 1) * dilation.height + 1, .width = (kernel.width - 1) * dilation.width + 1};
}

Extent kernel_of(const Graph& graph, const Node& convolution) {
  const Shape& shape = float_constant(graph, convolution.inputs[1])->shape;
  return {.height = static_cast<int>(shape[0]), .width = static_cast<int>(shape[1])};
}

}  // namespace brigade::models::network
