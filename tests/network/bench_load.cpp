// Time of loading a network for one thread, and of its first parts (the rest is planning and packing), for each model
// that is installed: JSON, medians.

#include "common/median.hpp"
#include "models/catalogue.hpp"
#include "models/network/network.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace brigade::models;

constexpr int kRuns = 15;

struct Times {
  std::vector<double> read;
  std::vector<double> optimise;
  std::vector<double> whole;
};

template <typename Work>
auto measured(std::vector<double>& times, Work work) {
  const auto start = std::chrono::steady_clock::now();
  auto result = work();
  times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  return result;
}

void load(const ModelEntry& model, Times& times) {
  const std::vector<std::string> outputs(model.output_names.begin(), model.output_names.end());
  auto graph =
      measured(times.read, [&] { return network::read_graph_model(weights_folder() / model.graph.name, outputs); });
  graph = measured(times.optimise, [&] {
    network::optimise(graph);
    return std::move(graph);
  });
  (void)measured(times.whole, [&] {
    return Network::load({.model_json = weights_folder() / model.graph.name,
                          .input_width = model.size,
                          .input_height = model.size,
                          .output_names = outputs});
  });
}

}  // namespace

int main() {  // NOLINT(bugprone-exception-escape): a missing model may end it
  nlohmann::ordered_json report;
  for (const ModelEntry& model : catalogue()) {
    Times times;
    for (int run = 0; run < kRuns && installed(model); ++run) {
      load(model, times);
    }
    if (!times.read.empty()) {
      report["load_ms"][std::string(model.name)] = {{"read", brigade::median(times.read)},
                                                    {"optimise", brigade::median(times.optimise)},
                                                    {"whole", brigade::median(times.whole)}};
    }
  }
  std::puts(report.dump(2).c_str());
}
