#pragma once

#include "models/network/graph/graph.hpp"
#include "models/network/kernels/block.hpp"
#include "models/network/kernels/packing.hpp"

#include <xnnpack.h>

#include <cstddef>
#include <map>
#include <span>
#include <tuple>
#include <vector>

namespace brigade::models::network {

/// Weights in the order in which operators read them, packed once for all plans of one graph that run side by side.
/// Filled by one thread, while the graph's constants, by whose addresses it knows what it holds, stay where they are;
/// read by any number of threads afterwards.
class WeightStore {
 public:
  WeightStore();
  WeightStore(const WeightStore&) = delete;  // XNNPACK's operators know its address
  WeightStore& operator=(const WeightStore&) = delete;
  WeightStore(WeightStore&&) = delete;
  WeightStore& operator=(WeightStore&&) = delete;
  ~WeightStore() = default;

  /// Where XNNPACK's operators look for packed weights and leave them.
  [[nodiscard]] xnn_weights_cache_t xnnpack_cache() { return &provider_; }

  /// The filter turned from TensorFlow's rows x columns x in x out to XNNPACK's out x rows x columns x in.
  [[nodiscard]] const std::vector<float>& outputs_first(const Tensor& filter);

  /// For our kernels, as pack_pointwise and pack_depthwise have it.
  [[nodiscard]] PackedWeights pointwise(const KernelSet& kernels, const Tensor& filter, const Tensor& bias);
  [[nodiscard]] PackedWeights depthwise(const KernelSet& kernels, const Tensor& filter, const Tensor& bias);

  /// The same, as pack_strassen has it.
  [[nodiscard]] PackedWeights strassen(const KernelSet& kernels, const Tensor& filter, const Tensor& bias);

  /// The same of a convolution that is computed in int8.
  [[nodiscard]] const IntegerLayer& integers(const KernelSet& kernels, const Convolution& convolution,
                                             const Tensor& filter, const Tensor& bias);

  /// The same of a convolution that is computed in floats, whose weights were rounded and are read as 8 bits.
  [[nodiscard]] const RoundedWeights& rounded(const KernelSet& kernels, const Convolution& convolution,
                                              const Tensor& filter, const Tensor& bias);

  /// The same of convolutions with a window, as pack_dense_pairs and pack_depthwise_pairs have it.
  [[nodiscard]] PackedIntegerWeights dense_pairs(const KernelSet& kernels, const Convolution& convolution,
                                                 const Tensor& filter, const Tensor& bias);

  [[nodiscard]] PackedIntegerWeights depthwise_pairs(const KernelSet& kernels, const Convolution& convolution,
                                                     const Tensor& filter, const Tensor& bias);

  /// Of packed weights so far, until `close`.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Drops what is needed for packing alone: nothing can be packed any more.
  void close();

 private:
  using XnnpackKey = std::tuple<std::uint32_t, const void*, const void*>;
  using Pack = PackedWeights(const KernelSet&, std::span<const float>, std::span<const float>);

  using PackedByFilter = std::map<const Tensor*, PackedWeights>;

  PackedWeights packed(PackedByFilter& known, Pack pack, const KernelSet& kernels, const Tensor& filter,
                       const Tensor& bias);

  /// `pack(filter)` where nobody has packed it yet.
  template <typename PackPairs>
  PackedIntegerWeights pairs(const Convolution& convolution, const Tensor& filter, const Tensor& bias,
                             const PackPairs& pack);

  // The functions of the provider, whose context is the store.
  static std::size_t look_up(void* context, const xnn_weights_cache_look_up_key* key);
  static void* reserve_space(void* context, std::size_t bytes);
  static std::size_t look_up_or_insert(void* context, const xnn_weights_cache_look_up_key* key, void* memory,
                                       std::size_t bytes);

  xnn_weights_cache_provider provider_;
  std::size_t bytes_ = 0;
  std::vector<AlignedMemory> memory_;
  std::map<XnnpackKey, void*> of_xnnpack_;
  std::map<const Tensor*, std::vector<float>> turned_;
  PackedByFilter packed_;
  PackedByFilter strassen_;
  std::map<const Tensor*, IntegerLayer> integers_;   ///< by filter
  std::map<const Tensor*, RoundedWeights> rounded_;  ///< likewise
  std::map<const Tensor*, PackedIntegerWeights> pairs_;
};

}  // namespace brigade::models::network
