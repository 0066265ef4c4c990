#pragma once

#include "common/result.hpp"
#include "models/detector.hpp"
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

/// Which weights compute, and in what; NetworkChoice of protocol.ts.
struct NetworkChoice {
  std::string model;
  models::Precision precision = models::Precision::f32;
};

/// What a session is made of; SessionSettings of protocol.ts and what the feed asks for.
struct SessionOptions {
  NetworkChoice network;
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
[[nodiscard]] Result<NetworkChoice> parse_network_choice(std::string_view json);
[[nodiscard]] Result<LiveOptions> parse_live_options(std::string_view json);

/// "f32" or "int8", as the page calls it.
[[nodiscard]] std::string_view name_of(models::Precision precision);

}  // namespace brigade::web
