#pragma once

#include <cstddef>

namespace brigade::pipeline {

/// Bytes that two threads must keep apart to not slow each other down (false sharing). A constant of our own, because
/// std::hardware_destructive_interference_size changes with compiler flags and would change layouts with it.
inline constexpr std::size_t kCacheLine = 64;

}  // namespace brigade::pipeline
