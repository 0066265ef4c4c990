#include "models/network/executor/weight_store.hpp"

#include "models/network/graph/filter_rounding.hpp"

#include <cstdint>
#include <limits>
#include <utility>

namespace brigade::models::network {

namespace {

WeightStore& store_of(void* context) { return *static_cast<WeightStore*>(context); }

constexpr std::size_t kUnknown = std::numeric_limits<std::size_t>::max();

}  // namespace

// What XNNPACK calls offsets are addresses here, so that memory can be taken as it is needed. It is always "finalized",
// which for XNNPACK means that addresses do not change any more.
WeightStore::WeightStore()
    : provider_{.context = this,
                .look_up = look_up,
                .reserve_space = reserve_space,
                .look_up_or_insert = look_up_or_insert,
                .is_finalized = [](void*) { return true; },
                // NOLINTNEXTLINE(performance-no-int-to-ptr): XNNPACK's offsets are addresses here
                .offset_to_addr = [](void*, std::size_t address) { return reinterpret_cast<void*>(address); },
                .delete_cache = [](void*) { return xnn_status_success; }} {}

std::size_t WeightStore::look_up(void* context, const xnn_weights_cache_look_up_key* key) {
  const auto& known = store_of(context).of_xnnpack_;
  const auto found = known.find({key->seed, key->kernel, key->bias});
  return found == known.end() ? kUnknown : reinterpret_cast<std::size_t>(found->second);
}

void* WeightStore::reserve_space(void* context, std::size_t bytes) {
  AlignedMemory memory = allocate_aligned(bytes);
  if (memory == nullptr) {
    return nullptr;
  }
  WeightStore& store = store_of(context);
  store.bytes_ += bytes;
  return store.memory_.emplace_back(std::move(memory)).get();
}

std::size_t WeightStore::look_up_or_insert(void* context, const xnn_weights_cache_look_up_key* key, void* memory,
                                           std::size_t bytes) {
  WeightStore& store = store_of(context);
  const auto [entry, is_new] = store.of_xnnpack_.try_emplace({key->seed, key->kernel, key->bias}, memory);
  if (!is_new && entry->second != memory && store.memory_.back().get() == memory) {
    store.memory_.pop_back();  // some operators pack first and look afterwards
    store.bytes_ -= bytes;
  }
  return reinterpret_cast<std::size_t>(entry->second);
}

const std::vector<float>& WeightStore::outputs_first(const Tensor& filter) {
  const auto [entry, is_new] = turned_.try_emplace(&filter);
  std::vector<float>& turned = entry->second;
  if (is_new) {
    const auto inner = static_cast<std::size_t>(filter.shape[0] * filter.shape[1] * filter.shape[2]);
    const auto outputs = static_cast<std::size_t>(filter.shape[3]);
    const std::vector<float>& values = *filter.floats();
    turned.resize(values.size());
    for (std::size_t i = 0; i < inner; ++i) {
      for (std::size_t o = 0; o < outputs; ++o) {
        turned[o * inner + i] = values[i * outputs + o];
      }
    }
  }
  return turned;
}

PackedWeights WeightStore::packed(PackedByFilter& known, Pack pack, const KernelSet& kernels, const Tensor& filter,
                                  const Tensor& bias) {
  const auto [entry, is_new] = known.try_emplace(&filter);
  if (is_new) {
    entry->second = pack(kernels, *filter.floats(), *bias.floats());
    bytes_ += filter.floats()->size() * sizeof(float);
  }
  return entry->second;
}

PackedWeights WeightStore::pointwise(const KernelSet& kernels, const Tensor& filter, const Tensor& bias) {
  return packed(packed_, pack_pointwise, kernels, filter, bias);
}

PackedWeights WeightStore::strassen(const KernelSet& kernels, const Tensor& filter, const Tensor& bias) {
  return packed(strassen_, pack_strassen, kernels, filter, bias);
}

PackedWeights WeightStore::depthwise(const KernelSet& kernels, const Tensor& filter, const Tensor& bias) {
  return packed(packed_, pack_depthwise, kernels, filter, bias);
}

const IntegerLayer& WeightStore::integers(const KernelSet& kernels, const Convolution& convolution,
                                          const Tensor& filter, const Tensor& bias) {
  const auto [entry, is_new] = integers_.try_emplace(&filter);
  if (is_new) {
    const std::vector<std::int8_t> weights = quantised_weights(convolution, filter);
    const InputRounding& rounding = convolution.input_rounding;
    entry->second = {.steps = pack_steps(kernels, rounding.scales),
                     .is_signed = rounding.is_signed,
                     .weights = pack_integer_pointwise(
                         kernels, {.weights = weights, .scales = convolution.filter_scales, .bias = *bias.floats()},
                         rounding.is_signed)};
    bytes_ += weights.size() * sizeof(std::int32_t) / static_cast<std::size_t>(kernels.group);
  }
  return entry->second;
}

const RoundedWeights& WeightStore::rounded(const KernelSet& kernels, const Convolution& convolution,
                                           const Tensor& filter, const Tensor& bias) {
  const auto [entry, is_new] = rounded_.try_emplace(&filter);
  if (is_new) {
    const std::vector<std::int8_t> weights = quantised_weights(convolution, filter);
    entry->second = pack_rounded_pointwise(
        kernels, {.weights = weights, .scales = convolution.filter_scales, .bias = *bias.floats()});
    bytes_ += weights.size();
  }
  return entry->second;
}

template <typename PackPairs>
PackedIntegerWeights WeightStore::pairs(const Convolution& convolution, const Tensor& filter, const Tensor& bias,
                                        const PackPairs& pack) {
  const auto [entry, is_new] = pairs_.try_emplace(&filter);
  if (is_new) {
    const std::vector<std::int8_t> weights = quantised_weights(convolution, filter);
    entry->second = pack({.weights = weights, .scales = convolution.filter_scales, .bias = *bias.floats()});
    bytes_ += weights.size() * sizeof(std::uint16_t);
  }
  return entry->second;
}

PackedIntegerWeights WeightStore::dense_pairs(const KernelSet& kernels, const Convolution& convolution,
                                              const Tensor& filter, const Tensor& bias) {
  const auto row_inputs = static_cast<int>(filter.shape[1] * filter.shape[2]);
  return pairs(convolution, filter, bias,
               [&](const IntegerFilter& rounded) { return pack_dense_pairs(kernels, rounded, row_inputs); });
}

PackedIntegerWeights WeightStore::depthwise_pairs(const KernelSet& kernels, const Convolution& convolution,
                                                  const Tensor& filter, const Tensor& bias) {
  const auto window = static_cast<int>(filter.shape[0]);
  return pairs(convolution, filter, bias,
               [&](const IntegerFilter& rounded) { return pack_depthwise_pairs(kernels, rounded, window); });
}

void WeightStore::close() {
  of_xnnpack_.clear();
  turned_.clear();
  packed_.clear();
  strassen_.clear();
  integers_.clear();
  rounded_.clear();
  pairs_.clear();
}

}  // namespace brigade::models::network
