#pragma once

#include "pipeline/stage.hpp"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace brigade::pipeline {

/// The way into a stage: the items of a channel, or of several that take turns, one item each.
///
///     Inlet<Found>(from_first).then(from_second)    // first, second, first, second, ...
///
/// So what was dealt to several workers in turn comes back in order; see Lanes.
template <typename Item>
class Inlet {
 public:
  explicit Inlet(Channel<Item>& channel) : channels_{&channel} {}

  /// Adds the channel whose turn is next.
  [[nodiscard]] Inlet then(Channel<Item>& channel) && {
    channels_.push_back(&channel);
    return std::move(*this);
  }

  /// The next item, once it is there; it is then the next channel's turn.
  [[nodiscard]] std::optional<Item> receive(StageRecorder& recorder) {
    std::optional<Item> item = recorder.receive(*channels_[turn_]);
    if (item) {
      turn_ = turn_ + 1 == channels_.size() ? 0 : turn_ + 1;
    }
    return item;
  }

  /// True when the next item will never come. What other channels may still hold comes after it, and is left.
  [[nodiscard]] bool finished() { return channels_[turn_]->finished(); }

  /// Adds the inputs to a stage's ports.
  [[nodiscard]] Ports ports() const {
    Ports ports;
    for (Channel<Item>* channel : channels_) {
      ports.inputs.push_back(&channel->link());
    }
    return ports;
  }

 private:
  std::vector<Channel<Item>*> channels_;
  std::size_t turn_ = 0;
};

}  // namespace brigade::pipeline
