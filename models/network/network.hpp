#pragma once

#include "common/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct pthreadpool;

namespace brigade::models {

namespace network {
class Plan;
}

/// Values of a tensor that belongs to a network; valid until that network runs again or goes.
struct TensorView {
  int height = 0;
  int width = 0;
  int channels = 0;
  std::span<const float> values;  ///< height x width x channels, channels fastest (NHWC with N = 1)

  [[nodiscard]] const float* at(int row, int column) const {
    return values.data() + (static_cast<std::ptrdiff_t>(row) * width + column) * channels;
  }
};

/// Sides of the input are multiples of this, because the networks halve their image five times.
inline constexpr int kSizeStep = 32;

/// Neighbours in a row of a searched output, of which the largest value is known.
inline constexpr int kSearchedPixels = 8;

/// Whether the file begins like one that `Quantiser` wrote; false where it cannot be read.
[[nodiscard]] bool is_int8_network(const std::filesystem::path& file);

/// What to load and how to run it.
struct NetworkOptions {
  /// A TensorFlow.js graph model, whose weight shards lie beside it, or what `Quantiser` made of one: its first bytes
  /// tell.
  std::filesystem::path model_json;
  int input_width = 0;                    ///< pixels, a multiple of kSizeStep
  int input_height = 0;                   ///< pixels, a multiple of kSizeStep
  std::vector<std::string> output_names;  ///< the graph is cut here: nodes that only others need are left out
  int threads = 1;                        ///< of the pool that every operator shares, the calling thread included; >= 1
  /// Those of `output_names` of which only a few pixels are ever looked at: `Network::run` leaves them out, and
  /// `Network::pixel` computes what is asked for, in floats. Each must come from a depthwise convolution of 3x3 or 5x5
  /// and a 1x1 one, and nothing else may read what these give. A `Quantiser` looks at all outputs whole.
  std::vector<std::string>
      sparse_outputs{};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
  /// Those of `output_names` that are searched for large values: `Network::run` also finds the largest value of every
  /// kSearchedPixels neighbours, while these are in the cache, and stores them where they are large enough
  /// (`Network::keep_searched_values_from`).
  std::vector<std::string>
      searched_outputs{};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
};

/// One operator of the executor's plan, for profiles and benchmarks.
struct OperatorInfo {
  std::string name;                       ///< of the graph's node it computes
  std::string kind;                       ///< for instance "conv 1x1", "depthwise 5x5 /2", "hard-swish"
  std::string output_shape;               ///< for instance "64x64x96"
  std::int64_t multiply_accumulates = 0;  ///< that it does; 0 for operators without any
  std::int64_t spared = 0;                ///< that its layers are defined by and Strassen's algorithm does without
};

/// A convolutional network, read from a TensorFlow.js graph model or a quantised file and planned for one input
/// size. Weights are packed and buffers laid out once, by `load`; `run` allocates nothing. One thread may use it at a
/// time.
class Network {
 public:
  /// Reads, checks, optimises and plans. Errors name the file, the node and what is wrong: missing or short shards,
  /// values that are not finite, operators that are not known, sizes that are not multiples of 32.
  [[nodiscard]] static Result<Network> load(const NetworkOptions& options);

  /// The same several times, for as many threads that run side by side: their weights are packed once and shared. One
  /// error for all of them. `count` >= 1.
  [[nodiscard]] static Result<std::vector<Network>> load_side_by_side(const NetworkOptions& options, int count);

  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  ~Network();

  /// The pool that its operators share, for what is done to its input before; null where there is one thread. It goes
  /// with the network, wherever that is moved.
  [[nodiscard]] pthreadpool* threads() const;

  /// The input tensor to fill before `run`: input_height x input_width x 3, channels fastest. `run` leaves it as it is,
  /// and it starts as zeros, so that what never changes (a letterbox's border) need be written only once.
  [[nodiscard]] std::span<float> input();

  /// Computes every output that is not sparse from the input.
  [[nodiscard]] Result<void> run();

  /// The outputs in the order of `NetworkOptions::output_names`, as the last `run` left them. A sparse one has a shape
  /// but no values; a searched one those that are large enough.
  [[nodiscard]] TensorView output(std::size_t index) const;

  /// Of a searched output, as the last `run` left it, the largest values of all channels of kSearchedPixels neighbours
  /// (fewer at a row's end): height x groups x 1. Values that are not numbers are passed over. Empty for another
  /// output.
  [[nodiscard]] TensorView largest_values(std::size_t output) const;

  /// From the next `run` on, of searched outputs those kSearchedPixels neighbours need not be stored whose largest
  /// value is less than `least`: what `output` and `pixel` have there may be anything. Spares the writing of megabytes
  /// that nobody reads. At first, and with minus infinity, all are stored.
  void keep_searched_values_from(float least);
  [[nodiscard]] float least_kept() const;  ///< by the last `run`

  /// The channels of one pixel of an output, after a `run`; of a sparse one computed now, by the calling thread, and
  /// valid until the next call. Allocates nothing.
  [[nodiscard]] std::span<const float> pixel(std::size_t output, int row, int column);

  /// The plan in the order of execution.
  [[nodiscard]] std::span<const OperatorInfo> operators() const;

  /// Time of each operator in the last `run`, in the order of `operators()`; measured only after
  /// `measure_operators(true)`.
  void measure_operators(bool on);
  [[nodiscard]] std::span<const std::chrono::nanoseconds> operator_times() const;

  [[nodiscard]] std::int64_t parameters() const;  ///< weights of the graph that is left after the cut
  /// By which the layers of one run at this input size are defined.
  [[nodiscard]] std::int64_t multiply_accumulates() const;

 private:
  Network(std::unique_ptr<network::Plan> plan, std::int64_t parameters);

  std::unique_ptr<network::Plan> plan_;
  std::int64_t parameters_ = 0;
};

/// All values of an output after a run, sparse or not: height x width x channels, channels fastest. For comparisons;
/// what wants a whole output for work had better not make it sparse.
[[nodiscard]] std::vector<float> whole_output(Network& network, std::size_t index);

}  // namespace brigade::models
