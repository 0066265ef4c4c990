#include "models/network/quantisation/noise_meter.hpp"

#include "models/network/graph/model_error.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/loading.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace brigade::models::network {

namespace {

/// Sums over one output of all images.
struct Sums {
  double count = 0;
  double values = 0;
  double squares = 0;
  double squared_errors = 0;

  void add(double expected, double got) {
    count += 1;
    values += expected;
    squares += expected * expected;
    squared_errors += (got - expected) * (got - expected);
  }

  [[nodiscard]] double noise() const {
    const double variation = squares - values * values / count;
    return squared_errors / std::max(variation, std::numeric_limits<double>::min());
  }
};

}  // namespace

NoiseMeter::NoiseMeter(const Graph& graph, Extent input_size, int threads, std::span<const std::vector<float>> images)
    : input_size_(input_size), threads_(threads), images_(images), expected_(run(graph)) {
  const std::vector<ImageShape> shapes = infer_shapes(graph, input_size);
  for (const Output& output : graph.outputs) {
    channels_.push_back(static_cast<std::size_t>(shapes[output.node].channels));
  }
}

std::vector<NoiseMeter::Outputs> NoiseMeter::run(const Graph& graph) const {
  const std::unique_ptr<Plan> plan = std::move(make_plans(graph, input_size_, threads_, 1).front());
  std::vector<Outputs> all;
  for (const std::vector<float>& image : images_) {
    std::ranges::copy(image, plan->input().begin());
    if (const auto ran = plan->run(); !ran) {
      throw ModelError("{}", ran.error().message);
    }
    Outputs outputs;
    for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
      const auto values = plan->output(i).values;
      outputs.emplace_back(values.begin(), values.end());
    }
    all.push_back(std::move(outputs));
  }
  return all;
}

double NoiseMeter::noise_of(const Graph& quantised) const {
  const std::vector<Outputs> got = run(quantised);
  double noise = 0;
  for (std::size_t output = 0; output < quantised.outputs.size(); ++output) {
    Sums values;
    Sums differences;
    const std::size_t channels = channels_[output];
    for (std::size_t image = 0; image < got.size(); ++image) {
      const std::vector<float>& expected = expected_[image][output];
      const std::vector<float>& stored = got[image][output];
      for (std::size_t i = 0; i < stored.size(); ++i) {
        values.add(expected[i], stored[i]);
        if (i >= channels) {
          differences.add(expected[i] - expected[i - channels], stored[i] - stored[i - channels]);
        }
      }
    }
    noise += std::max(values.noise(), differences.noise()) / static_cast<double>(quantised.outputs.size());
  }
  return noise;
}

}  // namespace brigade::models::network
