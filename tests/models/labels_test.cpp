#include "models/labels.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <set>

using namespace brigade::models;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("COCO has eighty labels, all different") {
  const auto labels = coco_labels();
  CHECK(labels.size() == 80);
  CHECK(std::set(labels.begin(), labels.end()).size() == 80);
  CHECK(std::ranges::none_of(labels, &std::string_view::empty));
}

TEST_CASE("labels stand at COCO's places") {
  CHECK(find_category(coco_labels(), "person") == 0);
  CHECK(find_category(coco_labels(), "car") == 2);
  CHECK(find_category(coco_labels(), "bottle") == 39);
  CHECK(find_category(coco_labels(), "toothbrush") == 79);
  CHECK(find_category(coco_labels(), "Person") == std::nullopt);
}

TEST_CASE("a list of labels becomes ascending categories, each once") {
  CHECK(parse_categories(coco_labels(), "person").value() == std::vector{0});
  CHECK(parse_categories(coco_labels(), "traffic light, car,person,car").value() == std::vector{0, 2, 9});
}

TEST_CASE("an unknown label is named together with those like it") {
  const auto categories = parse_categories(coco_labels(), "car,persn");
  REQUIRE_FALSE(categories);
  CHECK(categories.error().message == "unknown class 'persn': did you mean 'person'?");
  CHECK(parse_categories(coco_labels(), "light").error().message ==
        "unknown class 'light': did you mean 'traffic light'?");
}

TEST_CASE("an unknown label like no other is answered with all there are") {
  const auto categories = parse_categories(coco_labels(), "xylophonist");
  REQUIRE_FALSE(categories);
  CHECK_THAT(categories.error().message, ContainsSubstring("'xylophonist'"));
  CHECK_THAT(categories.error().message, ContainsSubstring("person, bicycle"));
}

TEST_CASE("a list with an empty place is refused") {
  for (const auto* list : {"", ",", "person,", "person,,car", "  "}) {
    CAPTURE(list);
    const auto categories = parse_categories(coco_labels(), list);
    REQUIRE_FALSE(categories);
    CHECK_THAT(categories.error().message, ContainsSubstring("empty place"));
  }
}
