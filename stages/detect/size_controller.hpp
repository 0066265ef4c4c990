#pragma once

#include "pipeline/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace brigade::stages {

/// A rate of detections to be held, and between which sides of the network's input, pixels, multiples of
/// models::kSizeStep.
struct RateWish {
  double per_second = 15;  ///< > 0
  int least = 224;         ///< <= most
  int most = 512;
};

/// Why the size is what it is from now on.
enum class SizeReason : std::uint8_t {
  too_slow,      ///< detections took longer than the rate allows
  room,          ///< a larger input fits the rate as well
  out_of_reach,  ///< even the least size is too slow; it is kept
};
[[nodiscard]] std::string_view name_of(SizeReason reason);

/// A size to go on with.
struct SizeDecision {
  int from = 0;  ///< side in pixels until now
  int to = 0;    ///< side from now on
  SizeReason reason = SizeReason::too_slow;
  pipeline::Duration took{};      ///< a detection at the size until now, median
  pipeline::Duration expected{};  ///< one at the new size
};

/// Chooses the size of a detector's input so that it holds a rate: told how long each detection took, it says when to
/// change the size and to which. Values in, decisions out: it knows neither detectors nor threads nor clocks.
///
/// Time is taken to grow with the pixels. A size that is too slow for the rate is left after a second, for the largest
/// that should leave a tenth of the time spare. A larger one is tried only when it should leave more than that for
/// three seconds on end; and for twice as long each time that such a try has had to be taken back, so that a size which
/// the machine holds only just does not come and go. The first detections at a size fill caches and are not counted.
class SizeController {
 public:
  /// `size` is between the wish's least and most.
  SizeController(const RateWish& wish, int size) : wish_(wish), size_(size) {}

  /// A detection at the present size, over at `now`, took `took`. A decision where there is a change, and once where
  /// the wish is out of reach.
  [[nodiscard]] std::optional<SizeDecision> update(pipeline::Instant now, pipeline::Duration took);

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] const RateWish& wish() const { return wish_; }

 private:
  /// Detections at one size within a second or more.
  struct Look {
    pipeline::Instant began{};
    std::array<pipeline::Duration, 31> times{};  ///< the last ones
    std::size_t count = 0;
  };

  [[nodiscard]] pipeline::Duration budget() const;
  [[nodiscard]] pipeline::Duration expected(int size, pipeline::Duration took) const;
  [[nodiscard]] int largest_within(pipeline::Duration limit, pipeline::Duration took) const;
  [[nodiscard]] std::optional<SizeDecision> decide(pipeline::Duration took);
  [[nodiscard]] std::optional<SizeDecision> shrink(pipeline::Duration took);
  [[nodiscard]] std::optional<SizeDecision> grow(pipeline::Duration took);
  SizeDecision change_to(int size, SizeReason reason, pipeline::Duration took);

  RateWish wish_;
  int size_;
  int uncounted_ = 0;  ///< detections at this size that were too early to count
  Look look_;
  int looks_with_room_ = 0;
  int looks_to_grow_ = 3;
  bool grew_last_ = false;
  bool said_out_of_reach_ = false;
};

}  // namespace brigade::stages
