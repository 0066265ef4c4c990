#pragma once

#include <filesystem>

namespace brigade {

/// The folder that script/bootstrap fills (weights, sample video, third-party builds): `$BRIGADE_CACHE`, else
/// `$XDG_CACHE_HOME/brigade`, else `~/.cache/brigade`. Need not exist.
[[nodiscard]] std::filesystem::path cache_folder();

}  // namespace brigade
