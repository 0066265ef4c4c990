#include "tests/bench/detect/int8_weights.hpp"

#include "models/detector_quantiser.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>

namespace brigade::tests {

void write_int8_weights(const std::filesystem::path& file, const vision::ImageView& image) {
  auto quantiser = models::DetectorQuantiser::create("centernet", 32, 1);
  REQUIRE(quantiser);
  REQUIRE(quantiser->observe(image));
  REQUIRE(quantiser->write(file, 1, [](std::size_t) {}));
}

}  // namespace brigade::tests
