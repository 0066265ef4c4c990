#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace brigade::native {

/// A line on standard error that tells how far a long job is. On a terminal it is rewritten in place; elsewhere (a log)
/// a new line comes every ten seconds.
class Progress {
 public:
  /// `unit`: what is counted, for instance "frames". `total`: where known. A quiet one says nothing.
  Progress(const char* unit, std::optional<std::int64_t> total, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  void show(std::int64_t done);

  /// A line that stays, among those that do not.
  void say(std::string_view line);

 private:
  using Clock = std::chrono::steady_clock;

  const char* unit_;
  std::optional<std::int64_t> total_;
  bool quiet_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_ = began_;
};

}  // namespace brigade::native
