#include "models/network/network.hpp"

#include "models/network/executor/plan.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <new>
#include <utility>

namespace brigade::models {

namespace {

/// Sides are multiples of 32 because the networks halve their image five times.
constexpr int kSizeStep = 32;
constexpr int kLargestSize = 4096;

bool is_valid_size(int size) { return size >= kSizeStep && size <= kLargestSize && size % kSizeStep == 0; }

Result<void> check(const NetworkOptions& options) {
  if (!is_valid_size(options.input_width) || !is_valid_size(options.input_height)) {
    return failure("{}: cannot run at {}x{}: both sides of the input must be multiples of {} from {} to {}",
                   options.model_json.string(), options.input_width, options.input_height, kSizeStep, kSizeStep,
                   kLargestSize);
  }
  if (options.threads < 1) {
    return failure("{}: cannot run on {} threads: at least 1 is needed", options.model_json.string(), options.threads);
  }
  if (options.output_names.empty()) {
    return failure("{}: no output was asked for", options.model_json.string());
  }
  return {};
}

}  // namespace

Result<Network> Network::load(const NetworkOptions& options) {
  if (auto checked = check(options); !checked) {
    return tl::unexpected(checked.error());
  }
  try {
    network::Graph graph = network::read_graph_model(options.model_json, options.output_names);
    network::optimise(graph);
    const network::Extent size{.height = options.input_height, .width = options.input_width};
    return Network(std::make_unique<network::Plan>(std::move(graph), size, options.threads));
  } catch (const network::ModelError& error) {
    return failure("{}: {}", options.model_json.string(), error.what());
  } catch (const std::bad_alloc&) {
    return failure("{}: not enough memory for an input of {}x{}", options.model_json.string(), options.input_width,
                   options.input_height);
  }
}

Network::Network(std::unique_ptr<network::Plan> plan) : plan_(std::move(plan)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::span<float> Network::input() { return plan_->input(); }
Result<void> Network::run() { return plan_->run(); }
TensorView Network::output(std::size_t index) const { return plan_->output(index); }
std::span<const OperatorInfo> Network::operators() const { return plan_->operators(); }
void Network::measure_operators(bool on) { plan_->measure_operators(on); }
std::span<const std::chrono::nanoseconds> Network::operator_times() const { return plan_->operator_times(); }
std::int64_t Network::parameters() const { return plan_->parameters(); }
std::int64_t Network::multiply_accumulates() const { return plan_->multiply_accumulates(); }

}  // namespace brigade::models
