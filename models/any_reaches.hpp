#pragma once

#include <span>

namespace brigade::models {

/// Whether any of the logits is at least the threshold. Decoders ask this of many logits at once, because hardly any
/// reaches it.
[[nodiscard]] bool any_reaches(std::span<const float> logits, float threshold);

}  // namespace brigade::models
