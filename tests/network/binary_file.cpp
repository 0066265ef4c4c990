#include "tests/network/binary_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>

namespace brigade::tests {

std::vector<float> read_floats(const std::filesystem::path& path) {
  std::vector<float> values(std::filesystem::file_size(path) / sizeof(float));
  std::ifstream stream(path, std::ios::binary);
  stream.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
  REQUIRE(stream);
  return values;
}

}  // namespace brigade::tests
