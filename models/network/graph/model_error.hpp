#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace brigade::models::network {

/// What is wrong with a model, without the file's name. Thrown and caught inside this module only: `Network::load`
/// makes an Error of it and puts the file's name in front.
class ModelError : public std::runtime_error {
 public:
  template <typename... Arguments>
  explicit ModelError(fmt::format_string<Arguments...> format, Arguments&&... arguments)
      : std::runtime_error(fmt::format(format, std::forward<Arguments>(arguments)...)) {}
};

}  // namespace brigade::models::network
