// For builds that cannot start threads.

#include "tests/network/model_builder.hpp"

#include <catch2/catch_test_macros.hpp>

namespace brigade::tests {

TEST_CASE("where no thread can be had, a network on several is refused, saying what to do") {
  ModelBuilder model;
  model.node("Relu", "output", {"image"});
  CHECK(error_of(model, {"output"}, 32, 32, 2) ==
        "model.json: cannot start 2 threads: ask for fewer, or for 1, which needs no other thread");
}

}  // namespace brigade::tests
