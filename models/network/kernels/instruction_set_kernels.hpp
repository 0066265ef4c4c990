#pragma once

// Kernels that have a source of their own, of the instruction set that the source which includes this is compiled for.

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

}  // namespace brigade::models::network::BRIGADE_KERNELS
