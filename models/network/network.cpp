#include "models/network/network.hpp"

#include "models/network/executor/fuse_blocks.hpp"
#include "models/network/executor/kernel_table.hpp"
#include "models/network/executor/plan.hpp"
#include "models/network/executor/weight_store.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <new>
#include <utility>

namespace brigade::models {

namespace {

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

std::int64_t count_parameters(const network::Graph& graph) {
  std::int64_t parameters = 0;
  for (network::NodeIndex node = 0; node < graph.nodes.size(); ++node) {
    if (const network::Tensor* tensor = network::float_constant(graph, node)) {
      parameters += network::element_count(tensor->shape);
    }
  }
  return parameters;
}

}  // namespace

Result<Network> Network::load(const NetworkOptions& options) {
  return load_side_by_side(options, 1).map([](std::vector<Network>&& networks) { return std::move(networks.front()); });
}

Result<std::vector<Network>> Network::load_side_by_side(const NetworkOptions& options, int count) {
  if (auto checked = check(options); !checked) {
    return tl::unexpected(checked.error());
  }
  try {
    network::Graph graph = network::read_graph_model(options.model_json, options.output_names);
    network::optimise(graph);
    const network::Extent size{.height = options.input_height, .width = options.input_width};
    const network::KernelSet& kernels = *network::available_kernels().front();
    const std::int64_t parameters = count_parameters(graph);
    network::fuse_blocks(graph, size, [&](const auto& shape) { return network::choose_kernels(kernels, shape); });
    const auto weights = std::make_shared<network::WeightStore>();
    std::vector<Network> networks;
    for (int i = 0; i < count; ++i) {
      networks.push_back(
          Network(std::make_unique<network::Plan>(graph, size, options.threads, kernels, weights), parameters));
    }
    weights->close();
    return networks;
  } catch (const network::ModelError& error) {
    return failure("{}: {}", options.model_json.string(), error.what());
  } catch (const std::bad_alloc&) {
    return failure("{}: not enough memory for an input of {}x{}", options.model_json.string(), options.input_width,
                   options.input_height);
  }
}

Network::Network(std::unique_ptr<network::Plan> plan, std::int64_t parameters)
    : plan_(std::move(plan)), parameters_(parameters) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::span<float> Network::input() { return plan_->input(); }
Result<void> Network::run() { return plan_->run(); }
TensorView Network::output(std::size_t index) const { return plan_->output(index); }
std::span<const OperatorInfo> Network::operators() const { return plan_->operators(); }
void Network::measure_operators(bool on) { plan_->measure_operators(on); }
std::span<const std::chrono::nanoseconds> Network::operator_times() const { return plan_->operator_times(); }
std::int64_t Network::parameters() const { return parameters_; }
std::int64_t Network::multiply_accumulates() const { return plan_->multiply_accumulates(); }

}  // namespace brigade::models
