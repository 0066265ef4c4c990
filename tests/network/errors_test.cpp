// Whatever is wrong with a model or with what is asked of it is said in one sentence that names the file and the node.

#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <fstream>
#include <limits>

namespace brigade::tests {

namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

/// A sound model to damage: "output" is a convolution of "image".
ModelBuilder sound() {
  return ModelBuilder()
      .floats("filter", {3, 3, 3, 4}, noise(3 * 3 * 3 * 4, 1))
      .node("Conv2D", "output", {"image", "filter"}, window_attributes("SAME", 1));
}

std::string error_of_text(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model.json";
  std::ofstream(path) << text;
  const auto network =
      models::Network::load({.model_json = path, .input_width = 32, .input_height = 32, .output_names = {"output"}});
  REQUIRE_FALSE(network);
  REQUIRE(network.error().message.starts_with(path.string() + ": "));
  return network.error().message.substr(path.string().size() + 2);
}

}  // namespace

TEST_CASE("the sound model of these tests loads") { CHECK_NOTHROW(load(sound(), {"output"})); }

TEST_CASE("a missing model file") {
  const auto network = models::Network::load(
      {.model_json = "/nowhere/model.json", .input_width = 32, .input_height = 32, .output_names = {"output"}});
  REQUIRE_FALSE(network);
  CHECK(network.error().message == "/nowhere/model.json: no such model file: run script/bootstrap to fetch the models");
}

TEST_CASE("a model file that is no JSON, or none of a graph model") {
  CHECK(error_of_text("") == "the model file is not valid JSON");
  CHECK(error_of_text("{\"modelTopology\": ") == "the model file is not valid JSON");
  CHECK_THAT(error_of_text("[]"), StartsWith("not a TensorFlow.js graph model: "));
  CHECK_THAT(error_of_text("{}"), StartsWith("not a TensorFlow.js graph model: "));
  CHECK_THAT(error_of_text(R"({"modelTopology": {"node": 5}, "weightsManifest": []})"),
             StartsWith("not a TensorFlow.js graph model: "));
  CHECK_THAT(error_of_text(R"({"modelTopology": {"node": [{"op": "Relu"}]}, "weightsManifest": []})"),
             StartsWith("not a TensorFlow.js graph model: "));
}

TEST_CASE("a missing weight shard") {
  ModelBuilder builder = sound();
  builder.json["weightsManifest"][0]["paths"] = {"elsewhere.bin"};
  CHECK(error_of(builder, {"output"}) == "model.json: its weight shard elsewhere.bin is missing or cannot be read");
}

TEST_CASE("a weight shard that is too short or too long") {
  ModelBuilder builder = sound();
  builder.shard.pop_back();
  CHECK(error_of(builder, {"output"}) ==
        "model.json: its weight shard weights.bin is too short: node filter needs 432 bytes from 0 on, 431 are left");
  builder.shard.resize(440);
  CHECK(error_of(builder, {"output"}) ==
        "model.json: its weight shard weights.bin is too long: 440 bytes where 432 are listed");
}

TEST_CASE("weights that are not finite") {
  std::vector<float> filter(3 * 3 * 3 * 4, 1.0F);
  const auto builder = [&] {
    return ModelBuilder()
        .floats("filter", {3, 3, 3, 4}, filter)
        .node("Conv2D", "output", {"image", "filter"}, window_attributes("SAME", 1));
  };
  filter[7] = std::numeric_limits<float>::quiet_NaN();
  CHECK(error_of(builder(), {"output"}) ==
        "model.json: the weights of node filter are damaged: value 7 is nan, not a finite number");
  filter[7] = -std::numeric_limits<float>::infinity();
  CHECK(error_of(builder(), {"output"}) ==
        "model.json: the weights of node filter are damaged: value 7 is -inf, not a finite number");
}

TEST_CASE("weights of unknown types and impossible shapes") {
  CHECK(error_of(ModelBuilder().stored("c", {1}, "complex64", {0}), {"image"}) ==
        "model.json: the weights of node c are of type complex64; known are float32 and int32");
  CHECK(error_of(ModelBuilder().stored("c", {1}, "float32", {0}, {{"dtype", "int4"}}), {"image"}) ==
        "model.json: the weights of node c are quantised as int4; known are float16, uint8 and uint16");
  CHECK(error_of(ModelBuilder().stored("c", {-1}, "float32", {}), {"image"}) ==
        "model.json: the weights of node c have an impossible shape");
  CHECK(error_of(ModelBuilder().stored("c", {1 << 20, 1 << 20, 1 << 20, 1 << 20}, "float32", {}), {"image"}) ==
        "model.json: the weights of node c have an impossible shape");
}

TEST_CASE("a constant without weights") {
  ModelBuilder builder = sound();
  builder.node("Const", "c", {}).node("Add", "sum", {"output", "c"});
  CHECK(error_of(builder, {"sum"}) ==
        "model.json: node c is a constant whose weights are not listed in the weightsManifest");
}

TEST_CASE("an unknown operator, unless the outputs do not need it") {
  ModelBuilder builder = sound();
  builder.node("TopKV2", "best", {"output"}).node("Relu", "after", {"best"});
  CHECK(error_of(builder, {"after"}) == "model.json: node best is a TopKV2, which is not a known operator");
  CHECK_NOTHROW(load(builder, {"output"}));
}

TEST_CASE("an output that is not there") {
  CHECK(error_of(sound(), {"outputs"}) == "model.json: the output asked for is outputs, but there is no such node");
  CHECK(error_of(sound(), {}) == "model.json: no output was asked for");
}

TEST_CASE("a dangling input") {
  CHECK(error_of(ModelBuilder().node("Relu", "output", {"gone"}), {"output"}) ==
        "model.json: node output reads gone, but there is no such node");
}

TEST_CASE("a cycle") {
  const ModelBuilder builder = ModelBuilder().node("Add", "a", {"image", "b"}).node("Relu", "b", {"a"});
  CHECK(error_of(builder, {"b"}) == "model.json: node b depends on itself");
}

TEST_CASE("a node that is there twice") {
  CHECK(error_of(sound().node("Relu", "output", {"image"}), {"output"}) == "model.json: node output is there twice");
}

TEST_CASE("control dependencies carry no values; second outputs cannot be read") {
  CHECK_NOTHROW(load(ModelBuilder().node("Relu", "output", {"image:0", "^nothing"}), {"output"}));
  CHECK(error_of(ModelBuilder().node("Relu", "output", {"image:1"}), {"output"}) ==
        "model.json: node output reads image:1; only the first output of a node can be read");
}

TEST_CASE("sizes, threads") {
  const ModelBuilder model = sound();
  CHECK(error_of(model, {"output"}, 500, 512) ==
        "model.json: cannot run at 500x512: both sides of the input must be multiples of 32 from 32 to 4096");
  CHECK_THAT(error_of(model, {"output"}, 0, 32), ContainsSubstring("cannot run at 0x32"));
  CHECK_THAT(error_of(model, {"output"}, 32, -32), ContainsSubstring("cannot run at 32x-32"));
  CHECK_THAT(error_of(model, {"output"}, 1 << 20, 32), ContainsSubstring("from 32 to 4096"));
  CHECK(error_of(model, {"output"}, 32, 32, 0) == "model.json: cannot run on 0 threads: at least 1 is needed");
  CHECK(error_of(model, {"output"}, 32, 32, -2) == "model.json: cannot run on -2 threads: at least 1 is needed");
}

TEST_CASE("shapes that do not fit") {
  CHECK(error_of(ModelBuilder()
                     .floats("filter", {1, 1, 4, 2}, noise(8, 1))
                     .node("Conv2D", "output", {"image", "filter"}, window_attributes("SAME", 1)),
                 {"output"}) == "model.json: node output has a filter for 4 channels, its input image has 3");
  CHECK(error_of(ModelBuilder()
                     .floats("filter", {1, 3, 2}, noise(6, 1))
                     .node("Conv2D", "output", {"image", "filter"}, window_attributes("SAME", 1)),
                 {"output"}) == "model.json: node output must have a filter that is a constant of four dimensions");
  CHECK(error_of(ModelBuilder().node("Conv2D", "output", {"image", "image"}, window_attributes("SAME", 1)),
                 {"output"}) == "model.json: node output must have a filter that is a constant of four dimensions");
  CHECK(error_of(
            ModelBuilder()
                .floats("filter", {1, 1, 3, 2}, noise(6, 1))
                .floats("bias", {3}, noise(3, 1))
                .node("_FusedConv2D", "output", {"image", "filter", "bias"}, window_attributes("SAME", 1, {"BiasAdd"})),
            {"output"}) == "model.json: node output must have a bias that is a constant of 2 values");
  CHECK(error_of(ModelBuilder()
                     .floats("filter", {33, 33, 3, 1}, noise(33 * 33 * 3, 1))
                     .node("Conv2D", "output", {"image", "filter"}, window_attributes("VALID", 1)),
                 {"output"}) == "model.json: node output has a window of 33x33, larger than its input of 32x32");
  CHECK(error_of(sound().node("Add", "sum", {"output", "image"}), {"sum"}) ==
        "model.json: node sum combines 32x32x4 with 32x32x3, whose shapes do not fit");
  CHECK(error_of(ModelBuilder().floats("c", {32}, noise(32, 1)).node("Add", "sum", {"image", "c"}), {"sum"}) ==
        "model.json: node sum combines 32x32x3 with 1x1x32, whose shapes do not fit");
}

TEST_CASE("channels cannot be joined to those of an image of another size") {
  const ModelBuilder builder = ModelBuilder()
                                   .integers("axis", {}, {3})
                                   .floats("filter", {1, 1, 3, 2}, noise(6, 1))
                                   .node("Conv2D", "small", {"image", "filter"}, window_attributes("SAME", 2))
                                   .node("ConcatV2", "output", {"image", "small", "axis"});
  CHECK(error_of(builder, {"output"}) ==
        "model.json: node output concatenates 32x32x3 with 16x16x2, whose shapes do not fit");
}

TEST_CASE("variants of operators that are not known") {
  CHECK(error_of(ModelBuilder().integers("axis", {}, {1}).node("ConcatV2", "output", {"image", "image", "axis"}),
                 {"output"}) == "model.json: node output concatenates along axis 1; only channels can be");
  CHECK(error_of(ModelBuilder().integers("axis", {}, {7}).node("ConcatV2", "output", {"image", "image", "axis"}),
                 {"output"}) == "model.json: node output works along axis 7 of 4");
  CHECK(error_of(ModelBuilder()
                     .integers("axes", {1}, {1})
                     .node("Mean", "output", {"image", "axes"}, {{"keep_dims", {{"b", true}}}}),
                 {"output"}) == "model.json: node output takes a mean over something else than rows and columns");
  CHECK(error_of(ModelBuilder().integers("axes", {2}, {1, 2}).node("Mean", "output", {"image", "axes"}), {"output"}) ==
        "model.json: node output (Mean) drops the dimensions it reduces; it must keep them");
  CHECK(error_of(ModelBuilder().integers("order", {4}, {0, 2, 1, 3}).node("Transpose", "output", {"image", "order"}),
                 {"output"}) ==
        "model.json: node output is a transpose between other layouts than channels first and channels last");
  CHECK(error_of(ModelBuilder().node("Mean", "output", {"image", "image"}, {{"keep_dims", {{"b", true}}}}),
                 {"output"}) == "model.json: node output (Mean) must have a constant of integers as its input image");
  CHECK(error_of(ModelBuilder()
                     .integers("amounts", {4, 2}, {0, 0, 0, 0, 1, 1, 1, 1})
                     .node("Pad", "output", {"image", "amounts"}),
                 {"output"}) == "model.json: node output pads something else than rows and columns");
  CHECK(error_of(ModelBuilder().node("Relu", "output", {}), {"output"}) ==
        "model.json: node output (Relu) has 0 inputs; 1 are needed");
  CHECK(error_of(ModelBuilder()
                     .floats("filter", {1, 1, 3, 2}, noise(6, 1))
                     .floats("bias", {2}, noise(2, 1))
                     .node("_FusedConv2D", "output", {"image", "filter", "bias"},
                           window_attributes("SAME", 1, {"BiasAdd", "Elu"})),
                 {"output"}) == "model.json: node output fuses the operator Elu, which is not known");
  CHECK(error_of(ModelBuilder()
                     .floats("filter", {1, 1, 3, 2}, noise(6, 1))
                     .node("Conv2D", "output", {"image", "filter"}, window_attributes("EXPLICIT", 1)),
                 {"output"}) == "model.json: padding EXPLICIT of node output is not known; known are SAME and VALID");
}

TEST_CASE("attributes that are missing or of another type") {
  ModelBuilder builder = sound();
  builder.json["modelTopology"]["node"].back()["attr"].erase("strides");
  CHECK_THAT(error_of(builder, {"output"}),
             StartsWith("model.json: attribute strides of node output is missing or not as it should be: "));
  builder.json["modelTopology"]["node"].back()["attr"]["strides"] = {{"list", {{"i", {"1", "two", "2", "1"}}}}};
  CHECK_THAT(error_of(builder, {"output"}), ContainsSubstring("two is not an integer"));
  builder.json["modelTopology"]["node"].back()["attr"]["strides"] = {{"list", {{"i", {"1", "0", "2", "1"}}}}};
  CHECK(error_of(builder, {"output"}) == "model.json: attribute strides of node output must be 1, rows, columns, 1");
}

TEST_CASE("inputs that are not one image") {
  CHECK(error_of(ModelBuilder().declare_input({1, 32, 32, 4}).node("Relu", "output", {"image"}), {"output"}) ==
        "model.json: node image is an input, but not of one image with 3 channels");
  CHECK(error_of(ModelBuilder().node("Placeholder", "second", {}).node("Add", "output", {"image", "second"}),
                 {"output"}) == "model.json: node second is a second input; only one image can be given");
  CHECK(error_of(ModelBuilder().floats("c", {3}, {1, 2, 3}), {"c"}) ==
        "model.json: the outputs asked for do not depend on any input");
}

TEST_CASE("a channels-first image where channels come last") {
  CHECK(error_of(sound().channels_first(), {"output"}) ==
        "model.json: node output computes channels-last, but its input is channels-first");
}

TEST_CASE("a constant resize in a model that declares no input size") {
  const ModelBuilder builder = ModelBuilder()
                                   .declare_input({-1, -1, -1, 3})
                                   .integers("size", {2}, {64, 64})
                                   .node("ResizeBilinear", "output", {"image", "size"});
  CHECK(error_of(builder, {"output"}) ==
        "model.json: node output resizes to a constant size, but the model declares no size of its input");
}

TEST_CASE("a resize by a factor that does not give whole pixels") {
  const ModelBuilder builder = ModelBuilder()
                                   .declare_input({1, 64, 64, 3})
                                   .integers("size", {2}, {65, 65})
                                   .node("ResizeBilinear", "output", {"image", "size"});
  CHECK(error_of(builder, {"output"}) ==
        "model.json: node output cannot resize an image of 32x32x3 by the factor 65/64");
}

}  // namespace brigade::tests
