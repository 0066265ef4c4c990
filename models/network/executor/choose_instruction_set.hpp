#pragma once

#include "common/result.hpp"
#include "models/network/kernels/kernel_set.hpp"

namespace brigade::models::network {

/// The environment variable that names the instruction set to compute with.
inline constexpr const char* kInstructionSetVariable = "BRIGADE_INSTRUCTION_SET";

/// The kernels that networks compute with: the widest that this machine can run, or those that kInstructionSetVariable
/// names, for instance "avx2": what is rounded comes out differently where there are wider ones, so a machine can be
/// asked for another one's results. Fails where it has none of that name, and says which it has.
[[nodiscard]] Result<const KernelSet*> choose_instruction_set();

}  // namespace brigade::models::network
