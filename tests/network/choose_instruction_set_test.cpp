#include "models/network/executor/choose_instruction_set.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

using namespace brigade::models::network;
using Catch::Matchers::ContainsSubstring;

namespace {

/// For the time of a test.
class Wanted {
 public:
  explicit Wanted(const char* name) { ::setenv(kInstructionSetVariable, name, 1); }  // NOLINT(concurrency-mt-unsafe)
  ~Wanted() { ::unsetenv(kInstructionSetVariable); }                                 // NOLINT(concurrency-mt-unsafe)
  Wanted(const Wanted&) = delete;
  Wanted& operator=(const Wanted&) = delete;
  Wanted(Wanted&&) = delete;
  Wanted& operator=(Wanted&&) = delete;
};

}  // namespace

TEST_CASE("the widest instruction set computes unasked, and each that there is where it is asked for") {
  CHECK(choose_instruction_set() == available_kernels().front());
  {
    const Wanted nothing("");
    CHECK(choose_instruction_set() == available_kernels().front());
  }
  for (const KernelSet* kernels : available_kernels()) {
    const Wanted wanted(kernels->name);
    CHECK(choose_instruction_set() == kernels);
  }
}

TEST_CASE("an instruction set that the machine has not is refused by name, with those that it has") {
  const Wanted wanted("mmx");
  const auto chosen = choose_instruction_set();
  REQUIRE_FALSE(chosen);
  CHECK_THAT(chosen.error().message,
             ContainsSubstring("BRIGADE_INSTRUCTION_SET asks for 'mmx', which this machine has not: give one of '") &&
                 ContainsSubstring(available_kernels().back()->name));
}
