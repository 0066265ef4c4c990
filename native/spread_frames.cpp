#include "native/spread_frames.hpp"

#include "stages/capture/open_source.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brigade::native {

Result<void> spread_frames(const std::string& input, std::int64_t most,
                           const std::function<Result<void>(const vision::ImageView&)>& work) {
  auto source = stages::open_source(input, {});
  if (!source) {
    return tl::unexpected<Error>(std::move(source.error()));
  }
  const std::int64_t total = source->facts().frame_count.value_or(most);
  const std::int64_t every = std::max<std::int64_t>(1, (total + most - 1) / most);
  std::vector<std::uint8_t> pixels(source->facts().max_bytes);
  stages::FrameInfo info;
  for (std::int64_t frame = 0; frame < every * most;) {
    const auto outcome = source->read(pixels, info);
    if (!outcome) {
      return tl::unexpected<Error>(outcome.error());
    }
    if (*outcome == stages::ReadOutcome::end) {
      return {};
    }
    const bool is_frame = *outcome == stages::ReadOutcome::frame;
    if (is_frame && frame % every == 0) {
      if (auto worked = work(vision::packed_view(info.layout, pixels)); !worked) {
        return worked;
      }
    }
    frame += is_frame ? 1 : 0;
  }
  return {};
}

}  // namespace brigade::native
