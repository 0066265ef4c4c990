#pragma once

#include "common/result.hpp"
#include "models/catalogue.hpp"
#include "models/network/executor/kernel_table.hpp"

#include <vector>

namespace brigade::bench {

/// How long what could be a block took, its layers computed by that choice; where a model has several of that shape,
/// all of them.
struct ChoiceTime {
  models::network::BlockChoice choice;
  double microseconds = 0;
};

struct BlockTimes {
  models::network::BlockShape shape;
  std::vector<ChoiceTime> choices;  ///< the one that leaves all to XNNPACK first
};

/// Runs the model with every choice in turns, `rounds` times, on one thread, and takes the least time of each operator.
/// Blocks in the order in which the network has them, 1x1 convolutions alone last.
[[nodiscard]] Result<std::vector<BlockTimes>> measure_blocks(const models::ModelEntry& model, int size,
                                                             const models::network::KernelSet& kernels, int rounds);

/// The choice that took the least time.
[[nodiscard]] models::network::BlockChoice fastest(const BlockTimes& times);

}  // namespace brigade::bench
