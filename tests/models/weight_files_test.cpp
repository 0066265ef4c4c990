#include "models/catalogue.hpp"
#include "tests/support/test_data.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stdio.h>  // NOLINT(modernize-deprecated-headers): popen is POSIX

#include <array>
#include <memory>
#include <string>

using namespace brigade::models;

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
