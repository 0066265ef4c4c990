#include "models/catalogue.hpp"

#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <stdio.h>  // NOLINT(modernize-deprecated-headers): popen is POSIX

#include <array>
#include <memory>
#include <set>
#include <string>

using namespace brigade::models;
using Catch::Matchers::ContainsSubstring;

namespace {

/// As the command sha256sum says.
std::string sha256_of(const std::filesystem::path& file) {
  const std::string command = "sha256sum '" + file.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), &pclose);  // NOLINT(cert-env33-c)
  REQUIRE(output != nullptr);
  std::array<char, 65> digits{};
  REQUIRE(fgets(digits.data(), digits.size(), output.get()) != nullptr);
  return digits.data();
}

}  // namespace

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

TEST_CASE("every model says its licence, also where there is none") {
  CHECK_THAT(std::string(find_model("centernet").value()->licence), ContainsSubstring("states none"));
  CHECK(find_model("nanodet").value()->licence == "Apache-2.0");
}

TEST_CASE("the files that were fetched are those the catalogue names") {
  for (const ModelEntry& entry : catalogue()) {
    CAPTURE(entry.name);
    for (const ModelFile& file : {entry.graph, entry.weights}) {
      const auto path = brigade::tests::require_cached("weights/human-models-3.0.4/" + std::string(file.name));
      CHECK(path == weights_folder() / file.name);
      CHECK(sha256_of(path) == file.sha256);
    }
    CHECK(installed(entry));
  }
}
