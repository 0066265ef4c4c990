#include "stages/render/draw.hpp"

#include "stages/render/colours.hpp"
#include "stages/render/paint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>

namespace brigade::stages {
namespace {

constexpr Colour kShadow{};

/// The pixels that a box covers; nothing for one that cannot be drawn. Far corners are brought near, so that no later
/// sum leaves the range of int.
std::optional<cv::Rect> pixels_of(const vision::Box& box) {
  static constexpr float kFar = 1 << 20;
  const float right = box.x + box.width;
  const float bottom = box.y + box.height;
  if (!std::isfinite(right) || !std::isfinite(bottom) || !(box.width > 0) || !(box.height > 0)) {
    return std::nullopt;
  }
  const auto pixel = [](float value) { return static_cast<int>(std::lround(std::clamp(value, -kFar, kFar))); };
  const cv::Point from(pixel(box.x), pixel(box.y));
  const cv::Point to(pixel(right), pixel(bottom));
  return cv::Rect(from.x, from.y, std::max(1, to.x - from.x), std::max(1, to.y - from.y));
}

vision::Box placed(const vision::Box& box, const cv::Mat& picture, const Style& style) {
  vision::Box place = box;
  if (style.mirrored) {
    place.x = static_cast<float>(picture.cols) - box.x - box.width;
  }
  return place;
}

cv::Point2f placed(cv::Point2f point, const cv::Mat& picture, const Style& style) {
  return style.mirrored ? cv::Point2f(static_cast<float>(picture.cols) - point.x, point.y) : point;
}

void draw_box(cv::Mat& picture, const vision::Box& box, Colour colour, const Style& style) {
  const std::optional<cv::Rect> area = pixels_of(placed(box, picture, style));
  if (!area) {
    return;
  }
  const auto grown = [&](int by) {
    return cv::Rect(area->x - by, area->y - by, area->width + 2 * by, area->height + 2 * by);
  };
  // The line lies centred on the box's edge.
  const int outside = style.line / 2;
  stroke_rectangle(picture, grown(outside + style.halo), style.line + 2 * style.halo, kShadow, style.halo_opacity);
  stroke_rectangle(picture, grown(outside), style.line, colour, 1);
}

/// Text of a label; holds 500 characters before it allocates.
using Label = fmt::memory_buffer;

Label label_start(int category, std::span<const std::string_view> labels) {
  Label label;
  if (category >= 0 && static_cast<std::size_t>(category) < labels.size()) {
    fmt::format_to(std::back_inserter(label), "{:.40}", labels[static_cast<std::size_t>(category)]);
  } else {
    fmt::format_to(std::back_inserter(label), "class {}", category);
  }
  return label;
}

/// A plate on the box's upper edge; inside the box where there is no room above it.
cv::Rect place_plate(const cv::Rect& box, cv::Size plate, cv::Size picture, const Style& style) {
  const int edge = style.line / 2 + style.halo;
  const int above = box.y - edge - plate.height;
  const int x = std::clamp(box.x - edge, 0, std::max(0, picture.width - plate.width));
  const int y = std::clamp(above >= 0 ? above : box.y - edge, 0, std::max(0, picture.height - plate.height));
  return {{x, y}, plate};
}

void draw_label(cv::Mat& picture, const vision::Box& box, std::string_view text, Colour colour, const Style& style) {
  const std::optional<cv::Rect> area = pixels_of(placed(box, picture, style));
  // A label for what cannot be seen would only puzzle.
  if (!area || (*area & cv::Rect(0, 0, picture.cols, picture.rows)).empty()) {
    return;
  }
  const int padding = std::max(2, style.font.capital_height() / 3);
  const int margin = std::max(2, style.font.capital_height() / 2);
  const cv::Size size(style.font.width(text) + 2 * margin, style.font.capital_height() + 2 * padding);
  const cv::Rect plate = place_plate(*area, size, picture.size(), style);
  fill_rectangle(picture, plate, colour, 1);
  const cv::Point pen(plate.x + margin, plate.y + padding - style.font.capital_top());
  write_text(picture, pen, text, style.font, text_colour_on(colour));
}

/// Thin where it is old, twice: the dark rim of the whole trail lies under all of its colour.
void draw_trail(cv::Mat& picture, std::span<const TrailPoint> points, Colour colour, const Style& style) {
  const auto stroke = [&](Colour ink, float rim, float opacity) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      const float youth = static_cast<float>(i) / static_cast<float>(points.size() - 1);
      const float width = style.trail_width * (1 + 2 * youth) / 3;
      stroke_line(picture, placed(points[i - 1].position, picture, style), placed(points[i].position, picture, style),
                  width + 2 * rim, ink, opacity);
    }
  };
  stroke(kShadow, static_cast<float>(style.halo), style.halo_opacity);
  stroke(colour, 0, 1);
}

}  // namespace

Style style_for(cv::Size picture) {
  const int side = std::min(picture.width, picture.height);
  Style style;
  style.line = std::max(1, (side + 150) / 300);
  style.halo = std::max(1, side / 700);
  style.trail_width = std::max(1.5F, static_cast<float>(side) / 200);
  style.font = Font(std::max(8, side / 56));
  return style;
}

void draw_tracks(cv::Mat& picture, std::span<const vision::TrackedObject> tracks,
                 std::span<const std::string_view> labels, const Trails* trails, const Style& style) {
  if (trails != nullptr) {
    for (const vision::TrackedObject& track : tracks) {
      draw_trail(picture, trails->points(track.id), colour_of(track.id), style);
    }
  }
  for (const vision::TrackedObject& track : tracks) {
    draw_box(picture, track.box, colour_of(track.id), style);
  }
  // Last, so that no line runs through a label.
  for (const vision::TrackedObject& track : tracks) {
    Label label = label_start(track.category, labels);
    fmt::format_to(std::back_inserter(label), " {}", track.id);
    if (style.scores) {
      fmt::format_to(std::back_inserter(label), "  {:.2f}", track.score);
    }
    draw_label(picture, track.box, {label.data(), label.size()}, colour_of(track.id), style);
  }
}

void draw_detections(cv::Mat& picture, std::span<const vision::Detection> detections,
                     std::span<const std::string_view> labels, const Style& style) {
  for (const vision::Detection& detection : detections) {
    draw_box(picture, detection.box, colour_of(detection.category), style);
  }
  for (const vision::Detection& detection : detections) {
    Label label = label_start(detection.category, labels);
    if (style.scores) {
      fmt::format_to(std::back_inserter(label), "  {:.2f}", detection.score);
    }
    draw_label(picture, detection.box, {label.data(), label.size()}, colour_of(detection.category), style);
  }
}

}  // namespace brigade::stages
