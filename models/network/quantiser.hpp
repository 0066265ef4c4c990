#pragma once

#include "common/result.hpp"
#include "models/network/network.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace brigade::models {

/// What layers may do to the outputs unless asked otherwise; chosen by average precision, see docs/int8.md.
inline constexpr double kMostNoise = 0.03;

/// How much of a convolution is rounded to 8 bits.
enum class LayerPrecision : std::uint8_t {
  int8,          ///< input and weights: it computes in int8
  int8_weights,  ///< the weights alone: it computes in floats
  floats,        ///< nothing
};

/// What quantising one convolution alone does to the outputs.
struct LayerNoise {
  std::string name;
  std::string kind;  ///< for instance "conv 1x1"
  double noise = 0;  ///< squared error relative to the outputs' variance, mean over the outputs, with all rounded
  LayerPrecision precision = LayerPrecision::floats;  ///< what it therefore was given
};

struct QuantisationReport {
  std::vector<LayerNoise> layers;  ///< in the order of execution
  double noise = 0;                ///< of the whole network as it was written
};

/// Makes an int8 network of a float one: `observe` it on images like those it will see, then `write`. One thread may
/// use it at a time.
class Quantiser {
 public:
  /// Reads the network in floats. Errors as of `Network::load`.
  [[nodiscard]] static Result<Quantiser> load(const NetworkOptions& options);

  Quantiser(Quantiser&&) noexcept;
  Quantiser& operator=(Quantiser&&) noexcept;
  Quantiser(const Quantiser&) = delete;
  Quantiser& operator=(const Quantiser&) = delete;
  ~Quantiser();

  /// The input tensor to fill before `observe`, as `Network::input`.
  [[nodiscard]] std::span<float> input();

  /// Runs the network and notes how its values are distributed. Some of the images are kept for measuring noise.
  [[nodiscard]] Result<void> observe();

  /// How many layers `write` measures.
  [[nodiscard]] std::size_t layers() const;

  /// Measures every layer's noise, rounds of each as much as makes no more than `most_noise` (1: everything) and writes
  /// the file, whose first bytes tell `Network::load` what it is. `progress` is told how many layers are measured.
  /// Fails where no image was observed.
  [[nodiscard]] Result<QuantisationReport> write(const std::filesystem::path& file, double most_noise,
                                                 const std::function<void(std::size_t)>& progress) const;

 private:
  struct State;
  explicit Quantiser(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace brigade::models
