#include "stages/capture/synthetic.hpp"

#include <algorithm>
#include <utility>

namespace brigade::stages {
namespace {

constexpr int kSmallestSide = 32;
constexpr int kLargestSide = 16384;
constexpr int kMostObjects = 1000;
constexpr std::int64_t kUnitsPerPixel = 256;
constexpr std::uint8_t kNeutralChroma = 128;

/// SplitMix64 (Steele, Lea, Flood 2014): the standard library's distributions differ from machine to machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// Uniform in first..last; the bias of the remainder is far below what anyone sees here.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(last - first + 1));
  }

 private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

  std::uint64_t state_;
};

int even(std::int64_t value) { return static_cast<int>(value / 2 * 2); }

/// Grey blocks of random brightness, so that there is something to see and to track.
std::vector<std::uint8_t> draw_background(const vision::ImageLayout& layout, Random& random) {
  constexpr int kBlock = 8;
  std::vector<std::uint8_t> pixels(vision::packed_bytes(layout), kNeutralChroma);
  const int blocks = (layout.width + kBlock - 1) / kBlock;
  std::vector<std::uint8_t> brightness(static_cast<std::size_t>(blocks));
  for (int y = 0; y < layout.height; ++y) {
    if (y % kBlock == 0) {
      std::ranges::generate(brightness, [&] { return static_cast<std::uint8_t>(random.between(80, 140)); });
    }
    for (int x = 0; x < layout.width; ++x) {
      pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(layout.width) + static_cast<std::size_t>(x)] =
          brightness[static_cast<std::size_t>(x / kBlock)];
    }
  }
  return pixels;
}

/// A different colour for each of the 1000 objects, never the background's grey.
std::array<std::uint8_t, 3> colour_of(int index) {
  constexpr int kChromaValues = 225;
  return {static_cast<std::uint8_t>(60 + 30 * (index / kChromaValues)),
          static_cast<std::uint8_t>(16 + (index * 97) % kChromaValues),
          static_cast<std::uint8_t>(16 + (index * 61) % kChromaValues)};
}

SyntheticObject make_object(int index, const SyntheticOptions& options, Random& random) {
  SyntheticObject object{.colour = colour_of(index)};
  object.width = even(random.between(std::max(8, options.width / 16), std::max(8, options.width / 6)));
  object.height = even(random.between(std::max(8, options.height / 8), std::max(8, options.height / 3)));
  const std::array<std::int64_t, 2> room{options.width - object.width, options.height - object.height};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    object.start[axis] = random.between(0, room[axis] * kUnitsPerPixel);
    const std::int64_t speed = random.between(kUnitsPerPixel / 4, kUnitsPerPixel * 4);
    object.velocity[axis] = random.between(0, 1) == 0 ? speed : -speed;
  }
  return object;
}

/// Where something that moves evenly and is mirrored at 0 and at `room` is: an even pixel in 0..room.
int position(std::int64_t start, std::int64_t velocity, std::int64_t frame, int room) {
  const std::int64_t end = even(room) * kUnitsPerPixel;
  const std::int64_t period = 2 * end;
  const std::int64_t way = ((start + velocity * frame) % period + period) % period;
  return even((way <= end ? way : period - way) / kUnitsPerPixel);
}

struct Rectangle {
  int x;
  int y;
  int width;
  int height;
};

Rectangle place(const SyntheticScene& scene, const SyntheticObject& object, std::int64_t frame) {
  const int room_x = scene.options.width - object.width;
  const int room_y = scene.options.height - object.height;
  return {.x = position(object.start[0], object.velocity[0], frame, room_x),
          .y = position(object.start[1], object.velocity[1], frame, room_y),
          .width = object.width,
          .height = object.height};
}

void fill(std::uint8_t* plane, int row_bytes, const Rectangle& area, std::uint8_t value) {
  for (int row = area.y; row < area.y + area.height; ++row) {
    std::fill_n(plane + static_cast<std::ptrdiff_t>(row) * row_bytes + area.x, area.width, value);
  }
}

Result<void> check(const SyntheticOptions& options) {
  const bool size_fits = options.width >= kSmallestSide && options.width <= kLargestSide &&
                         options.height >= kSmallestSide && options.height <= kLargestSide;
  if (!size_fits) {
    return failure("synthetic: {}x{} pixels cannot be drawn: choose {} to {} for each side", options.width,
                   options.height, kSmallestSide, kLargestSide);
  }
  if (options.objects < 0 || options.objects > kMostObjects) {
    return failure("synthetic: {} objects cannot be drawn: choose 0 to {}", options.objects, kMostObjects);
  }
  if (options.frames <= 0 || options.frame_rate.numerator <= 0 || options.frame_rate.denominator <= 0) {
    return failure("synthetic: {} frames at {}/{} frames/s cannot be drawn: choose numbers above 0", options.frames,
                   options.frame_rate.numerator, options.frame_rate.denominator);
  }
  return {};
}

}  // namespace

Result<SyntheticScene> make_synthetic_scene(const SyntheticOptions& options) {
  if (Result<void> checked = check(options); !checked) {
    return tl::unexpected(checked.error());
  }
  Random random(options.seed);
  SyntheticScene scene{
      .options = options, .background = draw_background(synthetic_layout(options), random), .objects = {}};
  scene.objects.reserve(static_cast<std::size_t>(options.objects));
  for (int index = 0; index < options.objects; ++index) {
    scene.objects.push_back(make_object(index, options, random));
  }
  return scene;
}

vision::ImageLayout synthetic_layout(const SyntheticOptions& options) {
  return {.format = vision::PixelFormat::i420, .width = options.width, .height = options.height};
}

std::vector<vision::TrackedObject> synthetic_truth(const SyntheticScene& scene, std::int64_t frame) {
  std::vector<vision::TrackedObject> truth;
  truth.reserve(scene.objects.size());
  for (const SyntheticObject& object : scene.objects) {
    const Rectangle area = place(scene, object, frame);
    truth.push_back({.id = static_cast<std::int64_t>(truth.size()) + 1,
                     .box = {.x = static_cast<float>(area.x),
                             .y = static_cast<float>(area.y),
                             .width = static_cast<float>(area.width),
                             .height = static_cast<float>(area.height)},
                     .score = 1.0F,
                     .category = 0});
  }
  return truth;
}

void draw_synthetic_frame(const SyntheticScene& scene, std::int64_t frame, std::span<std::uint8_t> target) {
  std::ranges::copy(scene.background, target.begin());
  const auto planes = vision::plane_sizes(synthetic_layout(scene.options));
  for (const SyntheticObject& object : scene.objects) {
    const Rectangle luma = place(scene, object, frame);
    const Rectangle chroma{.x = luma.x / 2, .y = luma.y / 2, .width = luma.width / 2, .height = luma.height / 2};
    std::uint8_t* plane = target.data();
    for (std::size_t index = 0; index < planes.size(); ++index) {
      fill(plane, planes[index].row_bytes, index == 0 ? luma : chroma, object.colour[index]);
      plane += static_cast<std::ptrdiff_t>(planes[index].row_bytes) * planes[index].rows;
    }
  }
}

Result<FrameSource> synthetic_source(const SyntheticOptions& options) {
  Result<SyntheticScene> scene = make_synthetic_scene(options);
  if (!scene) {
    return tl::unexpected(scene.error());
  }
  const vision::ImageLayout layout = synthetic_layout(options);
  SourceFacts facts{
      .description = fmt::format("synthetic: {} objects, {}x{}", options.objects, options.width, options.height),
      .layout = layout,
      .max_bytes = vision::packed_bytes(layout),
      .frame_rate = options.frame_rate,
      .frame_count = options.frames,
      .duration = frame_time(options.frame_rate, options.frames)};
  auto read = [scene = std::move(*scene), layout, frame = std::int64_t{0}](
                  std::span<std::uint8_t> target, FrameInfo& info) mutable -> Result<ReadOutcome> {
    if (frame == scene.options.frames) {
      return ReadOutcome::end;
    }
    draw_synthetic_frame(scene, frame, target);
    info = {.layout = layout, .media_time = frame_time(scene.options.frame_rate, frame), .name = {}};
    ++frame;
    return ReadOutcome::frame;
  };
  return FrameSource(std::move(facts), std::move(read));
}

}  // namespace brigade::stages
