// The 1x1 convolution of floats by Strassen's algorithm, which multiplies two matrices of 2x2 parts by seven products
// of parts instead of eight ("Gaussian elimination is not optimal", 1969), in Winograd's form, which has the fewest
// sums (Knuth, "The Art of Computer Programming", volume 2, 4.6.4). The parts of the inputs `a` are the halves of a
// row's pixels by the halves of the inputs, those of the weights `b` the halves of the inputs by two strips of outputs:
//
//     s1 = a21 + a22    s2 = s1 - a11     s3 = a11 - a21    s4 = a12 - s2     once for all outputs
//     t1 = b12 - b11    t2 = b22 - t1     t3 = b22 - b12    t4 = t2 - b21     when weights are packed
//
//     p = a11 b11       c11 = p + a12 b21
//     u = p + s2 t2     v = u + s3 t3     c21 = v - a22 t4
//     w = u + s1 t1     c12 = w + s4 b22  c22 = w + (v - u)
//
// Each product goes on with the sums of one before it, so that most of what is added costs nothing.

#include "models/network/kernels/instruction_set_kernels.hpp"
#include "models/network/kernels/pointwise_tiles.hpp"

#include <cstddef>

namespace brigade::models::network::BRIGADE_KERNELS {

namespace {

/// A part of the inputs or of their sums, from one pixel on.
using Part = RowSource;

/// So many pixels and values further.
BRIGADE_INLINE inline Part after(const Part& part, int pixels, int values = 0) {
  return {.values = part.values + pixels * part.pixel_stride + values, .pixel_stride = part.pixel_stride};
}

/// Floats of the weights of two strips.
BRIGADE_INLINE inline std::ptrdiff_t pair_floats(const StrassenWork& row) {
  return std::ptrdiff_t{kStrip} * (kStrassenHeads + kStrassenProducts * (row.input_channels / 2));
}

/// s1 to s4 of some vectors of inputs of a pair of pixels. One sum of all vectors after another, so that what is stored
/// follows each other: 5.2 cycles of the machine that this was written on for four sums, 7 with all sums of one vector
/// first.
template <int vectors>
BRIGADE_INLINE inline void add_vectors(const float* a1, const float* a2, std::ptrdiff_t half, float* sums) {
  Vector s[vectors];
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    s[v] = add(load(a2 + v * kLanes), load(a2 + half + v * kLanes));
    store(sums + v * kLanes, s[v]);
  });
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    s[v] = subtract(s[v], load(a1 + v * kLanes));
    store(sums + half + v * kLanes, s[v]);
  });
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    store(sums + 2 * half + v * kLanes, subtract(load(a1 + v * kLanes), load(a2 + v * kLanes)));
  });
  unroll<vectors>([&](auto v) BRIGADE_INLINE {
    store(sums + 3 * half + v * kLanes, subtract(load(a1 + half + v * kLanes), s[v]));
  });
}

/// s1 to s4 of all pairs of pixels of a row.
void add_inputs(const StrassenWork& row) {
  constexpr int kVectors = 4;
  constexpr std::ptrdiff_t kInputs = std::ptrdiff_t{kVectors} * kLanes;
  const std::ptrdiff_t half = row.input_channels / 2;
  const float* a1 = row.input.values;
  const float* a2 = after(row.input, row.columns / 2).values;
  float* sums = row.sums;
  for (int pair = 0; pair < row.columns / 2; ++pair) {
    std::ptrdiff_t input = 0;
    for (; input + kInputs <= half; input += kInputs) {
      add_vectors<kVectors>(a1 + input, a2 + input, half, sums + input);
    }
    for (; input < half; input += kLanes) {
      add_vectors<1>(a1 + input, a2 + input, half, sums + input);
    }
    a1 += row.input.pixel_stride;
    a2 += row.input.pixel_stride;
    sums += 4 * half;
  }
}

/// Adds the product of a part of the inputs and the weights that come next.
template <int pixels>
BRIGADE_INLINE inline void add_product(const Part& part, int half, const float*& weights,
                                       Tile<pixels, kStripVectors>& sums) {
  const float* inputs[pixels];
  const float* input = part.values;
  unroll<pixels>([&](auto p) BRIGADE_INLINE {
    inputs[p] = input;
    input += part.pixel_stride;
  });
  add_products<0, pixels, kStripVectors>(inputs, half, weights, sums);
}

/// Calls value(its place in the tile, its place in the strip) for each vector.
template <int pixels, typename Function>
BRIGADE_INLINE inline void make_tile(Tile<pixels, kStripVectors>& tile, const Function& value) {
  unroll<pixels>([&](auto p) BRIGADE_INLINE {
    unroll<kStripVectors>([&](auto v)
                              BRIGADE_INLINE { tile[p][v] = value((p * kStripVectors + v) * kLanes, v * kLanes); });
  });
}

template <int pixels>
BRIGADE_INLINE inline void keep_tile(const Tile<pixels, kStripVectors>& sums, float* to) {
  store_whole_tile<pixels, kStripVectors>(sums, to, kStrip, kLanes);
}

/// Where a part of the outputs goes.
struct Destination {
  ResidualPixels residual;
  RowTarget target;
};

/// From a tile on.
BRIGADE_INLINE inline Destination destination_of(const PointwiseOutput& output, int pixel, int strip) {
  return {.residual = moved_to(output.residual, pixel, strip), .target = moved_to(output.target, pixel, strip)};
}

template <ActivationKind kind, int pixels>
BRIGADE_INLINE inline void finish_tile(const ActivationVectors& constants, bool adds, Tile<pixels, kStripVectors>& tile,
                                       Destination& to) {
  if (adds) {
    add_residual<pixels, kStripVectors>(to.residual, kStrip, tile);
    to.residual.values += pixels * to.residual.pixel_stride;
  }
  activate_tile<kind, pixels, kStripVectors>(constants, tile);
  store_whole_tile<pixels, kStripVectors>(tile, to.target.values, to.target.pixel_stride, to.target.block_stride);
  to.target.values += pixels * to.target.pixel_stride;
}

/// What tiles of both halves of a row are computed from.
struct Operands {
  Part a11;
  Part a22;
  Part s1;  ///< the other sums come after it
  int half = 0;
};

/// Sums that outlast the tile they belong to.
template <int pixels>
struct Kept {
  float p[pixels * kStrip];  ///< w takes its place
  float u[pixels * kStrip];
  float v[pixels * kStrip];
};

template <int pixels, typename Finish>
BRIGADE_INLINE inline void compute_c11(const Operands& from, const float*& weights, Kept<pixels>& kept,
                                       const Finish& finish) {
  Tile<pixels, kStripVectors> sums;
  make_tile<pixels>(sums, [&](int, int v) BRIGADE_INLINE { return load(weights + v); });
  weights += kStrip;
  add_product<pixels>(from.a11, from.half, weights, sums);
  keep_tile<pixels>(sums, forgotten(&kept)->p);
  add_product<pixels>(after(from.a11, 0, from.half), from.half, weights, sums);
  finish(sums);
}

template <int pixels, typename Finish>
BRIGADE_INLINE inline void compute_c21(const Operands& from, const float*& weights, Kept<pixels>& kept,
                                       const Finish& finish) {
  Tile<pixels, kStripVectors> sums;
  const Kept<pixels>* before = forgotten(&kept);
  make_tile<pixels>(sums, [&](int at, int) BRIGADE_INLINE { return load(before->p + at); });
  add_product<pixels>(after(from.s1, 0, from.half), from.half, weights, sums);
  keep_tile<pixels>(sums, forgotten(&kept)->u);
  add_product<pixels>(after(from.s1, 0, 2 * from.half), from.half, weights, sums);
  keep_tile<pixels>(sums, forgotten(&kept)->v);
  add_product<pixels>(from.a22, from.half, weights, sums);
  finish(sums);
}

template <int pixels, typename Finish22, typename Finish12>
BRIGADE_INLINE inline void compute_c22_c12(const Operands& from, const float*& weights, Kept<pixels>& kept,
                                           const Finish22& finish_c22, const Finish12& finish_c12) {
  Tile<pixels, kStripVectors> sums;
  const Kept<pixels>* before = forgotten(&kept);
  make_tile<pixels>(sums, [&](int at, int v) BRIGADE_INLINE { return add(load(before->u + at), load(weights + v)); });
  weights += kStrip;
  add_product<pixels>(from.s1, from.half, weights, sums);
  keep_tile<pixels>(sums, forgotten(&kept)->p);
  before = forgotten(&kept);
  Tile<pixels, kStripVectors> c22;
  make_tile<pixels>(c22, [&](int at, int) BRIGADE_INLINE {
    return add(load(before->p + at), subtract(load(before->v + at), load(before->u + at)));
  });
  finish_c22(c22);
  before = forgotten(&kept);
  make_tile<pixels>(sums, [&](int at, int) BRIGADE_INLINE { return load(before->p + at); });
  add_product<pixels>(after(from.s1, 0, 3 * from.half), from.half, weights, sums);
  finish_c12(sums);
}

/// Computes `tiles` tiles of both halves of a row, two strips wide, from a pixel of the first half on. A function by
/// itself, so that engines find registers for it.
template <int pixels, ActivationKind kind>
[[gnu::noinline]] void compute_tiles(const StrassenWork& shared_row, int first_pixel, int tiles, int pair) {
  const StrassenWork row = shared_row;  // which no store can change
  const ActivationVectors constants = vectors_of(row.output.activation);
  const int half = row.input_channels / 2;
  const int second_pixel = row.columns / 2 + first_pixel;
  Operands from{.a11 = after(row.input, first_pixel),
                .a22 = after(row.input, second_pixel, half),
                .s1 = after({.values = row.sums, .pixel_stride = std::ptrdiff_t{4} * half}, first_pixel),
                .half = half};
  Destination c11 = destination_of(row.output, first_pixel, 2 * pair);
  Destination c12 = destination_of(row.output, first_pixel, 2 * pair + 1);
  Destination c21 = destination_of(row.output, second_pixel, 2 * pair);
  Destination c22 = destination_of(row.output, second_pixel, 2 * pair + 1);
  const bool adds = row.output.residual.values != nullptr;
  const auto finish = [&](Destination& to) BRIGADE_INLINE {
    return [&](Tile<pixels, kStripVectors>& tile)
               BRIGADE_INLINE { finish_tile<kind, pixels>(constants, adds, tile, to); };
  };
  Kept<pixels> kept;  // NOLINT(cppcoreguidelines-pro-type-member-init): each sum is stored before it is read
  for (int tile = 0; tile < tiles; ++tile) {
    const float* weights = row.weights + pair * pair_floats(row);
    compute_c11(from, weights, kept, finish(c11));
    compute_c21(from, weights, kept, finish(c21));
    compute_c22_c12(from, weights, kept, finish(c22), finish(c12));
    from.a11 = after(from.a11, pixels);
    from.a22 = after(from.a22, pixels);
    from.s1 = after(from.s1, pixels);
  }
}

template <ActivationKind kind>
void compute_pairs(const StrassenWork& row) {
  const int pairs = row.output.channels / (2 * kStrip);
  for (int pair = 0; pair < pairs; ++pair) {
    for_equal_tiles<kMostFloatPixels>(row.columns / 2, [&](auto pixels, int first_pixel, int tiles) BRIGADE_INLINE {
      compute_tiles<pixels, kind>(row, first_pixel, tiles, pair);
    });
  }
}

/// Outputs that no pair of whole strips has.
void compute_rest(const StrassenWork& row) {
  const int pairs = row.output.channels / (2 * kStrip);
  PointwiseOutput output = row.output;
  output.channels -= pairs * 2 * kStrip;
  if (output.channels > 0) {
    output.residual = moved_to(output.residual, 0, 2 * pairs);
    output.target = moved_to(output.target, 0, 2 * pairs);
    pointwise({.input = row.input,
               .input_channels = row.input_channels,
               .weights = row.weights + pairs * pair_floats(row),
               .output = output});
  }
}

}  // namespace

void strassen_pointwise(const StrassenWork& work) {
  for (int pixel = 0; pixel < work.output.pixels; pixel += work.columns) {
    StrassenWork row = work;
    row.input = after(work.input, pixel);
    row.output.residual = moved_to(work.output.residual, pixel, 0);
    row.output.target = moved_to(work.output.target, pixel, 0);
    row.output.pixels = work.columns;
    add_inputs(row);
    with_kind(row.output.activation, [&](auto kind) BRIGADE_INLINE { compute_pairs<kind()>(row); });
    compute_rest(row);
  }
}

}  // namespace brigade::models::network::BRIGADE_KERNELS
