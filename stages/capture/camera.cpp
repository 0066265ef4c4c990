#include "stages/capture/camera.hpp"

#include "stages/capture/i420_converter.hpp"
#include "stages/capture/media_clock.hpp"
#include "stages/capture/v4l2_device.hpp"

extern "C" {
#include <libavutil/imgutils.h>
}

#include <array>
#include <utility>

namespace brigade::stages {
namespace {

using std::chrono::nanoseconds;

AVPixelFormat ffmpeg_format(std::uint32_t pixels) {
  switch (pixels) {
    case V4L2_PIX_FMT_YUV420:
      return AV_PIX_FMT_YUV420P;
    case V4L2_PIX_FMT_NV12:
      return AV_PIX_FMT_NV12;
    case V4L2_PIX_FMT_YUYV:
      return AV_PIX_FMT_YUYV422;
    default:
      return AV_PIX_FMT_NONE;
  }
}

/// The camera's bytes as a frame of FFmpeg's, without a copy: it is good for as long as the bytes are. False where the
/// buffer is too short for the picture.
bool wrap(const V4l2Format& format, std::span<const std::uint8_t> bytes, AVFrame& frame) {
  const AVPixelFormat pixels = ffmpeg_format(format.pixels);
  frame.format = pixels;
  frame.width = format.width;
  frame.height = format.height;
  frame.colorspace = format.bt709 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  frame.color_range = format.full_range ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  frame.linesize[0] = format.stride;
  frame.linesize[1] = pixels == AV_PIX_FMT_NV12 ? format.stride : format.stride / 2;
  frame.linesize[2] = pixels == AV_PIX_FMT_YUV420P ? format.stride / 2 : 0;
  // FFmpeg's frames have no const; nobody writes into this one.
  auto* first = const_cast<std::uint8_t*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  const int needed = av_image_fill_pointers(static_cast<std::uint8_t**>(frame.data), pixels, format.height, first,
                                            static_cast<const int*>(frame.linesize));
  return needed > 0 && static_cast<std::size_t>(needed) <= bytes.size();
}

/// Motion JPEG: each buffer of the camera is one JPEG.
class JpegDecoder {
 public:
  JpegDecoder()
      : context_(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG))),
        packet_(av_packet_alloc()),
        is_open_(context_ != nullptr && avcodec_open2(context_.get(), nullptr, nullptr) == 0) {}

  bool decode(std::span<const std::uint8_t> bytes, AVFrame& frame) {
    // A packet of its own storage, because the decoder reads a little past the end.
    if (!is_open_ || av_new_packet(packet_.get(), static_cast<int>(bytes.size())) < 0) {
      return false;
    }
    std::ranges::copy(bytes, packet_->data);
    const bool sent = avcodec_send_packet(context_.get(), packet_.get()) == 0;
    av_packet_unref(packet_.get());
    return sent && avcodec_receive_frame(context_.get(), &frame) == 0;
  }

 private:
  ffmpeg::CodecContext context_;
  ffmpeg::Packet packet_;
  bool is_open_;
};

/// What the camera's I420 frames mean. A JPEG is full range and BT.601 by its standard (JFIF).
vision::ImageLayout camera_layout(const V4l2Format& format) {
  const bool is_jpeg = ffmpeg_format(format.pixels) == AV_PIX_FMT_NONE;
  using Matrix = vision::YuvEncoding::Matrix;
  return {.format = vision::PixelFormat::i420,
          .width = format.width,
          .height = format.height,
          .yuv = {.matrix = format.bt709 && !is_jpeg ? Matrix::bt709 : Matrix::bt601,
                  .full_range = format.full_range || is_jpeg}};
}

nanoseconds nominal_duration(const std::optional<Fraction>& rate) {
  return rate ? frame_duration(*rate) : std::chrono::milliseconds(33);
}

class Camera {
 public:
  Camera(std::string name, V4l2Device device)
      : name_(std::move(name)),
        device_(std::move(device)),
        converter_(camera_layout(device_.format()), 0),
        frame_(av_frame_alloc()),
        clock_(nominal_duration(device_.frame_rate())) {}

  [[nodiscard]] SourceFacts facts() const {
    const vision::ImageLayout layout = converter_.target_layout();
    return {.description = fmt::format("{}: camera, {}x{}", name_, layout.width, layout.height),
            .layout = layout,
            .max_bytes = vision::packed_bytes(layout),
            .live = true,
            .frame_rate = device_.frame_rate(),
            .frame_count = std::nullopt,
            .duration = std::nullopt};
  }

  Result<ReadOutcome> operator()(std::span<std::uint8_t> target, FrameInfo& info) {
    const Result<std::optional<V4l2Buffer>> taken = device_.take();
    if (!taken) {
      return tl::unexpected(taken.error());
    }
    const std::optional<V4l2Buffer>& buffer = *taken;
    if (!buffer) {
      return ReadOutcome::not_yet;
    }
    const Result<bool> converted = convert(*buffer, target);
    if (Result<void> returned = device_.give_back(buffer->index); !returned) {
      return tl::unexpected(returned.error());
    }
    if (!converted) {
      return failure("{}: {}", name_, converted.error().message);
    }
    if (!*converted) {
      ++damaged_;
      return ReadOutcome::not_yet;
    }
    const nanoseconds start = start_.value_or(buffer->time);
    start_ = start;
    info.layout = converter_.target_layout();
    info.media_time = clock_.next(buffer->time - start);
    info.name.clear();
    info.undecodable_before = std::exchange(damaged_, 0);
    return ReadOutcome::frame;
  }

 private:
  /// False where the camera's bytes are damaged: the next frame will be better.
  Result<bool> convert(const V4l2Buffer& buffer, std::span<std::uint8_t> target) {
    const V4l2Format& format = device_.format();
    const bool is_jpeg = ffmpeg_format(format.pixels) == AV_PIX_FMT_NONE;
    const bool good =
        !buffer.damaged && (is_jpeg ? jpeg_.decode(buffer.bytes, *frame_) : wrap(format, buffer.bytes, *frame_));
    if (!good) {
      return false;
    }
    return converter_.convert(*frame_, target).map([] { return true; });
  }

  std::string name_;
  V4l2Device device_;
  JpegDecoder jpeg_;
  I420Converter converter_;
  ffmpeg::Frame frame_;
  MediaClock clock_;
  std::optional<nanoseconds> start_;
  int damaged_ = 0;
};

}  // namespace

Result<FrameSource> camera_source(const std::filesystem::path& device, const CameraOptions& options) {
  // Cameras give small pictures uncompressed at full rate, but large ones only as JPEG: USB 2 is too slow for more.
  constexpr std::array<std::uint32_t, 4> kSmall{V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_YUYV,
                                                V4L2_PIX_FMT_MJPEG};
  constexpr std::array<std::uint32_t, 4> kLarge{V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_NV12,
                                                V4L2_PIX_FMT_YUYV};
  const bool is_small = options.width * options.height <= 640 * 480;
  av_log_set_level(AV_LOG_QUIET);
  return V4l2Device::start(device, is_small ? kSmall : kLarge, options.width, options.height)
      .map([&](V4l2Device&& started) {
        Camera camera(device.string(), std::move(started));
        SourceFacts facts = camera.facts();
        return FrameSource(std::move(facts), std::move(camera));
      });
}

}  // namespace brigade::stages
