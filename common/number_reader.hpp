#pragma once

#include <optional>
#include <sstream>
#include <string_view>

namespace brigade {

/// Turns texts into numbers, the same on every machine: a point is the decimal mark whatever the locale, and what is no
/// finite decimal number ("nan", "inf", "0x10", "1e999", "1 ") is none. A stream, because std::from_chars for floating
/// point is missing in some standard libraries this builds with. One reader serves many texts, on one thread.
class NumberReader {
 public:
  NumberReader();

  [[nodiscard]] std::optional<double> read(std::string_view text);

 private:
  std::istringstream stream_;
};

}  // namespace brigade
