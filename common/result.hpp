#pragma once

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace brigade {

/// What went wrong, as one sentence for the person at the terminal: what, where (the file) and what to do about it.
struct Error {
  std::string message;
};

/// The value or the error of everything that can fail across a module's border. Exceptions stay inside a module.
template <typename Value>
using Result = tl::expected<Value, Error>;

/// Makes the error side of a Result from a format string, for instance `return failure("{}: no such file", path)`.
template <typename... Arguments>
[[nodiscard]] tl::unexpected<Error> failure(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  return tl::unexpected<Error>(Error{fmt::format(format, std::forward<Arguments>(arguments)...)});
}

}  // namespace brigade
