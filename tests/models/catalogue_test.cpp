#include "models/catalogue.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <set>
#include <string>

using namespace brigade::models;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("the catalogue holds each model once, the default one first") {
  std::set<std::string_view> names;
  for (const ModelEntry& entry : catalogue()) {
    CHECK(names.insert(entry.name).second);
  }
  CHECK(names.size() >= 2);
  CHECK(catalogue().front().name == "centernet");
}

TEST_CASE("a model is found by its name") {
  const auto found = find_model("nanodet");
  REQUIRE(found);
  CHECK((*found)->name == "nanodet");
  CHECK((*found)->preprocessing.order == ChannelOrder::bgr);
}

TEST_CASE("an unknown model is answered with the names there are") {
  const auto found = find_model("yolo");
  REQUIRE_FALSE(found);
  CHECK(found.error().message == "unknown model 'yolo': the models are centernet, nanodet");
}

TEST_CASE("int8 weights of each model lie in a file of their own") {
  CHECK(int8_file(catalogue()[0]).filename() == "centernet.int8");
  CHECK(int8_file(catalogue()[0]) != int8_file(catalogue()[1]));
}

TEST_CASE("every model says its licence, also where there is none") {
  CHECK_THAT(std::string(find_model("centernet").value()->licence), ContainsSubstring("states none"));
  CHECK(find_model("nanodet").value()->licence == "Apache-2.0");
}
