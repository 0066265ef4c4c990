#include "common/number_reader.hpp"

#include <cmath>
#include <locale>
#include <string>

namespace brigade {

NumberReader::NumberReader() { stream_.imbue(std::locale::classic()); }

std::optional<double> NumberReader::read(std::string_view text) {
  // Standard libraries differ in what else they take for numbers.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
    return std::nullopt;
  }
  stream_.clear();
  stream_.str(std::string(text));
  double number = 0;
  const bool whole = stream_ >> number && stream_.peek() == std::istringstream::traits_type::eof();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace brigade
