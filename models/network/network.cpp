#include "models/network/network.hpp"

#include "models/network/loading.hpp"
#include "models/network/quantised_file/quantised_file.hpp"

#include <utility>

namespace brigade::models {

namespace {

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

bool is_int8_network(const std::filesystem::path& file) { return network::is_quantised_file(file); }

Result<Network> Network::load(const NetworkOptions& options) {
  return load_side_by_side(options, 1).map([](std::vector<Network>&& networks) { return std::move(networks.front()); });
}

Result<std::vector<Network>> Network::load_side_by_side(const NetworkOptions& options, int count) {
  if (auto checked = network::check(options); !checked) {
    return tl::unexpected(checked.error());
  }
  return network::without_exceptions(options, [&]() -> Result<std::vector<Network>> {
    network::Graph graph = network::read_network(options);
    network::mark_outputs(graph, options);
    const std::int64_t parameters = count_parameters(graph);
    const network::Extent size{.height = options.input_height, .width = options.input_width};
    std::vector<Network> networks;
    for (auto& plan : network::make_plans(std::move(graph), size, options.threads, count)) {
      networks.push_back(Network(std::move(plan), parameters));
    }
    return networks;
  });
}

Network::Network(std::unique_ptr<network::Plan> plan, std::int64_t parameters)
    : plan_(std::move(plan)), parameters_(parameters) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

pthreadpool* Network::threads() const { return plan_->threads(); }
std::span<float> Network::input() { return plan_->input(); }
Result<void> Network::run() { return plan_->run(); }
TensorView Network::output(std::size_t index) const { return plan_->output(index); }
TensorView Network::largest_values(std::size_t output) const { return plan_->largest_values(output); }
void Network::keep_searched_values_from(float least) { plan_->keep_searched_values_from(least); }
float Network::least_kept() const { return plan_->least_kept(); }
std::span<const float> Network::pixel(std::size_t output, int row, int column) {
  return plan_->pixel(output, row, column);
}
std::span<const OperatorInfo> Network::operators() const { return plan_->operators(); }
void Network::measure_operators(bool on) { plan_->measure_operators(on); }
std::span<const std::chrono::nanoseconds> Network::operator_times() const { return plan_->operator_times(); }
std::int64_t Network::parameters() const { return parameters_; }
std::int64_t Network::multiply_accumulates() const { return plan_->multiply_accumulates(); }

std::vector<float> whole_output(Network& network, std::size_t index) {
  const TensorView shape = network.output(index);
  std::vector<float> values;
  for (int row = 0; row < shape.height; ++row) {
    for (int column = 0; column < shape.width; ++column) {
      const std::span<const float> pixel = network.pixel(index, row, column);
      values.insert(values.end(), pixel.begin(), pixel.end());
    }
  }
  return values;
}

}  // namespace brigade::models
