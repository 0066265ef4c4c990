#include "models/network/executor/placement.hpp"

#include "models/network/passes/passes.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <string>

namespace brigade::tests {

namespace {

using namespace models::network;

/// Places by the names of nodes.
std::map<std::string, Place> places(const ModelBuilder& builder, const std::vector<std::string>& outputs) {
  Graph graph = read(builder, outputs);
  optimise(graph);
  const std::vector<ImageShape> shapes = infer_shapes(graph, {.height = 32, .width = 32});
  const Placement placement = place_values(graph, shapes);
  std::map<std::string, Place> by_name;
  for (NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (as<Constant>(graph, node) == nullptr) {
      by_name[graph.nodes[node].name] = placement.places[node];
    }
  }
  return by_name;
}

/// "a" and "b" are convolutions of the image to 8 channels.
ModelBuilder two_convolutions() {
  return ModelBuilder()
      .floats("filter", {1, 1, 3, 8}, noise(24, 1))
      .node("Conv2D", "a", {"image", "filter"}, window_attributes("SAME", 1))
      .node("Conv2D", "b", {"image", "filter"}, window_attributes("SAME", 1));
}

}  // namespace

TEST_CASE("elementwise operators work in place unless others need what they read") {
  const ModelBuilder builder =
      two_convolutions().node("Sigmoid", "c", {"a"}).node("Sigmoid", "d", {"c"}).node("Add", "e", {"b", "d"});
  auto place = places(builder, {"e"});
  CHECK(place["a"] == place["d"]);
  CHECK(place["c"] == place["d"]);
  CHECK((place["e"] == place["b"]) != (place["e"] == place["d"]));  // one of the two operands

  place = places(builder, {"c", "e"});
  CHECK(place["a"] == place["c"]);
  CHECK(place["c"].buffer != place["d"].buffer);  // an output stays

  CHECK(places(ModelBuilder().node("Sigmoid", "c", {"image"}), {"c"})["c"].buffer !=
        places(ModelBuilder().node("Sigmoid", "c", {"image"}), {"c"})["image"].buffer);  // so does the input
}

TEST_CASE("what is concatenated is written where it belongs") {
  const ModelBuilder builder = two_convolutions()
                                   .integers("axis", {}, {3})
                                   .node("Sigmoid", "c", {"b"})
                                   .node("ConcatV2", "joined", {"a", "c", "axis"});
  auto place = places(builder, {"joined"});
  CHECK(place["a"] == Place{place["joined"].buffer, 0, 16});
  CHECK(place["c"] == Place{place["joined"].buffer, 8, 16});
  CHECK(place["b"] == place["c"]);
}

TEST_CASE("what a sum reads too is copied into the concatenation, because sums need dense images") {
  const ModelBuilder builder = two_convolutions()
                                   .integers("axis", {}, {3})
                                   .node("ConcatV2", "joined", {"a", "b", "axis"})
                                   .node("Add", "sum", {"a", "b"});
  auto place = places(builder, {"joined", "sum"});
  CHECK(place["a"].pixel_stride == 8);
  CHECK(place["a"].buffer != place["joined"].buffer);
}

}  // namespace brigade::tests
