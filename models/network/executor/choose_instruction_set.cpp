#include "models/network/executor/choose_instruction_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace brigade::models::network {

Result<const KernelSet*> choose_instruction_set() {
  const auto available = available_kernels();
  // Nothing in this program sets variables. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* variable = std::getenv(kInstructionSetVariable);
  const std::string_view wanted = variable == nullptr ? "" : variable;
  if (wanted.empty()) {
    return available.front();
  }
  const auto found = std::ranges::find(available, wanted, [](const KernelSet* kernels) { return kernels->name; });
  if (found != available.end()) {
    return *found;
  }
  std::string names;
  for (const KernelSet* kernels : available) {
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", kernels->name);
  }
  return failure("{} asks for '{}', which this machine has not: give one of {}, or nothing for the first",
                 kInstructionSetVariable, wanted, names);
}

}  // namespace brigade::models::network
