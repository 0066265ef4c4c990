#include "models/network/quantiser.hpp"

#include "common/text_file.hpp"
#include "models/network/graph/shapes.hpp"
#include "models/network/loading.hpp"
#include "models/network/quantisation/noise_meter.hpp"
#include "models/network/quantisation/observer.hpp"
#include "models/network/quantisation/quantise_graph.hpp"
#include "models/network/quantised_file/quantised_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brigade::models {

namespace {

/// Layers are measured on this many images: noise differs far more from layer to layer than from image to image.
constexpr std::size_t kMeasuredImages = 2;

/// Whether the executor computes a convolution in int8, and gains by it: those of 1x1 on more than a pixel.
bool is_worth_int8(const network::Graph& graph, network::NodeIndex node, const network::ImageShape& input) {
  const auto& convolution = *network::as<network::Convolution>(graph, node);
  const network::Extent kernel = network::kernel_of(graph, graph.nodes[node]);
  return !convolution.depthwise && kernel.height == 1 && kernel.width == 1 && convolution.stride.height == 1 &&
         convolution.stride.width == 1 && input.pixels() > 1;
}

/// Of every convolution, as if none suffered.
network::LayerQuantisations choose_quantisations(const network::Graph& graph, const network::Observer& observer,
                                                 network::Extent size) {
  const std::vector<network::ImageShape> shapes = network::infer_shapes(graph, size);
  network::LayerQuantisations layers;
  for (const auto& [input, values] : observer.values()) {
    for (network::NodeIndex node = 0; node < graph.nodes.size(); ++node) {
      const auto* convolution = network::as<network::Convolution>(graph, node);
      if (convolution != nullptr && graph.nodes[node].inputs[0] == input) {
        const bool int8 = is_worth_int8(graph, node, shapes[input]);
        layers[node] = {.input = int8 ? values.rounding() : network::InputRounding{},
                        .channel_means = values.channel_means()};
      }
    }
  }
  return layers;
}

std::string kind_of(const network::Graph& graph, network::NodeIndex node) {
  const network::Extent kernel = network::kernel_of(graph, graph.nodes[node]);
  const bool depthwise = network::as<network::Convolution>(graph, node)->depthwise;
  return fmt::format("{} {}x{}", depthwise ? "depthwise" : "conv", kernel.height, kernel.width);
}

/// What goes with the file, for people.
nlohmann::ordered_json notes_of(const QuantisationReport& report, double most_noise) {
  return {{"most_noise", most_noise}, {"noise", report.noise}};
}

LayerPrecision precision_of(const network::LayerQuantisation& layer) {
  return !layer.input.scales.empty() ? LayerPrecision::int8 : LayerPrecision::int8_weights;
}

}  // namespace

struct Quantiser::State {
  NetworkOptions options;
  network::Graph graph;
  network::Observer observer;
  std::vector<std::vector<float>> images;  ///< the first ones that were observed

  [[nodiscard]] network::Extent size() const { return {.height = options.input_height, .width = options.input_width}; }
};

Result<Quantiser> Quantiser::load(const NetworkOptions& options) {
  if (auto checked = network::check(options); !checked) {
    return tl::unexpected(checked.error());
  }
  if (is_int8_network(options.model_json)) {
    return failure("{}: is quantised already: give the model it was made of", options.model_json.string());
  }
  return network::without_exceptions(options, [&]() -> Result<Quantiser> {
    network::Graph graph = network::read_network(options);
    const network::Extent size{.height = options.input_height, .width = options.input_width};
    network::Observer observer(graph, size, options.threads);
    return Quantiser(std::make_unique<State>(
        State{.options = options, .graph = std::move(graph), .observer = std::move(observer), .images = {}}));
  });
}

Quantiser::Quantiser(std::unique_ptr<State> state) : state_(std::move(state)) {}
Quantiser::Quantiser(Quantiser&&) noexcept = default;
Quantiser& Quantiser::operator=(Quantiser&&) noexcept = default;
Quantiser::~Quantiser() = default;

std::span<float> Quantiser::input() { return state_->observer.input(); }

Result<void> Quantiser::observe() {
  if (state_->images.size() < kMeasuredImages) {
    const std::span<const float> image = state_->observer.input();
    state_->images.emplace_back(image.begin(), image.end());
  }
  return state_->observer.observe();
}

std::size_t Quantiser::layers() const {
  return static_cast<std::size_t>(std::ranges::count_if(state_->graph.nodes, [](const network::Node& node) {
    return std::holds_alternative<network::Convolution>(node.op);
  }));
}

Result<QuantisationReport> Quantiser::write(const std::filesystem::path& file, double most_noise,
                                            const std::function<void(std::size_t)>& progress) const {
  if (state_->images.empty()) {
    return failure("{}: cannot be written: no image was observed", file.string());
  }
  return network::without_exceptions(state_->options, [&]() -> Result<QuantisationReport> {
    const network::Graph& graph = state_->graph;
    const network::NoiseMeter meter(graph, state_->size(), state_->options.threads, state_->images);
    const auto noise_of = [&](network::NodeIndex node, const network::LayerQuantisation& layer) {
      return meter.noise_of(network::quantise_graph(graph, {{node, layer}}));
    };
    network::LayerQuantisations quantised;
    QuantisationReport report;
    for (auto [node, layer] : choose_quantisations(graph, state_->observer, state_->size())) {
      double noise = noise_of(node, layer);
      report.layers.push_back({.name = graph.nodes[node].name, .kind = kind_of(graph, node), .noise = noise});
      if (noise > most_noise && !layer.input.scales.empty()) {
        layer.input = {};  // it is mostly the input that must not be rounded
        noise = noise_of(node, layer);
      }
      if (noise <= most_noise) {
        report.layers.back().precision = precision_of(layer);
        quantised[node] = std::move(layer);
      }
      progress(report.layers.size());
    }
    const network::Graph result = network::quantise_graph(graph, quantised);
    report.noise = meter.noise_of(result);
    const auto notes = notes_of(report, most_noise);
    return write_text_file(file, network::encode_quantised_graph(result, notes)).map([&] { return report; });
  });
}

}  // namespace brigade::models
