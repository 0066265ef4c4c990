#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace brigade::tests {

/// One stream of a video file, as libavformat and libavcodec read it.
struct StreamRead {
  std::string codec;
  int width = 0;
  int height = 0;
  std::vector<double> times;     ///< of the packets, seconds, in the order of presentation
  std::vector<int> mean_levels;  ///< of each decoded picture's luma
  std::int64_t samples = 0;      ///< decoded, of sound
  int sample_rate = 0;

  /// From the first packet to the last, seconds, and as much again as one packet lasts on average; 0 below two packets.
  [[nodiscard]] double duration() const {
    const auto count = static_cast<double>(times.size());
    return times.size() < 2 ? 0 : (times.back() - times.front()) * count / (count - 1);
  }
};

struct FileRead {
  bool opened = false;
  double duration = 0;  ///< as libavformat finds it, seconds
  std::vector<StreamRead> streams;
};

/// Reads and decodes the whole file; what cannot be opened gives `opened == false`. `from_front`: takes fragments as
/// they come instead of looking through all of them first (libavformat's flag ignidx).
[[nodiscard]] FileRead read_back(const std::filesystem::path& path, bool from_front = false);

/// Runs FFmpeg's command line with these arguments (`-y` and quiet before them); fails the test where that fails.
void run_ffmpeg(const std::string& arguments);

}  // namespace brigade::tests
