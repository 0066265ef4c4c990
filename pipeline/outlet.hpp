#pragma once

#include "pipeline/stage.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace brigade::pipeline {

/// The way out of a stage: gives an item to every output that wants it and holds it where there is no room yet.
///
///     Outlet<Frame>(to_render).also(to_detect, [](const Frame& frame) { return frame.frame_id % 3 == 0; })
template <typename Item>
class Outlet {
 public:
  using Wants = std::function<bool(const Item&)>;

  /// Items for several outputs are copied to all but one; with a single output they may be move-only.
  /// Without `wants` the output takes every item.
  explicit Outlet(Channel<Item>& channel, Wants wants = {}) { add(channel, std::move(wants)); }

  [[nodiscard]] Outlet also(Channel<Item>& channel, Wants wants = {}) &&
    requires std::copy_constructible<Item>
  {
    add(channel, std::move(wants));
    return std::move(*this);
  }

  /// Takes an item; nothing may be held.
  void put(Item item) {
    Way* last = nullptr;
    for (Way& way : ways_) {
      if (way.wants && !way.wants(item)) {
        continue;
      }
      if constexpr (std::copy_constructible<Item>) {
        if (last != nullptr) {
          last->held = item;
        }
      }
      last = &way;
    }
    if (last != nullptr) {
      last->held = std::move(item);
      counted_ = false;
    }
  }

  /// Gives on what is held, where there is room. True when nothing is held any more.
  [[nodiscard]] bool flush(StageRecorder& recorder) {
    bool all = true;
    for (Way& way : ways_) {
      if (way.held && recorder.hand_over(*way.channel, *way.held)) {
        way.held.reset();
      }
      all = all && !way.held;
    }
    if (all && !std::exchange(counted_, true)) {
      recorder.count_out();
    }
    return all;
  }

  [[nodiscard]] bool holds() const { return !counted_; }

  /// Adds the outputs to a stage's ports.
  [[nodiscard]] Ports ports() const {
    Ports ports;
    for (const Way& way : ways_) {
      ports.outputs.push_back(&way.channel->link());
    }
    return ports;
  }

 private:
  struct Way {
    Channel<Item>* channel;
    Wants wants;
    std::optional<Item> held;
  };

  void add(Channel<Item>& channel, Wants wants) { ways_.push_back({&channel, std::move(wants), std::nullopt}); }

  std::vector<Way> ways_;
  bool counted_ = true;  // the item last put has been given on
};

}  // namespace brigade::pipeline
