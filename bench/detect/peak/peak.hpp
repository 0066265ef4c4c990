#pragma once

#include "bench/detect/peak/kernels.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace brigade::bench {

/// The most multiply-adds that one core does with an instruction set.
struct Peak {
  std::string instructions;  ///< as PeakKernel has them
  std::string type;          ///< "f32" or "int8"
  double gmacs = 0;          ///< 1e9 multiply-adds a second
};

/// Chains that differ, for any kernel.
[[nodiscard]] PeakOperands make_operands();

/// Runs a kernel for so long, on the calling thread, in many short calls, and takes the fastest: an engine of
/// WebAssembly replaces slow first code by fast code between two calls but never within one.
[[nodiscard]] Peak measure_peak(const PeakKernel& kernel, std::chrono::milliseconds duration);

}  // namespace brigade::bench
