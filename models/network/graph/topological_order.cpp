#include "models/network/graph/topological_order.hpp"

#include <cstdint>
#include <utility>

namespace brigade::models::network {

namespace {

enum class Mark : std::uint8_t { unseen, open, done };

/// A node whose inputs are being followed.
struct Visit {
  std::size_t node = 0;
  std::vector<std::size_t> inputs;
  std::size_t next_input = 0;
};

}  // namespace

tl::expected<std::vector<std::size_t>, std::size_t> topological_order(std::size_t count, const InputsOf& inputs_of,
                                                                      std::span<const std::size_t> roots) {
  std::vector<Mark> marks(count, Mark::unseen);
  std::vector<std::size_t> order;
  std::vector<Visit> stack;  // of our own, because a model file may be deeper than a thread's stack
  const auto enter = [&](std::size_t node) {
    marks[node] = Mark::open;
    stack.push_back({.node = node, .inputs = inputs_of(node)});
  };
  for (const std::size_t root : roots) {
    if (marks[root] == Mark::unseen) {
      enter(root);
    }
    while (!stack.empty()) {
      Visit& visit = stack.back();
      if (visit.next_input == visit.inputs.size()) {
        marks[visit.node] = Mark::done;
        order.push_back(visit.node);
        stack.pop_back();
        continue;
      }
      const std::size_t input = visit.inputs[visit.next_input++];
      if (marks[input] == Mark::open) {
        return tl::unexpected(input);
      }
      if (marks[input] == Mark::unseen) {
        enter(input);
      }
    }
  }
  return order;
}

}  // namespace brigade::models::network
