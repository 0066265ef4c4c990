#include "models/network/kernels/kernel_set.hpp"

#include <vector>

namespace brigade::models::network {

// What the CMakeLists compiles kernels.cpp for.
#if defined(BRIGADE_WASM_RELAXED)
namespace kernels_wasm_relaxed {
extern const KernelSet kKernels;
}
#elif defined(__wasm_simd128__)
namespace kernels_wasm_simd {
extern const KernelSet kKernels;
}
#elif defined(__ARM_NEON)
namespace kernels_neon {
extern const KernelSet kKernels;
}
#else
#if defined(__x86_64__)
namespace kernels_avx512_bf16 {
extern const KernelSet kKernels;
}
namespace kernels_avx512_vnni {
extern const KernelSet kKernels;
}
namespace kernels_avx512 {
extern const KernelSet kKernels;
}
namespace kernels_avx2 {
extern const KernelSet kKernels;
}
#endif
namespace kernels_scalar {
extern const KernelSet kKernels;
}
#endif

const HardSwishGate kHardSwishGate{.slope = 1.0F / 6, .offset = 0.5F};

namespace {

std::vector<const KernelSet*> find_kernels() {
#if defined(BRIGADE_WASM_RELAXED)
  return {&kernels_wasm_relaxed::kKernels};
#elif defined(__wasm_simd128__)
  return {&kernels_wasm_simd::kKernels};
#elif defined(__ARM_NEON)
  return {&kernels_neon::kKernels};
#else
  std::vector<const KernelSet*> found;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vbmi2") &&
        __builtin_cpu_supports("avx512bf16")) {
      found.push_back(&kernels_avx512_bf16::kKernels);
    }
    if (__builtin_cpu_supports("avx512vnni")) {
      found.push_back(&kernels_avx512_vnni::kKernels);
    }
    found.push_back(&kernels_avx512::kKernels);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    found.push_back(&kernels_avx2::kKernels);
  }
#endif
  found.push_back(&kernels_scalar::kKernels);
  return found;
#endif
}

}  // namespace

std::span<const KernelSet* const> available_kernels() {
  static const std::vector<const KernelSet*> kFound = find_kernels();
  return kFound;
}

}  // namespace brigade::models::network
