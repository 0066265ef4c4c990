#include "models/network/executor/kernel_table.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace brigade::models::network {

namespace {

struct Row {
  BlockShape shape;
  BlockChoice choice;
};

// Each file holds the rows of one instruction set as `script/bench kernels` wrote them.
constexpr Row kAvx512[] = {
    {},  // fits no shape, so that a table may be empty
#include "models/network/executor/kernel_tables/avx512.inc"
};
constexpr Row kAvx2[] = {
    {},  // fits no shape, so that a table may be empty
#include "models/network/executor/kernel_tables/avx2.inc"
};
constexpr Row kWasmRelaxed[] = {
    {},  // fits no shape, so that a table may be empty
#include "models/network/executor/kernel_tables/wasm_relaxed.inc"
};
constexpr Row kWasmSimd[] = {
    {},  // fits no shape, so that a table may be empty
#include "models/network/executor/kernel_tables/wasm_simd.inc"
};
constexpr Row kScalar[] = {
    {},  // fits no shape, so that a table may be empty
#include "models/network/executor/kernel_tables/scalar.inc"
};

struct Table {
  std::string_view instruction_set;
  std::span<const Row> rows;
};

// What is in floats is with bf16 and VNNI as it is without.
constexpr std::array kTables{Table{.instruction_set = "avx512 bf16", .rows = kAvx512},
                             Table{.instruction_set = "avx512 vnni", .rows = kAvx512},
                             Table{.instruction_set = "avx512", .rows = kAvx512},
                             Table{.instruction_set = "avx2", .rows = kAvx2},
                             Table{.instruction_set = "wasm relaxed", .rows = kWasmRelaxed},
                             Table{.instruction_set = "wasm simd", .rows = kWasmSimd},
                             Table{.instruction_set = "scalar", .rows = kScalar}};

std::span<const Row> rows_of(std::string_view instruction_set) {
  const auto table = std::ranges::find(kTables, instruction_set, &Table::instruction_set);
  return table == kTables.end() ? std::span<const Row>{} : table->rows;
}

}  // namespace

BlockChoice choose_kernels(const KernelSet& kernels, const BlockShape& shape) {
  const auto rows = rows_of(kernels.name);
  if (const auto row = std::ranges::find(rows, shape, &Row::shape); row != rows.end()) {
    return row->choice;
  }
  return all_layers(shape);
}

bool choose_strassen(const KernelSet& kernels, int inputs, int outputs, int columns) {
  constexpr int kLeastInputs = 32;
  constexpr int kLeastOutputs = 64;
  constexpr int kLeastColumns = 8;
  const bool has_halves = inputs % (2 * kernels.lanes) == 0 && columns % 2 == 0;
  return kernels.strassen_pays && has_halves && inputs >= kLeastInputs && outputs >= kLeastOutputs &&
         columns >= kLeastColumns;
}

}  // namespace brigade::models::network
