#include "stages/capture/i420_converter.hpp"

#include "stages/capture/rotate.hpp"

namespace brigade::stages {
namespace {

using vision::YuvEncoding;

constexpr int kHighDefinitionRows = 720;

YuvEncoding::Matrix matrix_of(const AVFrame& frame) {
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return YuvEncoding::Matrix::bt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
      return YuvEncoding::Matrix::bt601;
    default:
      return frame.height >= kHighDefinitionRows ? YuvEncoding::Matrix::bt709 : YuvEncoding::Matrix::bt601;
  }
}

/// The `yuvj` formats are the old way to say full range.
bool is_full_range(const AVFrame& frame) {
  return frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P ||
         frame.format == AV_PIX_FMT_YUVJ422P || frame.format == AV_PIX_FMT_YUVJ444P ||
         frame.format == AV_PIX_FMT_YUVJ440P || frame.format == AV_PIX_FMT_YUVJ411P;
}

const int* coefficients(YuvEncoding::Matrix matrix) {
  return sws_getCoefficients(matrix == YuvEncoding::Matrix::bt709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
}

bool is_i420(const AVFrame& frame) { return frame.format == AV_PIX_FMT_YUV420P || frame.format == AV_PIX_FMT_YUVJ420P; }

vision::ImageView view_of(const AVFrame& frame, const vision::ImageLayout& layout) {
  return {.layout = layout,
          .planes = {frame.data[0], frame.data[1], frame.data[2]},
          .strides = {frame.linesize[0], frame.linesize[1], frame.linesize[2]}};
}

}  // namespace

vision::ImageLayout i420_layout_of(const AVFrame& frame) {
  return {.format = vision::PixelFormat::i420,
          .width = frame.width,
          .height = frame.height,
          .yuv = {.matrix = matrix_of(frame), .full_range = is_full_range(frame)}};
}

vision::ImageLayout I420Converter::target_layout() const { return rotated_layout(layout_, quarter_turns_); }

Result<void> I420Converter::scale(const AVFrame& frame) {
  if (scaled_ == nullptr) {
    scaled_.reset(av_frame_alloc());
    scaled_->format = AV_PIX_FMT_YUV420P;
    scaled_->width = layout_.width;
    scaled_->height = layout_.height;
    if (const int error = av_frame_get_buffer(scaled_.get(), 0); error < 0) {
      return failure("no memory for a frame of {}x{} pixels ({}): make the video smaller", layout_.width,
                     layout_.height, ffmpeg::error_text(error));
    }
  }
  scaler_.reset(sws_getCachedContext(scaler_.release(), frame.width, frame.height,
                                     static_cast<AVPixelFormat>(frame.format), layout_.width, layout_.height,
                                     AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (scaler_ == nullptr) {
    return failure("its frames ({}x{}) cannot be converted to I420: convert the video to yuv420p first", frame.width,
                   frame.height);
  }
  // Where both sides are YUV of the same meaning this keeps the numbers as they are; from RGB it makes what layout_
  // says.
  const vision::YuvEncoding source = i420_layout_of(frame).yuv;
  constexpr int kOne = 1 << 16;
  sws_setColorspaceDetails(scaler_.get(), coefficients(source.matrix), static_cast<int>(source.full_range),
                           coefficients(layout_.yuv.matrix), static_cast<int>(layout_.yuv.full_range), 0, kOne, kOne);
  sws_scale(scaler_.get(), static_cast<const std::uint8_t* const*>(frame.data), static_cast<const int*>(frame.linesize),
            0, frame.height, static_cast<std::uint8_t* const*>(scaled_->data), static_cast<int*>(scaled_->linesize));
  return {};
}

Result<void> I420Converter::convert(const AVFrame& frame, std::span<std::uint8_t> target) {
  const AVFrame* i420 = &frame;
  if (!is_i420(frame) || i420_layout_of(frame) != layout_) {
    // By way of a frame of FFmpeg's own: swscale may write past the end of a row that is not padded.
    if (Result<void> scaled = scale(frame); !scaled) {
      return scaled;
    }
    i420 = scaled_.get();
  }
  if (quarter_turns_ == 0) {
    vision::copy_packed(view_of(*i420, layout_), target);
  } else {
    rotate_i420(view_of(*i420, layout_), quarter_turns_, target);
  }
  return {};
}

}  // namespace brigade::stages
