#include "bench/detect/subgraph/xnnpack_subgraph.hpp"

#include "bench/detect/subgraph/define_nodes.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/passes/passes.hpp"
#include "models/network/reader/graph_reader.hpp"

#include <pthreadpool.h>

#include <utility>
#include <vector>

namespace brigade::bench {

using models::network::Graph;
using models::network::ImageShape;
using models::network::ModelError;

namespace {

struct DeleteSubgraph {
  void operator()(xnn_subgraph_t subgraph) const { xnn_delete_subgraph(subgraph); }
};
struct DeleteRuntime {
  void operator()(xnn_runtime_t runtime) const { xnn_delete_runtime(runtime); }
};
struct DestroyThreadPool {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};

void check(xnn_status status, const char* what) {
  if (status != xnn_status_success) {
    throw ModelError("XNNPACK cannot {} (status {})", what, static_cast<int>(status));
  }
}

/// A tensor at XNNPACK's border, which it may read a little beyond.
struct External {
  ImageShape shape;
  std::vector<float> values;

  explicit External(const ImageShape& of)
      : shape(of), values(static_cast<std::size_t>(of.values()) + XNN_EXTRA_BYTES / sizeof(float)) {}
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(shape.values()); }
};

}  // namespace

struct XnnpackSubgraph::Runtime {
  Graph graph;  ///< its constants are read by the runtime
  Definition definition;
  std::vector<External> externals;  ///< the input, then the outputs
  std::unique_ptr<pthreadpool, DestroyThreadPool> pool;
  std::unique_ptr<xnn_runtime, DeleteRuntime> runtime;

  Runtime(Graph from, models::network::Extent input, int threads);
};

XnnpackSubgraph::Runtime::Runtime(Graph from, models::network::Extent input, int threads) : graph(std::move(from)) {
  check(xnn_initialize(nullptr), "run on this machine");
  definition.graph = &graph;
  definition.shapes = infer_shapes(graph, input);
  const auto nodes = external_nodes(graph);
  check(xnn_create_subgraph(static_cast<std::uint32_t>(nodes.size()), 0, &definition.subgraph), "begin a subgraph");
  const std::unique_ptr<xnn_subgraph, DeleteSubgraph> subgraph(definition.subgraph);
  define_nodes(definition);
  pool.reset(pthreadpool_create(static_cast<std::size_t>(threads)));
  xnn_runtime_t made = nullptr;
  check(xnn_create_runtime_v2(subgraph.get(), pool.get(), 0, &made), "plan the subgraph");
  runtime.reset(made);
  std::vector<xnn_external_value> values;
  for (const auto node : nodes) {
    externals.emplace_back(definition.shapes[node]);
    values.push_back({.id = static_cast<std::uint32_t>(values.size()), .data = externals.back().values.data()});
  }
  check(xnn_setup_runtime(runtime.get(), values.size(), values.data()), "set the subgraph up");
}

Result<XnnpackSubgraph> XnnpackSubgraph::load(const models::NetworkOptions& options) {
  try {
    Graph graph = models::network::read_graph_model(options.model_json, options.output_names);
    models::network::optimise(graph);
    return XnnpackSubgraph(std::make_unique<Runtime>(
        std::move(graph), models::network::Extent{.height = options.input_height, .width = options.input_width},
        options.threads));
  } catch (const ModelError& error) {
    return failure("{}: {}", options.model_json.string(), error.what());
  }
}

XnnpackSubgraph::XnnpackSubgraph(std::unique_ptr<Runtime> runtime) : runtime_(std::move(runtime)) {}
XnnpackSubgraph::XnnpackSubgraph(XnnpackSubgraph&&) noexcept = default;
XnnpackSubgraph& XnnpackSubgraph::operator=(XnnpackSubgraph&&) noexcept = default;
XnnpackSubgraph::~XnnpackSubgraph() = default;

std::span<float> XnnpackSubgraph::input() {
  External& external = runtime_->externals.front();
  return {external.values.data(), external.size()};
}

Result<void> XnnpackSubgraph::run() {
  if (const xnn_status status = xnn_invoke_runtime(runtime_->runtime.get()); status != xnn_status_success) {
    return failure("plain XNNPACK failed with status {}", static_cast<int>(status));
  }
  return {};
}

models::TensorView XnnpackSubgraph::output(std::size_t index) const {
  const External& external = runtime_->externals[index + 1];
  return {.height = external.shape.height,
          .width = external.shape.width,
          .channels = external.shape.channels,
          .values = {external.values.data(), external.size()}};
}

}  // namespace brigade::bench
