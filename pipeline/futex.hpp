#pragma once

#include "pipeline/clock.hpp"

#include <atomic>
#include <cstdint>

namespace brigade::pipeline {

/// Sleeps while `word` holds `expected`, until `futex_wake_all` is called on the same word; checking the word and going
/// to sleep are one step for a waker. May return for no reason at all. Never on a browser's main thread.
void futex_wait(const std::atomic<std::uint32_t>& word, std::uint32_t expected) noexcept;

/// The same, for at most `timeout`.
void futex_wait_for(const std::atomic<std::uint32_t>& word, std::uint32_t expected, Duration timeout) noexcept;

/// Wakes all threads that sleep on `word`. Safe in a signal handler.
void futex_wake_all(const std::atomic<std::uint32_t>& word) noexcept;

}  // namespace brigade::pipeline
