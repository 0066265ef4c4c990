#include "models/any_reaches.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <limits>
#include <vector>

using brigade::models::any_reaches;

TEST_CASE("a logit that reaches the threshold is seen at every place of every length") {
  for (std::size_t length = 1; length <= 70; ++length) {
    std::vector<float> logits(length, -1.0F);
    CAPTURE(length);
    REQUIRE_FALSE(any_reaches(logits, 0));
    for (std::size_t place = 0; place < length; ++place) {
      CAPTURE(place);
      logits[place] = 0;
      REQUIRE(any_reaches(logits, 0));
      logits[place] = -1;
    }
  }
}

TEST_CASE("everything reaches a threshold of minus infinity, which a score of 0 is") {
  constexpr float kNone = -std::numeric_limits<float>::infinity();
  CHECK(any_reaches(std::vector<float>(20, -1e30F), kNone));
  CHECK_FALSE(any_reaches(std::vector<float>(20, kNone), -1e30F));
}

TEST_CASE("what is no number reaches nothing and hides nothing") {
  std::vector<float> logits(40, std::numeric_limits<float>::quiet_NaN());
  CHECK_FALSE(any_reaches(logits, 0));
  logits[3] = 1;
  CHECK(any_reaches(logits, 0));
}
