#include "bench/track/worlds.hpp"

#include "bench/track/recorded_sequence.hpp"
#include "bench/track/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace brigade::bench {
namespace {

constexpr std::array kSequences{"ADL-Rundle-6", "ETH-Bahnhof", "ETH-Sunnyday", "KITTI-17", "PETS09-S2L1", "TUD-Campus"};

/// A video whose truth is that of a MOT15 sequence.
struct Video {
  const char* truth;
  double frames_per_second;  ///< the file's, which need not be the sequence's
};
constexpr std::array kVideos{Video{.truth = "PETS09-S2L1", .frames_per_second = 10},
                             Video{.truth = "TUD-Campus", .frames_per_second = 25}};

struct Model {
  const char* name;
  int size;
};
constexpr std::array kModels{Model{.name = "centernet", .size = 512}, Model{.name = "nanodet", .size = 416}};

/// The sequences, or the first error.
template <typename Items, typename Read>
Result<std::vector<Sequence>> read_all(const Items& items, const Read& read) {
  std::vector<Sequence> sequences;
  for (const auto& item : items) {
    Result<Sequence> sequence = read(item);
    if (!sequence) {
      return tl::unexpected<Error>(std::move(sequence.error()));
    }
    sequences.push_back(*std::move(sequence));
  }
  return sequences;
}

class Loader {
 public:
  explicit Loader(WorldOptions options) : options_(std::move(options)) {}

  void load_mot15() {
    const auto sequences = read_all(kSequences, [this](const char* name) {
      return read_mot_sequence(options_.mot15 / name).map([this](const Sequence& whole) { return limited(whole); });
    });
    add({.name = "mot15", .about = "six MOT15 sequences, every frame", .kind = WorldKind::given_detections}, sequences);
    for (const int n : kDropped) {
      World world{.name = fmt::format("mot15-every-{}", n),
                  .about = fmt::format("the same, one frame in {}", n),
                  .kind = WorldKind::frame_drop};
      add(std::move(world), sequences.map([n](std::vector<Sequence> kept) {
        std::ranges::transform(kept, kept.begin(), [n](const Sequence& sequence) { return every_nth(sequence, n); });
        return kept;
      }));
    }
  }

  void load_videos() {
    for (const Model& model : kModels) {
      World world{.name = fmt::format("video-{}", model.name),
                  .about = fmt::format("persons found by {} at {} in two videos", model.name, model.size),
                  .kind = WorldKind::end_to_end};
      add(std::move(world), read_all(kVideos, [&](const Video& video) {
            const auto file = options_.detections / fmt::format("{}-{}.json", video.truth, model.name);
            return read_detected_video(file, options_.mot15 / video.truth, video.frames_per_second)
                .map([this](const Sequence& whole) { return limited(whole); });
          }));
    }
  }

  void make_scenes() {
    for (const NamedScene& scene : scene_catalogue()) {
      World world{.name = "scene-" + scene.name, .about = scene.about, .kind = WorldKind::synthetic};
      for (int seed = 1; seed <= options_.seeds; ++seed) {
        world.sequences.push_back(limited(make_scene(scene.options, static_cast<std::uint64_t>(seed))));
      }
      worlds_.worlds.push_back(std::move(world));
    }
  }

  [[nodiscard]] Worlds worlds() && { return std::move(worlds_); }

 private:
  [[nodiscard]] Sequence limited(const Sequence& whole) const {
    return options_.frames > 0 ? first_frames(whole, options_.frames) : whole;
  }

  void add(World world, Result<std::vector<Sequence>> sequences) {
    if (!sequences) {
      worlds_.left_out.push_back({.name = std::move(world.name), .why = std::move(sequences.error().message)});
      return;
    }
    world.sequences = *std::move(sequences);
    worlds_.worlds.push_back(std::move(world));
  }

  WorldOptions options_;
  Worlds worlds_;
};

}  // namespace

const char* to_string(WorldKind kind) {
  switch (kind) {
    case WorldKind::given_detections:
      return "given detections";
    case WorldKind::frame_drop:
      return "frame drop";
    case WorldKind::end_to_end:
      return "end to end";
    case WorldKind::synthetic:
      return "synthetic";
  }
  return "";
}

Worlds load_worlds(const WorldOptions& options) {
  Loader loader(options);
  loader.load_mot15();
  loader.load_videos();
  loader.make_scenes();
  return std::move(loader).worlds();
}

}  // namespace brigade::bench
