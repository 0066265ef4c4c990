#pragma once

#include "models/network/graph/graph.hpp"

namespace brigade::models::network {

// Each pass leaves the values of the graph's outputs as they are (but for rounding) and says so if it cannot by
// throwing ModelError. Those that return bool say whether they changed anything. Nodes that a pass makes superfluous
// may stay until `remove_dead_code` and count as readers until then.

/// All of them, in an order that works, again until nothing changes.
void optimise(Graph& graph);

/// Keeps what the outputs need, every node after its inputs.
void remove_dead_code(Graph& graph);

/// Lets the readers of an Identity read what it reads.
void remove_identities(Graph& graph);

/// Computes elementwise operators whose inputs are all constants.
void fold_constants(Graph& graph);

/// Makes every value height x width x channels in memory. Values that the model file holds as channels x height x width
/// (as models that came from PyTorch do) are followed through the graph, so that the transposes between both layouts
/// vanish; axes, paddings and constants are turned accordingly. An output that was channels-first becomes
/// channels-last.
void remove_transposes(Graph& graph);

/// Notes for every resize the size of its input when the model runs at its declared size, which makes the constant size
/// in the model file a factor and the graph fit for other sizes.
void make_resizes_relative(Graph& graph);

/// x * c * relu6(x + 3) with c about 1/6 becomes HardSwish, times 6c where the file's c was rounded (to float16, for
/// instance): `sink_scales` gets rid of that factor.
bool fuse_hard_swish(Graph& graph);

/// A batch normalisation becomes a multiplication and an addition, which `fold_scales` and `fold_biases` take up.
bool expand_batch_norms(Graph& graph);

/// A convolution without padding that reads a zero-padded image, or a maximum that reads one padded with -infinity,
/// pads by itself.
bool fuse_paddings(Graph& graph);

/// An addition or subtraction of a constant to a convolution's output becomes its bias.
bool fold_biases(Graph& graph);

/// A multiplication of a convolution's output by a constant goes into its filter, bias and clamp.
bool fold_scales(Graph& graph);

/// A clamp of a convolution's output is done by the convolution.
bool fuse_clamps(Graph& graph);

/// A clamp of concatenated values becomes clamps of each, which convolutions before it can do.
bool sink_clamps(Graph& graph);

/// A multiplication by one number moves towards the outputs, over means, products and residual sums, until a
/// convolution takes it into its filter. What is left of a squeeze-excite block is then a mean, two convolutions of a
/// single pixel and one product.
bool sink_scales(Graph& graph);

}  // namespace brigade::models::network
