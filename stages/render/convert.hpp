#pragma once

#include "vision/image.hpp"

#include <opencv2/core/mat.hpp>

namespace brigade::stages {

/// Writes a frame of any pixel format into `bgr` as 8-bit blue, green, red (CV_8UC3): what drawing, the video writer
/// and the PNG writer take. `bgr` is given the frame's size and keeps its memory from call to call while the size
/// stays.
///
/// I420 and NV12 are decoded as their YuvEncoding says (ITU-R BT.601 or BT.709, limited or full range), each chroma
/// sample standing for its 2x2 pixels; the result differs from exact arithmetic by at most 1. Odd sizes are fine. Runs
/// in the calling thread alone (OpenCV's own conversions would wake its thread pool, whose threads the detector needs).
void to_bgr(const vision::ImageView& frame, cv::Mat& bgr);

/// The same as 8-bit red, green, blue and an opaque alpha (CV_8UC4): what a browser's canvas takes.
void to_rgba(const vision::ImageView& frame, cv::Mat& rgba);

/// The same pixels as a view; `bgr` is CV_8UC3 and must outlive it.
[[nodiscard]] vision::ImageView view_of_bgr(const cv::Mat& bgr);

/// The same pixels as a view; `rgba` is CV_8UC4 and must outlive it.
[[nodiscard]] vision::ImageView view_of_rgba(const cv::Mat& rgba);

/// Turns left and right round, in place, without allocating: CV_8UC3 or CV_8UC4.
void mirror(cv::Mat& picture);

}  // namespace brigade::stages
