#pragma once

#include "stages/track/camera_motion/features.hpp"
#include "stages/track/camera_motion/fit_similarity.hpp"
#include "stages/track/camera_motion/grey_pyramid.hpp"
#include "vision/detection.hpp"
#include "vision/image.hpp"
#include "vision/similarity.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brigade::stages {

/// Measures how the camera moves, from the pictures alone: corners all over the picture, reduced to 320 pixels or fewer
/// in width, are looked for in the next one, and the motion that most of them share is the camera's.
///
/// It says that nothing moved unless it is sure that something did: too few corners agree, they do not lie all over the
/// picture, or the motion is as small as noise makes it. So a camera on a tripod, a cut, a picture without texture and
/// one that is full of moving things all give the same as no measurement. Equal pictures give equal motions, bit by
/// bit. About 0.5 ms a frame on a desktop's core. Not for use by several threads at once.
class CameraMotion {
 public:
  CameraMotion();

  /// Takes the next picture, and says how it moved since the one before, in pixels of the frame: see
  /// Tracker::move_camera. `detections` are of this picture: what they cover may move by itself and has no vote when
  /// the next one comes. A picture of another size or format than the last is like a first one. Allocates nothing as
  /// long as that stays the same.
  [[nodiscard]] vision::Similarity update(const vision::ImageView& picture,
                                          std::span<const vision::Detection> detections);

 private:
  void match_features();
  [[nodiscard]] vision::Similarity measure() const;
  [[nodiscard]] bool stands_still() const;
  [[nodiscard]] bool is_supported(const vision::Similarity& motion) const;
  [[nodiscard]] bool is_noise(const vision::Similarity& motion) const;
  void choose_features(std::span<const vision::Detection> detections);

  PyramidBuilder builder_;
  GreyPyramid last_;
  GreyPyramid next_;
  vision::ImageLayout layout_{.width = 0, .height = 0};  ///< of the last picture
  int reduction_ = 1;
  std::vector<vision::Box> avoided_;
  std::vector<Feature> features_;  ///< of the last picture
  std::vector<Match> matches_;     ///< in pixels of the reduced picture
};

}  // namespace brigade::stages
