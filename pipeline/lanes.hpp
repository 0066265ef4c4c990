#pragma once

#include "pipeline/channel.hpp"
#include "pipeline/frame_id.hpp"
#include "pipeline/inlet.hpp"
#include "pipeline/outlet.hpp"

#include <concepts>
#include <cstddef>
#include <deque>
#include <utility>

namespace brigade::pipeline {

/// Says which items go to the workers: their running number from 0 without a gap, or less than 0 for those that do not.
template <typename Function, typename Item>
concept Numbering = std::copy_constructible<Function> && requires(const Function& number, const Item& item) {
  { number(item) } -> std::convertible_to<FrameId>;
};

/// The queues of equal workers side by side, one before and one after each. Items are dealt to the workers in turn and
/// collected in the same turn, so that they come out in the order they went in: no item is looked at again, none is put
/// aside, and every queue keeps one writer and one reader. A worker that is slow for a while holds up the others only
/// when their queues are full. The price: an item goes to the worker whose turn it is, not to the one that is free.
template <typename In, typename Out>
class Lanes {
 public:
  struct Lane {
    Lane(Policy policy, std::size_t capacity) : before(policy, capacity), after(Policy::lossless, capacity) {}

    Channel<In> before;
    Channel<Out> after;
  };

  /// `count` >= 1; `policy` is that of the queues before the workers, `capacity` that of all queues.
  Lanes(std::size_t count, Policy policy, std::size_t capacity) {
    for (std::size_t i = 0; i < count; ++i) {
      lanes_.emplace_back(policy, capacity);
    }
  }

  /// The way out of the stage that deals.
  [[nodiscard]] Outlet<In> deal(Numbering<In> auto number) {
    const auto count = static_cast<FrameId>(lanes_.size());
    const auto to = [=](FrameId lane) {
      return [=](const In& item) {
        const FrameId at = number(item);
        return at >= 0 && at % count == lane;
      };
    };
    Outlet<In> way(lanes_.front().before, to(0));
    for (FrameId lane = 1; lane < count; ++lane) {
      way = std::move(way).also(lanes_[static_cast<std::size_t>(lane)].before, to(lane));
    }
    return way;
  }

  /// The way into the stage that collects.
  [[nodiscard]] Inlet<Out> collect() {
    Inlet<Out> way(lanes_.front().after);
    for (std::size_t lane = 1; lane < lanes_.size(); ++lane) {
      way = std::move(way).then(lanes_[lane].after);
    }
    return way;
  }

  [[nodiscard]] std::size_t size() const { return lanes_.size(); }
  [[nodiscard]] Lane& operator[](std::size_t lane) { return lanes_[lane]; }
  [[nodiscard]] const Lane& operator[](std::size_t lane) const { return lanes_[lane]; }

 private:
  std::deque<Lane> lanes_;  // which leaves channels where they are
};

}  // namespace brigade::pipeline
