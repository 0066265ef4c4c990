// Running a network allocates nothing. Counted are C++'s allocations of the whole test program while a run is under
// way.

#include "tests/models/allocations.hpp"
#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"
#include "tests/support/threads.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>

namespace brigade::tests {

TEST_CASE("a run allocates nothing") {
  ModelBuilder builder;
  builder.floats("filter", {3, 3, 3, 8}, noise(3 * 3 * 3 * 8, 1))
      .floats("depthwise", {5, 5, 8, 1}, noise(5 * 5 * 8, 2))
      .integers("axes", {2}, {1, 2})
      .integers("size", {2}, {64, 64})
      .integers("axis", {}, {3})
      .node("Conv2D", "a", {"image", "filter"}, window_attributes("SAME", 1))
      .node("DepthwiseConv2dNative", "b", {"a", "depthwise"}, window_attributes("SAME", 1))
      .node("Mean", "mean", {"b", "axes"}, {{"keep_dims", {{"b", true}}}})
      .node("Mul", "gated", {"mean", "b"})
      .node("ConcatV2", "joined", {"gated", "image", "axis"})
      .node("ResizeBilinear", "output", {"joined", "size"});
  for (const int threads : thread_counts()) {
    models::Network network = load(builder, {"output"}, 64, 64, threads);
    network.measure_operators(true);
    const std::size_t before = allocations();
    const bool ran = network.run().has_value();
    const std::size_t after = allocations();
    CHECK(ran);
    CHECK(after == before);
    CHECK(before > 0);  // the count counts
  }
}

}  // namespace brigade::tests
