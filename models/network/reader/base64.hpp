#pragma once

#include <string>
#include <string_view>

namespace brigade::models::network {

/// Decodes base64 (RFC 4648), in which TensorFlow's JSON writes its string attributes. Ends at the first character that
/// is none of the alphabet's, padding included.
[[nodiscard]] std::string decode_base64(std::string_view text);

}  // namespace brigade::models::network
