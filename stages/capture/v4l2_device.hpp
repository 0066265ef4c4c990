#pragma once

#include "common/result.hpp"
#include "stages/capture/frame_source.hpp"

#include <linux/videodev2.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace brigade::stages {

/// What a camera was set to.
struct V4l2Format {
  std::uint32_t pixels = 0;  ///< V4L2_PIX_FMT_...
  int width = 0;
  int height = 0;
  int stride = 0;  ///< bytes from row to row of the first plane
  bool full_range = false;
  bool bt709 = false;
};

/// One filled buffer of the camera, until it is handed back.
struct V4l2Buffer {
  std::uint32_t index = 0;
  std::span<const std::uint8_t> bytes;
  std::chrono::nanoseconds time{0};  ///< of the camera's clock
  bool damaged = false;              ///< the driver says that its content is not to be trusted
};

/// A Video4Linux capture device that streams into mapped buffers.
class V4l2Device {
 public:
  /// Opens a device, sets the first of `wanted` pixel formats that it has at the size nearest to the given one, and
  /// starts it.
  [[nodiscard]] static Result<V4l2Device> start(const std::filesystem::path& path,
                                                std::span<const std::uint32_t> wanted, int width, int height);

  [[nodiscard]] const V4l2Format& format() const { return format_; }
  [[nodiscard]] std::optional<Fraction> frame_rate() const;

  /// The next filled buffer; nothing where none came within a tenth of a second. Hand it back with `give_back`.
  [[nodiscard]] Result<std::optional<V4l2Buffer>> take();
  [[nodiscard]] Result<void> give_back(std::uint32_t index);

 private:
  struct Mapping {
    Mapping(void* first, std::size_t size) : bytes(static_cast<std::uint8_t*>(first), size) {}
    ~Mapping();
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    Mapping(Mapping&& other) noexcept : bytes(std::exchange(other.bytes, {})) {}
    Mapping& operator=(Mapping&& other) noexcept {
      std::swap(bytes, other.bytes);
      return *this;
    }
    std::span<std::uint8_t> bytes;
  };

  class Descriptor {
   public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
      std::swap(number_, other.number_);
      return *this;
    }
    [[nodiscard]] int number() const { return number_; }

   private:
    int number_;
  };

  V4l2Device(std::string name, int descriptor) : name_(std::move(name)), descriptor_(descriptor) {}
  [[nodiscard]] bool control(unsigned long request, void* argument) const;
  [[nodiscard]] Result<void> check_capabilities() const;
  [[nodiscard]] Result<std::uint32_t> choose_pixels(std::span<const std::uint32_t> wanted) const;
  [[nodiscard]] Result<void> set_format(std::uint32_t pixels, int width, int height);
  [[nodiscard]] Result<void> map_buffers();
  [[nodiscard]] tl::unexpected<Error> refuse(const char* what) const;

  std::string name_;
  Descriptor descriptor_;  // before the mappings: closing it ends the streaming
  std::vector<Mapping> mappings_;
  V4l2Format format_;
};

}  // namespace brigade::stages
