#pragma once

#include "common/result.hpp"
#include "models/network/network.hpp"

#include <memory>
#include <span>

namespace brigade::bench {

/// A network as anyone would run it on XNNPACK: the graph of our reader and optimiser, defined node by node through
/// XNNPACK's subgraph API, whose runtime plans memory, picks kernels and runs. What our own executor is measured
/// against. One thread may use it at a time.
class XnnpackSubgraph {
 public:
  /// Reads, optimises and defines. Fails as Network::load does, and names a node of a kind that is not defined here.
  [[nodiscard]] static Result<XnnpackSubgraph> load(const models::NetworkOptions& options);

  XnnpackSubgraph(XnnpackSubgraph&&) noexcept;
  XnnpackSubgraph& operator=(XnnpackSubgraph&&) noexcept;
  XnnpackSubgraph(const XnnpackSubgraph&) = delete;
  XnnpackSubgraph& operator=(const XnnpackSubgraph&) = delete;
  ~XnnpackSubgraph();

  /// As Network's.
  [[nodiscard]] std::span<float> input();
  [[nodiscard]] Result<void> run();
  [[nodiscard]] models::TensorView output(std::size_t index) const;

 private:
  struct Runtime;
  explicit XnnpackSubgraph(std::unique_ptr<Runtime> runtime);
  std::unique_ptr<Runtime> runtime_;
};

}  // namespace brigade::bench
