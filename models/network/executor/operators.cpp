#include "models/network/executor/operators.hpp"

#include "models/network/executor/block_step.hpp"
#include "models/network/executor/mean_step.hpp"
#include "models/network/executor/resize_step.hpp"
#include "models/network/graph/model_error.hpp"

#include <array>
#include <utility>

namespace brigade::models::network {

namespace {

using Dimensions = std::array<std::size_t, 4>;

Dimensions dimensions(const ImageShape& shape) {
  return {1, static_cast<std::size_t>(shape.height), static_cast<std::size_t>(shape.width),
          static_cast<std::size_t>(shape.channels)};
}

std::size_t size(int value) { return static_cast<std::size_t>(value); }
std::uint32_t count(int value) { return static_cast<std::uint32_t>(value); }

void check(xnn_status status, const Node& node) {
  if (status != xnn_status_success) {
    throw ModelError("node {} cannot be computed here: XNNPACK refuses it with status {}", node.name,
                     static_cast<int>(status));
  }
}

std::uint32_t yielding(const Lowering& lowering) { return lowering.last ? XNN_FLAG_YIELD_WORKERS : 0U; }

XnnOperator own(xnn_operator_t op) { return {op, xnn_delete_operator}; }

/// A step that still needs its shape and how to set it up.
Step begin_step(XnnOperator op, const Lowering& lowering, OperatorInfo info) {
  return {.info = std::move(info),
          .workspace_bytes = 0,
          .set_up = {},
          .run = [op = std::move(op), threads = lowering.threads] { return xnn_run_operator(op.get(), threads); }};
}

Extent extent(const ImageShape& shape) { return {.height = shape.height, .width = shape.width}; }

XnnOperator create_convolution(const Lowering& lowering, const Convolution& convolution) {
  const Image& image = lowering.inputs[0];
  const Tensor& filter = *float_constant(*lowering.graph, lowering.node->inputs[1]);
  const Tensor* bias =
      lowering.node->inputs.size() == 3 ? float_constant(*lowering.graph, lowering.node->inputs[2]) : nullptr;
  const Extent kernel = kernel_of(*lowering.graph, *lowering.node);
  const Padding padding = explicit_padding(convolution.padding, extent(image.shape),
                                           covered(kernel, convolution.dilation), convolution.stride);
  const std::vector<float>& weights =
      convolution.depthwise ? *filter.floats() : lowering.weights->outputs_first(filter);
  const std::size_t groups = convolution.depthwise ? size(image.shape.channels) : 1;
  const std::uint32_t flags = convolution.depthwise ? XNN_FLAG_DEPTHWISE_CONVOLUTION : 0U;
  xnn_operator_t op = nullptr;
  check(xnn_create_convolution2d_nhwc_f32(
            count(padding.top), count(padding.right), count(padding.bottom), count(padding.left), count(kernel.height),
            count(kernel.width), count(convolution.stride.height), count(convolution.stride.width),
            count(convolution.dilation.height), count(convolution.dilation.width), static_cast<std::uint32_t>(groups),
            size(image.shape.channels) / groups, size(lowering.output.shape.channels) / groups,
            size(image.pixel_stride), size(lowering.output.pixel_stride), weights.data(),
            bias == nullptr ? nullptr : bias->floats()->data(), convolution.clamp.low, convolution.clamp.high,
            flags | yielding(lowering), nullptr, lowering.weights->xnnpack_cache(), &op),
        *lowering.node);
  return own(op);
}

Step make_step(const Lowering& lowering, const Convolution& convolution) {
  const Image& image = lowering.inputs[0];
  const Extent kernel = kernel_of(*lowering.graph, *lowering.node);
  const std::int64_t inputs_each = convolution.depthwise ? 1 : image.shape.channels;
  const std::string kind = (convolution.depthwise ? "depthwise " : "conv ") + window_text(kernel, convolution.stride);
  const XnnOperator op = create_convolution(lowering, convolution);
  Step step =
      begin_step(op, lowering,
                 describe(lowering, kind, lowering.output.shape.values() * kernel.height * kernel.width * inputs_each));
  std::size_t alignment = 0;
  std::size_t height = 0;
  std::size_t width = 0;
  check(xnn_reshape_convolution2d_nhwc_f32(op.get(), 1, size(image.shape.height), size(image.shape.width),
                                           &step.workspace_bytes, &alignment, &height, &width, lowering.threads),
        *lowering.node);
  step.set_up = [op = op.get(), in = image.values, out = lowering.output.values](const Workspaces& workspaces) {
    return xnn_setup_convolution2d_nhwc_f32(op, workspaces.first, in, out);
  };
  return step;
}

Step make_step(const Lowering& lowering, const MaxPool& pool) {
  const Image& image = lowering.inputs[0];
  const Padding padding = explicit_padding(pool.padding, extent(image.shape), pool.window, pool.stride);
  const Range all;
  xnn_operator_t op = nullptr;
  check(xnn_create_max_pooling2d_nhwc_f32(count(padding.top), count(padding.right), count(padding.bottom),
                                          count(padding.left), count(pool.window.height), count(pool.window.width),
                                          count(pool.stride.height), count(pool.stride.width), 1, 1, all.low, all.high,
                                          yielding(lowering), &op),
        *lowering.node);
  Step step = begin_step(own(op), lowering, describe(lowering, "max " + window_text(pool.window, pool.stride)));
  std::size_t height = 0;
  std::size_t width = 0;
  check(xnn_reshape_max_pooling2d_nhwc_f32(op, 1, size(image.shape.height), size(image.shape.width),
                                           size(image.shape.channels), size(image.pixel_stride),
                                           size(lowering.output.pixel_stride), &height, &width, lowering.threads),
        *lowering.node);
  step.set_up = [op, in = image.values, out = lowering.output.values](const Workspaces& /*workspaces*/) {
    return xnn_setup_max_pooling2d_nhwc_f32(op, in, out);
  };
  return step;
}

Step make_unary(const Lowering& lowering, xnn_unary_operator kind, const xnn_unary_params* parameters,
                std::string name) {
  const Image& image = lowering.inputs[0];
  xnn_operator_t op = nullptr;
  check(xnn_create_unary_elementwise_nc(kind, xnn_datatype_fp32, xnn_datatype_fp32, parameters, nullptr, nullptr,
                                        yielding(lowering), &op),
        *lowering.node);
  Step step = begin_step(own(op), lowering, describe(lowering, std::move(name)));
  check(
      xnn_reshape_unary_elementwise_nc(op, static_cast<std::size_t>(image.shape.pixels()), size(image.shape.channels),
                                       size(image.pixel_stride), size(lowering.output.pixel_stride), lowering.threads),
      *lowering.node);
  step.set_up = [op, in = image.values, out = lowering.output.values](const Workspaces& /*workspaces*/) {
    return xnn_setup_unary_elementwise_nc(op, in, out);
  };
  return step;
}

Step make_step(const Lowering& lowering, const Clamp& clamp) {
  const xnn_unary_params parameters{.clamp = {.min = clamp.range.low, .max = clamp.range.high}};
  return make_unary(lowering, xnn_unary_clamp, &parameters, "clamp");
}

Step make_step(const Lowering& lowering, const HardSwish&) {
  return make_unary(lowering, xnn_unary_hardswish, nullptr, "hard-swish");
}

Step make_step(const Lowering& lowering, const LeakyRelu& leaky) {
  const xnn_unary_params parameters{.leaky_relu = {.negative_slope = leaky.slope}};
  return make_unary(lowering, xnn_unary_leaky_relu, &parameters, "leaky-relu");
}

Step make_step(const Lowering& lowering, const Sigmoid&) {
  return make_unary(lowering, xnn_unary_sigmoid, nullptr, "sigmoid");
}

Step make_step(const Lowering& lowering, const Arithmetic& arithmetic) {
  constexpr std::array kKinds{xnn_binary_add, xnn_binary_subtract, xnn_binary_multiply};
  constexpr std::array kNames{"add", "subtract", "multiply"};
  const auto kind = static_cast<std::size_t>(arithmetic.kind);
  xnn_operator_t op = nullptr;
  check(xnn_create_binary_elementwise_nd(kKinds.at(kind), xnn_datatype_fp32, nullptr, nullptr, nullptr,
                                         yielding(lowering), &op),
        *lowering.node);
  Step step = begin_step(own(op), lowering, describe(lowering, kNames.at(kind)));
  const Dimensions left = dimensions(lowering.inputs[0].shape);
  const Dimensions right = dimensions(lowering.inputs[1].shape);
  check(xnn_reshape_binary_elementwise_nd(op, left.size(), left.data(), right.size(), right.data(), lowering.threads),
        *lowering.node);
  step.set_up = [op, a = lowering.inputs[0].values, b = lowering.inputs[1].values, out = lowering.output.values](
                    const Workspaces& /*workspaces*/) { return xnn_setup_binary_elementwise_nd(op, a, b, out); };
  return step;
}

Step make_step(const Lowering& lowering, const Mean& mean) { return make_mean_step(lowering, mean); }

Step make_step(const Lowering& lowering, const Pad& pad) {
  xnn_operator_t op = nullptr;
  check(xnn_create_constant_pad_nd_x32(&pad.value, yielding(lowering), &op), *lowering.node);
  Step step = begin_step(own(op), lowering, describe(lowering, "pad"));
  const Dimensions shape = dimensions(lowering.inputs[0].shape);
  const Dimensions before{0, size(pad.amounts[2]), size(pad.amounts[4]), 0};
  const Dimensions after{0, size(pad.amounts[3]), size(pad.amounts[5]), 0};
  check(xnn_reshape_constant_pad_nd_x32(op, shape.size(), shape.data(), before.data(), after.data(), lowering.threads),
        *lowering.node);
  step.set_up = [op, in = lowering.inputs[0].values, out = lowering.output.values](const Workspaces& /*workspaces*/) {
    return xnn_setup_constant_pad_nd_x32(op, in, out);
  };
  return step;
}

Step make_step(const Lowering& lowering, const FusedBlock&) { return make_block_step({&lowering, 1}); }

Step make_step(const Lowering& lowering, const Resize& resize) { return make_resize_step(lowering, resize); }

Step make_copy(const Lowering& lowering, const Image& image, float* target) {
  xnn_operator_t op = nullptr;
  check(xnn_create_copy_nc_x32(yielding(lowering), &op), *lowering.node);
  Step step = begin_step(own(op), lowering, describe(lowering, "copy"));
  check(xnn_reshape_copy_nc_x32(op, static_cast<std::size_t>(image.shape.pixels()), size(image.shape.channels),
                                size(image.pixel_stride), size(lowering.output.pixel_stride), lowering.threads),
        *lowering.node);
  step.set_up = [op, in = image.values, target](const Workspaces& /*workspaces*/) {
    return xnn_setup_copy_nc_x32(op, in, target);
  };
  return step;
}

/// Copies those inputs that were not written in place.
std::vector<Step> concatenate(const Lowering& lowering) {
  std::vector<Step> steps;
  float* target = lowering.output.values;
  for (const Image& image : lowering.inputs) {
    if (image.values != target || image.pixel_stride != lowering.output.pixel_stride) {
      steps.push_back(make_copy(lowering, image, target));
    }
    target += image.shape.channels;
  }
  return steps;
}

}  // namespace

std::string window_text(Extent window, Extent stride) {
  std::string text = fmt::format("{}x{}", window.height, window.width);
  if (stride.height != 1 || stride.width != 1) {
    text += stride.height == stride.width ? fmt::format(" /{}", stride.height)
                                          : fmt::format(" /{}x{}", stride.height, stride.width);
  }
  return text;
}

Activation activation_of(const BlockLayer& layer) {
  return {.low = layer.convolution.clamp.low, .high = layer.convolution.clamp.high, .hard_swish = layer.hard_swish};
}

OperatorInfo describe(const Lowering& lowering, std::string kind, std::int64_t multiply_accumulates) {
  return {.name = lowering.node->name,
          .kind = std::move(kind),
          .output_shape = to_string(lowering.output.shape),
          .multiply_accumulates = multiply_accumulates};
}

std::vector<Step> make_steps(const Lowering& lowering) {
  return std::visit(
      [&](const auto& op) -> std::vector<Step> {
        if constexpr (requires { make_step(lowering, op); }) {
          std::vector<Step> steps;
          steps.push_back(make_step(lowering, op));
          return steps;
        } else if constexpr (std::is_same_v<std::decay_t<decltype(op)>, Concat>) {
          return concatenate(lowering);
        } else {
          throw ModelError("node {} was not removed by the optimiser", lowering.node->name);
        }
      },
      lowering.node->op);
}

}  // namespace brigade::models::network
