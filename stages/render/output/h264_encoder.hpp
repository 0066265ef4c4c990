#pragma once

#include "common/result.hpp"
#include "stages/render/output/ffmpeg_values.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace brigade::stages {

struct EncoderOptions {
  std::string preset;
  int crf = 23;
  int threads = 1;
  double frame_rate = 25;
};

/// Takes one encoded packet; its contents may be moved out.
using TakePacket = std::function<Result<void>(AVPacket& packet)>;

/// BGR pictures of one size to H.264 by libx264. Times are in 1/90000 s. One thread at a time.
class H264Encoder {
 public:
  static constexpr AVRational kTimeBase{.num = 1, .den = 90000};

  /// An error where FFmpeg has no libx264 or x264 refuses the options.
  [[nodiscard]] static Result<H264Encoder> open(int width, int height, const EncoderOptions& options);

  /// Encodes one picture (PixelFormat::bgr, of the size given at the start); hands out the packets that are ready.
  [[nodiscard]] Result<void> encode(const vision::ImageView& picture, std::int64_t time, const TakePacket& take);

  /// Hands out what is still inside; nothing can be encoded after it.
  [[nodiscard]] Result<void> drain(const TakePacket& take);

  [[nodiscard]] const AVCodecContext& codec() const { return *codec_; }
  [[nodiscard]] int width() const { return width_; }    ///< of the pictures taken; the video's may be one more
  [[nodiscard]] int height() const { return height_; }  ///< likewise

 private:
  H264Encoder() = default;
  Result<void> hand_out(const TakePacket& take);

  int width_ = 0;
  int height_ = 0;
  std::int64_t next_key_frame_ = INT64_MIN;
  ffmpeg::Owned<AVCodecContext> codec_;
  ffmpeg::Owned<AVFrame> frame_;
  ffmpeg::Owned<AVPacket> packet_;
};

}  // namespace brigade::stages
