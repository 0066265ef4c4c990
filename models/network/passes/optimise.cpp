#include "models/network/passes/passes.hpp"

#include <array>

namespace brigade::models::network {

void optimise(Graph& graph) {
  remove_identities(graph);
  fold_constants(graph);
  remove_transposes(graph);
  remove_dead_code(graph);
  make_resizes_relative(graph);

  constexpr std::array kPasses{fuse_hard_swish, expand_batch_norms, fuse_paddings, sink_clamps,
                               fold_biases,     fold_scales,        fuse_clamps,   sink_scales};
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto pass : kPasses) {
      changed |= pass(graph);
      remove_dead_code(graph);
    }
  }
}

}  // namespace brigade::models::network
