#include "native/layers_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace brigade::native {
namespace {

/// Of a column of texts with its head.
std::size_t width(const nlohmann::ordered_json& layers, const char* field, std::string_view head) {
  std::size_t widest = head.size();
  for (const auto& layer : layers) {
    widest = std::max(widest, layer[field].get_ref<const std::string&>().size());
  }
  return widest;
}

}  // namespace

std::string format_layers(const nlohmann::ordered_json& layers) {
  constexpr std::string_view kKind = "operator";
  constexpr std::string_view kOutput = "output";
  const std::size_t kind_width = width(layers["layers"], "kind", kKind);
  const std::size_t output_width = width(layers["layers"], "output", kOutput);
  std::string text =
      fmt::format("{} at {}, {}, {} threads\n", layers["model"].get<std::string>(), layers["size"].get<int>(),
                  layers["precision"].get<std::string>(), layers["threads"].get<int>());
  fmt::format_to(std::back_inserter(text), "{:>10}{:>9}  {:<{}}  {:<{}}  {}\n", "us", "GMAC/s", kKind, kind_width,
                 kOutput, output_width, "node");
  double total = 0;
  for (const auto& layer : layers["layers"]) {
    const double microseconds = layer["microseconds"];
    total += microseconds;
    fmt::format_to(std::back_inserter(text), "{:>10.1f}{:>9.1f}  {:<{}}  {:<{}}  {}\n", microseconds,
                   layer["gmac_per_second"].get<double>(), layer["kind"].get<std::string>(), kind_width,
                   layer["output"].get<std::string>(), output_width, layer["name"].get<std::string>());
  }
  return text + fmt::format("{:>10.1f}  all operators\n", total);
}

}  // namespace brigade::native
