#include "native/layers_table.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <string>

using brigade::native::format_layers;
using nlohmann::ordered_json;

namespace {

ordered_json layer(const std::string& kind, const std::string& output, double microseconds) {
  return {
      {"name", "node"}, {"kind", kind}, {"output", output}, {"microseconds", microseconds}, {"gmac_per_second", 12.5}};
}

ordered_json bench_of(const ordered_json& layers) {
  return {{"model", "centernet"}, {"size", 512}, {"precision", "f32"}, {"threads", 2}, {"layers", layers}};
}

}  // namespace

TEST_CASE("columns of the table of layers are as wide as what they hold, two spaces apart") {
  const auto layers = ordered_json::array(
      {layer("conv 1x1", "128x128x16", 100.5), layer("depthwise 3x3 + conv 1x1 + hard-swish", "1024x1024x1280", 1000)});
  CHECK(format_layers(bench_of(layers)) ==
        "centernet at 512, f32, 2 threads\n"
        "        us   GMAC/s  operator                               output          node\n"
        "     100.5     12.5  conv 1x1                               128x128x16      node\n"
        "    1000.0     12.5  depthwise 3x3 + conv 1x1 + hard-swish  1024x1024x1280  node\n"
        "    1100.5  all operators\n");
}

TEST_CASE("short kinds leave the table of layers room for its heads") {
  CHECK(format_layers(bench_of(ordered_json::array({layer("add", "8", 1)}))) ==
        "centernet at 512, f32, 2 threads\n"
        "        us   GMAC/s  operator  output  node\n"
        "       1.0     12.5  add       8       node\n"
        "       1.0  all operators\n");
}
