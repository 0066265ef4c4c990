#pragma once

// Kernels that have a source of their own, of the instruction set that the source which includes this is compiled for.

#include "models/network/kernels/bfloat16_kernels.hpp"
#include "models/network/kernels/kernel_set.hpp"
#include "models/network/kernels/vector.hpp"

namespace brigade::models::network::BRIGADE_KERNELS {

void pointwise(const PointwiseWork& work);
void strassen_pointwise(const StrassenWork& work);
void dense(const DenseWork& work);
void round_pixels(const RoundWork& work);
void integer_pointwise(const IntegerPointwiseWork& work);
void largest(const LargestWork& work);
void pixel_pointwise(const PixelPointwiseWork& work);

#if defined(__AVX512BF16__)
void round_values(const float* values, int count, std::uint16_t* rounded);
void bfloat16_dense(const BFloat16DenseWork& work);
template <int window, int stride>
void bfloat16_depthwise(const BFloat16DepthwiseWork& work);
inline constexpr BFloat16Kernels kBFloat16{.round_values = round_values,
                                           .dense = bfloat16_dense,
                                           .depthwise_3x3 = bfloat16_depthwise<3, 1>,
                                           .depthwise_3x3_stride_2 = bfloat16_depthwise<3, 2>,
                                           .depthwise_5x5 = bfloat16_depthwise<5, 1>,
                                           .depthwise_5x5_stride_2 = bfloat16_depthwise<5, 2>};
inline constexpr const BFloat16Kernels* kBFloat16Kernels = &kBFloat16;
#else
inline constexpr const BFloat16Kernels* kBFloat16Kernels = nullptr;
#endif

}  // namespace brigade::models::network::BRIGADE_KERNELS
