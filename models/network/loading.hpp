#pragma once

#include "models/network/executor/plan.hpp"
#include "models/network/graph/graph.hpp"
#include "models/network/graph/model_error.hpp"
#include "models/network/network.hpp"

#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

// What `Network` and `Quantiser` share on the way from a file to a plan.

namespace brigade::models::network {

/// Whether the network can be run as asked, as far as can be told without its file.
[[nodiscard]] Result<void> check(const NetworkOptions& options);

/// The graph of the file, of a TensorFlow.js model optimised, or as `brigade quantize` wrote it. Throws ModelError.
[[nodiscard]] Graph read_network(const NetworkOptions& options);

/// As the options ask for.
void mark_outputs(Graph& graph, const NetworkOptions& options);

/// Plans that run side by side on this machine's best kernels, with one set of weights. Without SIMD, layers in int8
/// are computed in floats, which is faster there. Throws as `Plan` does.
[[nodiscard]] std::vector<std::unique_ptr<Plan>> make_plans(Graph graph, Extent input_size, int threads, int count);

/// What the function returns, or an error with the file's name for what it throws.
template <typename Work>
[[nodiscard]] auto without_exceptions(const NetworkOptions& options, const Work& work) -> std::invoke_result_t<Work> {
  try {
    return work();
  } catch (const ModelError& error) {
    return failure("{}: {}", options.model_json.string(), error.what());
  } catch (const std::bad_alloc&) {
    return failure("{}: not enough memory for an input of {}x{}", options.model_json.string(), options.input_width,
                   options.input_height);
  }
}

}  // namespace brigade::models::network
