// Running a network allocates nothing. Counted are C++'s allocations of the whole test program while a run is under
// way.

#include "tests/network/model_builder.hpp"
#include "tests/network/reference.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// Only a count: no other memory depends on it, so relaxed order is enough.
std::atomic<long> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) {  // NOLINT(cppcoreguidelines-no-malloc)
    return memory;
  }
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }               // NOLINT(cppcoreguidelines-no-malloc)
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }  // NOLINT(cppcoreguidelines-no-malloc)

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
  for (const int threads : {1, 2}) {
    models::Network network = load(builder, {"output"}, 64, 64, threads);
    network.measure_operators(true);
    const long before = allocations.load(std::memory_order_relaxed);
    const bool ran = network.run().has_value();
    const long after = allocations.load(std::memory_order_relaxed);
    CHECK(ran);
    CHECK(after == before);
    CHECK(before > 0);  // the count counts
  }
}

}  // namespace brigade::tests
