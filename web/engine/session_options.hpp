#pragma once

#include "common/result.hpp"
#include "pipeline/channel.hpp"
#include "stages/assembly.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brigade::web {

/// What may change from frame to frame; LiveSettings of protocol.ts.
struct LiveOptions {
  float score = 0.3F;           ///< detections below are not shown, 0..1
  std::vector<int> categories;  ///< the only ones looked for; empty: all
  std::optional<int> heat_category;
  bool mirrored = false;
};

/// What a session is made of; SessionSettings of protocol.ts and what the feed asks for.
struct SessionOptions {
  std::string model;
  int size = 0;  ///< side of the network's input, pixels
  int threads = 1;
  std::optional<double> hold;  ///< detections a second to hold, live and pipelined; none: as many as there are
  stages::Mode mode = stages::Mode::pipelined;
  pipeline::Policy policy = pipeline::Policy::live;
  std::size_t frame_bytes = 0;  ///< what a slot of the frame pool holds
  LiveOptions live;
};

/// Reads the JSON that the engine's worker writes. The error names what is missing or of another type.
[[nodiscard]] Result<SessionOptions> parse_session_options(std::string_view json);
[[nodiscard]] Result<LiveOptions> parse_live_options(std::string_view json);

}  // namespace brigade::web
