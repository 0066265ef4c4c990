// For every shape that the catalogue's models have at usual sizes: how long XNNPACK and our kernels take, alone and
// fused; as JSON, a line each. `script/bench kernels` makes executor/kernel_tables of it.

#include "bench/kernels/measure_blocks.hpp"
#include "models/catalogue.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace brigade::bench {
namespace {

using models::network::BlockChoice;

std::string letters(const BlockChoice& choice) {
  std::string text;
  text += choice.expand ? "e" : "";
  text += choice.depthwise ? "d" : "";
  text += choice.project ? "p" : "";
  return text.empty() ? "xnnpack" : text;
}

void print(const BlockTimes& times, const models::network::KernelSet& kernels) {
  const auto& shape = times.shape;
  std::string choices;
  for (const ChoiceTime& choice : times.choices) {
    choices +=
        fmt::format("{}\"{}\": {:.1f}", choices.empty() ? "" : ", ", letters(choice.choice), choice.microseconds);
  }
  fmt::print(
      "{{\"instruction_set\": \"{}\", \"input\": [{}, {}, {}], \"expanded\": {}, \"window\": {}, \"stride\": {}, "
      "\"projected\": {}, \"dense\": {}, \"fastest\": \"{}\", \"microseconds\": {{{}}}}}\n",
      kernels.name, shape.input.height, shape.input.width, shape.input.channels, shape.expanded, shape.window,
      shape.stride, shape.projected, shape.dense, letters(fastest(times)), choices);
}

int measure_all(int rounds) {
  for (const models::network::KernelSet* kernels : models::network::available_kernels()) {
    if (kernels->group == 4) {
      continue;  // another set than one after it for quantised networks alone, and only floats have a choice
    }
    for (const models::ModelEntry& model : models::catalogue()) {
      for (const int size : {512, 416, 320}) {
        const auto measured = measure_blocks(model, size, *kernels, rounds);
        if (!measured) {
          fmt::print(stderr, "bench_kernels: {}\n", measured.error().message);
          return EXIT_FAILURE;
        }
        for (const BlockTimes& times : *measured) {
          print(times, *kernels);
        }
      }
    }
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace brigade::bench

int main(int count, char** arguments) { return brigade::bench::measure_all(count > 1 ? std::atoi(arguments[1]) : 20); }
