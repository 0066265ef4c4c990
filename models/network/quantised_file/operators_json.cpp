#include "models/network/quantised_file/operators_json.hpp"

#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace brigade::models::network {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kLargestExtent = 1 << 14;  // far beyond any network's, and products fit

int whole(const Json& json, int least) {
  const auto value = json.get<std::int64_t>();
  if (value < least || value > kLargestExtent) {
    throw ModelError("the file holds {} where {} to {} are possible", value, least, kLargestExtent);
  }
  return static_cast<int>(value);
}

float finite(const Json& json) {
  const auto value = json.get<float>();
  if (!std::isfinite(value)) {
    throw ModelError("the file holds a number that is not finite");
  }
  return value;
}

Json to_json(const Extent& extent) { return {extent.height, extent.width}; }
Extent extent_from(const Json& json) { return {.height = whole(json.at(0), 1), .width = whole(json.at(1), 1)}; }

Json to_json(const Padding& padding) {
  return padding.same ? Json("same") : Json{padding.top, padding.right, padding.bottom, padding.left};
}
Padding padding_from(const Json& json) {
  if (json == "same") {
    return {.same = true};
  }
  return {.top = whole(json.at(0), 0),
          .right = whole(json.at(1), 0),
          .bottom = whole(json.at(2), 0),
          .left = whole(json.at(3), 0)};
}

// JSON has no infinity: such a bound is null.
Json to_json(const Range& range) {
  const auto bound = [](float value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
  return {bound(range.low), bound(range.high)};
}
Range range_from(const Json& json) {
  Range range;
  range.low = json.at(0).is_null() ? range.low : finite(json.at(0));
  range.high = json.at(1).is_null() ? range.high : finite(json.at(1));
  if (range.low >= range.high) {
    throw ModelError("the file holds a clamp from {} to {}", range.low, range.high);
  }
  return range;
}

constexpr std::array kArithmeticNames{"add", "subtract", "multiply"};

// One pair of functions for each operator.

Json to_json(const Input&) { return {{"op", "input"}}; }
Json to_json(const HardSwish&) { return {{"op", "hard-swish"}}; }
Json to_json(const Sigmoid&) { return {{"op", "sigmoid"}}; }
Json to_json(const Concat&) { return {{"op", "concat"}}; }  // of channels, as of all graphs without transposes
Json to_json(const Mean&) { return {{"op", "mean"}}; }      // over rows and columns, likewise
Json to_json(const Constant& constant) { return {{"op", "constant"}, {"shape", constant.tensor.shape}}; }
Json to_json(const LeakyRelu& leaky) { return {{"op", "leaky-relu"}, {"slope", leaky.slope}}; }
Json to_json(const Clamp& clamp) { return {{"op", "clamp"}, {"range", to_json(clamp.range)}}; }
Json to_json(const Arithmetic& arithmetic) {
  return {{"op", kArithmeticNames.at(static_cast<std::size_t>(arithmetic.kind))}};
}
Json to_json(const Pad& pad) { return {{"op", "pad"}, {"amounts", pad.amounts}, {"value", pad.value}}; }

Json to_json(const Convolution& convolution) {
  Json json{{"op", convolution.depthwise ? "depthwise" : "convolution"},
            {"stride", to_json(convolution.stride)},
            {"dilation", to_json(convolution.dilation)},
            {"padding", to_json(convolution.padding)}};
  if (!convolution.clamp.unbounded()) {
    json["range"] = to_json(convolution.clamp);
  }
  if (convolution.int8()) {
    json["int8"] = convolution.input_rounding.scales.size();
    json["signed"] = convolution.input_rounding.is_signed;
  }
  return json;
}

Json to_json(const MaxPool& pool) {
  return {{"op", "max"},
          {"window", to_json(pool.window)},
          {"stride", to_json(pool.stride)},
          {"padding", to_json(pool.padding)}};
}

Json to_json(const Resize& resize) {
  return {{"op", "resize"},
          {"from", to_json(resize.reference)},
          {"to", to_json(resize.declared)},
          {"half_pixel_centers", resize.half_pixel_centers},
          {"align_corners", resize.align_corners}};
}

/// Its scales are among the constants.
InputRounding rounding_from(const Json& json) {
  return {.scales = std::vector<float>(static_cast<std::size_t>(whole(json.at("int8"), 1))),
          .is_signed = json.at("signed").get<bool>()};
}

Convolution convolution_from(const Json& json) {
  return {.stride = extent_from(json.at("stride")),
          .dilation = extent_from(json.at("dilation")),
          .padding = padding_from(json.at("padding")),
          .depthwise = json.at("op") == "depthwise",
          .clamp = json.contains("range") ? range_from(json.at("range")) : Range{},
          .input_rounding = json.contains("int8") ? rounding_from(json) : InputRounding{}};
}

Constant constant_from(const Json& json) {
  Tensor tensor{.shape = {}, .values = std::vector<float>{}};
  constexpr std::int64_t kMostValues = std::int64_t{1} << 30;
  std::int64_t values = 1;
  for (const Json& dimension : json.at("shape")) {
    tensor.shape.push_back(whole(dimension, 1));
    values *= tensor.shape.back();  // of numbers below 2^31, so it fits
    if (values > kMostValues) {
      throw ModelError("the file holds a constant of an impossible shape");
    }
  }
  return {std::move(tensor)};
}

Pad pad_from(const Json& json) {
  Pad pad{.amounts = {}, .value = finite(json.at("value"))};
  for (const Json& amount : json.at("amounts")) {
    pad.amounts.push_back(whole(amount, 0));
  }
  constexpr std::size_t kAmounts = 8;
  if (pad.amounts.size() != kAmounts || pad.amounts[0] + pad.amounts[1] + pad.amounts[6] + pad.amounts[7] > 0) {
    throw ModelError("the file holds a padding of something else than rows and columns");
  }
  return pad;
}

}  // namespace

Json operator_to_json(const Node& node) {
  return std::visit(
      [&](const auto& op) -> Json {
        if constexpr (requires { to_json(op); }) {
          return to_json(op);
        } else {
          throw ModelError("node {} was not removed by the optimiser", node.name);
        }
      },
      node.op);
}

Operator operator_from_json(const Json& json) {
  const auto name = json.at("op").get<std::string>();
  if (const auto found = std::ranges::find(kArithmeticNames, name); found != kArithmeticNames.end()) {
    return Arithmetic{static_cast<ArithmeticKind>(found - kArithmeticNames.begin())};
  }
  using Read = Operator (*)(const Json&);
  static const std::vector<std::pair<std::string, Read>> kReaders{
      {"input", [](const Json&) -> Operator { return Input{}; }},
      {"constant", [](const Json& from) -> Operator { return constant_from(from); }},
      {"convolution", [](const Json& from) -> Operator { return convolution_from(from); }},
      {"depthwise", [](const Json& from) -> Operator { return convolution_from(from); }},
      {"max",
       [](const Json& from) -> Operator {
         return MaxPool{.window = extent_from(from.at("window")),
                        .stride = extent_from(from.at("stride")),
                        .padding = padding_from(from.at("padding"))};
       }},
      {"clamp", [](const Json& from) -> Operator { return Clamp{range_from(from.at("range"))}; }},
      {"hard-swish", [](const Json&) -> Operator { return HardSwish{}; }},
      {"leaky-relu", [](const Json& from) -> Operator { return LeakyRelu{finite(from.at("slope"))}; }},
      {"sigmoid", [](const Json&) -> Operator { return Sigmoid{}; }},
      {"mean", [](const Json&) -> Operator { return Mean{{1, 2}}; }},
      {"pad", [](const Json& from) -> Operator { return pad_from(from); }},
      {"concat", [](const Json&) -> Operator { return Concat{3}; }},
      {"resize",
       [](const Json& from) -> Operator {
         return Resize{.declared = extent_from(from.at("to")),
                       .reference = extent_from(from.at("from")),
                       .half_pixel_centers = from.at("half_pixel_centers").get<bool>(),
                       .align_corners = from.at("align_corners").get<bool>()};
       }},
  };
  const auto reader = std::ranges::find(kReaders, name, &std::pair<std::string, Read>::first);
  if (reader == kReaders.end()) {
    throw ModelError("the file holds a node of the operator {}, which is not known", name);
  }
  return reader->second(json);
}

}  // namespace brigade::models::network
