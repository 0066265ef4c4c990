#pragma once

#include "common/result.hpp"
#include "models/catalogue.hpp"
#include "models/decoding.hpp"
#include "models/letterbox.hpp"
#include "models/network/network.hpp"
#include "vision/detection.hpp"
#include "vision/heat_map.hpp"
#include "vision/image.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace brigade::models {

/// What a network computes in: floats, or 8-bit integers wherever that is precise enough.
enum class Precision : std::uint8_t { f32, int8 };

/// Which detector, at which size, with how many threads.
struct DetectorOptions {
  std::string model = "centernet";  ///< a name of the catalogue
  int size = 0;                     ///< side of the square input in pixels, a multiple of 32; 0: the model's own
  float score = 0.3F;               ///< detections below are left out, 0..1
  int threads = 1;                  ///< of the detector's pool, the calling thread included; >= 1
  int most = 100;                   ///< detections kept per image, the best ones; >= 1
  /// The only ones that are looked for (labels.hpp reads lists of labels); empty: all.
  std::vector<int> categories{};  // NOLINT(readability-redundant-member-init): initialisers may leave it out
  Precision precision = Precision::f32;
  /// Of precision int8: what `brigade quantize` wrote; empty: where it writes unless it is told another place.
  std::filesystem::path int8_weights{};  // NOLINT(readability-redundant-member-init): likewise
};

/// Whether a detector of this model can be asked for that; says what is wrong.
[[nodiscard]] Result<void> check_decoding(const ModelEntry& model, float score, std::span<const int> categories);

/// Finds objects in one image at a time: letterbox, network, decoder. One thread may use it at a time.
class Detector {
 public:
  /// Reads and plans the network. Errors name the model, the file and what to do.
  [[nodiscard]] static Result<Detector> create(const DetectorOptions& options);

  /// Equal detectors that work side by side, each on frames and threads of its own, with one set of weights. `count`
  /// >= 1. Errors as of `create`.
  [[nodiscard]] static Result<std::vector<Detector>> create_side_by_side(const DetectorOptions& options, int count);

  /// Detections in pixels of the image, clipped to it, the best score first. Valid until the next call. Allocates
  /// nothing once the first calls have grown its buffers.
  [[nodiscard]] Result<std::span<const vision::Detection>> detect(const vision::ImageView& image);

  /// The three steps of `detect`, one by one, for profiles. The image is at least 1x1 and has all planes of its format.
  void preprocess(const vision::ImageView& image);
  [[nodiscard]] Result<void> run_network();
  [[nodiscard]] std::span<const vision::Detection> decode();

  /// What the network has seen of one category in the last image, whatever score and categories are asked for, if
  /// heat maps were wanted then; else little more than what passes the score. Empty for a category that the model has
  /// not. Allocates nothing.
  void heat_map(int category, vision::HeatMap& map) const;

  /// From the next image on, whether all is kept that `heat_map` shows. At first it is not, which is faster.
  void want_heat_maps(bool wanted);

  /// Asks for another least score and other categories (empty: all), from the next image on. Fails, changing nothing,
  /// as check_decoding does. Allocates nothing for as many categories as before.
  [[nodiscard]] Result<void> set_decoding(float score, std::span<const int> categories);

  [[nodiscard]] const ModelEntry& model() const;
  [[nodiscard]] int size() const;  ///< side of the square input, pixels
  [[nodiscard]] Network& network();

 private:
  Detector(const ModelEntry& model, int size, DecodingOptions decoding, Network network);

  void keep_what_is_looked_at();

  const ModelEntry* model_;  ///< of the catalogue
  int size_;
  DecodingOptions decoding_;
  Network network_;
  Letterbox letterbox_;
  vision::ImageLayout image_;  ///< of the last image
  std::vector<vision::Detection> detections_;
  bool heat_maps_wanted_ = false;
};

}  // namespace brigade::models
