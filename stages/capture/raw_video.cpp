#include "stages/capture/raw_video.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace brigade::stages {
namespace {

constexpr int kLargestSide = 16384;
constexpr int kHighDefinitionRows = 720;

using NamedFormat = std::pair<std::string_view, vision::PixelFormat>;
constexpr std::array<NamedFormat, 5> kFormats{{{"i420", vision::PixelFormat::i420},
                                               {"nv12", vision::PixelFormat::nv12},
                                               {"bgr", vision::PixelFormat::bgr},
                                               {"rgb", vision::PixelFormat::rgb},
                                               {"rgba", vision::PixelFormat::rgba}}};

std::optional<vision::PixelFormat> parse_format(std::string_view text) {
  for (const auto& [name, format] : kFormats) {
    if (name == text) {
      return format;
    }
  }
  return std::nullopt;
}

/// A whole number from 1 to `largest`, and nothing after it.
std::optional<int> parse_number(std::string_view text, int largest) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= 1 && number <= largest ? std::optional(number) : std::nullopt;
}

/// The text before and after the first `mark`; all of it and "1" where there is none.
std::pair<std::string_view, std::string_view> split(std::string_view text, char mark, std::string_view otherwise) {
  const std::size_t at = text.find(mark);
  return at == std::string_view::npos ? std::pair(text, otherwise) : std::pair(text.substr(0, at), text.substr(at + 1));
}

}  // namespace

Result<RawVideo> parse_raw_video(std::string_view text) {
  const auto [format_text, rest] = split(text, ':', "");
  const auto [size_text, rate_text] = split(rest, '@', "25");
  const auto [width_text, height_text] = split(size_text, 'x', "");
  const auto [numerator_text, denominator_text] = split(rate_text, '/', "1");
  const auto format = parse_format(format_text);
  if (!format) {
    return failure("raw video '{}': '{}' is no pixel format: write i420, nv12, bgr, rgb or rgba", text, format_text);
  }
  const auto width = parse_number(width_text, kLargestSide);
  const auto height = parse_number(height_text, kLargestSide);
  if (!width || !height) {
    return failure("raw video '{}': '{}' is no size: write WIDTHxHEIGHT, each from 1 to {}", text, size_text,
                   kLargestSide);
  }
  constexpr int kLargestPart = 1'000'000;
  const auto numerator = parse_number(numerator_text, kLargestPart);
  const auto denominator = parse_number(denominator_text, kLargestPart);
  if (!numerator || !denominator) {
    return failure("raw video '{}': '{}' is no frame rate: write frames per second as 30 or 30000/1001", text,
                   rate_text);
  }
  using Matrix = vision::YuvEncoding::Matrix;
  const Matrix matrix = *height >= kHighDefinitionRows ? Matrix::bt709 : Matrix::bt601;
  return RawVideo{.layout = {.format = *format, .width = *width, .height = *height, .yuv = {.matrix = matrix}},
                  .frame_rate = {*numerator, *denominator}};
}

}  // namespace brigade::stages
