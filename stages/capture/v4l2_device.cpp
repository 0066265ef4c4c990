#include "stages/capture/v4l2_device.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace brigade::stages {
namespace {

constexpr std::uint32_t kCapture = V4L2_BUF_TYPE_VIDEO_CAPTURE;
constexpr std::uint32_t kBuffers = 4;
constexpr int kPatienceMilliseconds = 100;

std::string words(int error) { return std::generic_category().message(error); }

tl::unexpected<Error> refuse_to_open(const std::filesystem::path& path, int error) {
  if (error == ENOENT || error == ENODEV || error == ENXIO) {
    return failure("{}: there is no camera there: connect one, or choose another number", path.string());
  }
  return failure("{}: the camera cannot be opened ({}): check its permissions (its group is often 'video')",
                 path.string(), words(error));
}

}  // namespace

V4l2Device::Mapping::~Mapping() {
  if (!bytes.empty()) {
    munmap(bytes.data(), bytes.size());
  }
}

V4l2Device::Descriptor::~Descriptor() {
  if (number_ >= 0) {
    close(number_);
  }
}

bool V4l2Device::control(unsigned long request, void* argument) const {
  int result = 0;
  do {
    result = ioctl(descriptor_.number(), request, argument);
  } while (result == -1 && errno == EINTR);
  return result == 0;
}

tl::unexpected<Error> V4l2Device::refuse(const char* what) const {
  return failure("{}: the camera {} ({}): check that it is connected and that no other program uses it", name_, what,
                 words(errno));
}

Result<V4l2Device> V4l2Device::start(const std::filesystem::path& path, std::span<const std::uint32_t> wanted,
                                     int width, int height) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) {
    return refuse_to_open(path, errno);
  }
  V4l2Device device(path.string(), descriptor);
  int type = kCapture;
  Result<void> started =
      device.check_capabilities()
          .and_then([&] { return device.choose_pixels(wanted); })
          .and_then([&](std::uint32_t pixels) { return device.set_format(pixels, width, height); })
          .and_then([&] { return device.map_buffers(); })
          .and_then([&]() -> Result<void> {
            return device.control(VIDIOC_STREAMON, &type) ? Result<void>() : device.refuse("does not start");
          });
  return started.map([&] { return std::move(device); });
}

Result<void> V4l2Device::check_capabilities() const {
  v4l2_capability capability{};
  if (!control(VIDIOC_QUERYCAP, &capability)) {
    return failure("{}: not a camera ({}): choose another number", name_, words(errno));
  }
  const std::uint32_t able =
      (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? capability.device_caps : capability.capabilities;
  if ((able & V4L2_CAP_VIDEO_CAPTURE) == 0 || (able & V4L2_CAP_STREAMING) == 0) {
    return failure("{}: this device gives no video that can be streamed: choose another number", name_);
  }
  return {};
}

Result<std::uint32_t> V4l2Device::choose_pixels(std::span<const std::uint32_t> wanted) const {
  std::vector<std::uint32_t> offered;
  v4l2_fmtdesc description{};
  description.type = kCapture;
  for (; control(VIDIOC_ENUM_FMT, &description); ++description.index) {
    offered.push_back(description.pixelformat);
  }
  const auto found = std::ranges::find_first_of(wanted, offered);
  if (found == wanted.end()) {
    return failure(
        "{}: the camera gives none of the pixel formats understood here (YUV 4:2:0, NV12, YUYV, Motion JPEG)", name_);
  }
  return *found;
}

// NOLINTBEGIN(cppcoreguidelines-pro-type-union-access): the kernel's interface is made of unions.
Result<void> V4l2Device::set_format(std::uint32_t pixels, int width, int height) {
  v4l2_format format{};
  format.type = kCapture;
  format.fmt.pix.pixelformat = pixels;
  format.fmt.pix.width = static_cast<std::uint32_t>(width);
  format.fmt.pix.height = static_cast<std::uint32_t>(height);
  format.fmt.pix.field = V4L2_FIELD_ANY;
  if (!control(VIDIOC_S_FMT, &format)) {
    return refuse("does not take the picture's size");
  }
  const v4l2_pix_format& chosen = format.fmt.pix;
  if (chosen.pixelformat != pixels) {
    return failure("{}: the camera does not keep to a pixel format that it offered: choose another camera", name_);
  }
  format_ = {.pixels = pixels,
             .width = static_cast<int>(chosen.width),
             .height = static_cast<int>(chosen.height),
             .stride = static_cast<int>(chosen.bytesperline),
             .full_range = chosen.quantization == V4L2_QUANTIZATION_FULL_RANGE,
             .bt709 = chosen.ycbcr_enc == V4L2_YCBCR_ENC_709 ||
                      (chosen.ycbcr_enc == V4L2_YCBCR_ENC_DEFAULT && chosen.colorspace == V4L2_COLORSPACE_REC709)};
  return {};
}

Result<void> V4l2Device::map_buffers() {
  v4l2_requestbuffers request{};
  request.count = kBuffers;
  request.type = kCapture;
  request.memory = V4L2_MEMORY_MMAP;
  if (!control(VIDIOC_REQBUFS, &request) || request.count == 0) {
    return refuse("gives no buffers");
  }
  for (std::uint32_t index = 0; index < request.count; ++index) {
    v4l2_buffer buffer{};
    buffer.type = kCapture;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = index;
    if (!control(VIDIOC_QUERYBUF, &buffer)) {
      return refuse("does not show its buffers");
    }
    void* bytes =
        mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_.number(), buffer.m.offset);
    if (bytes == MAP_FAILED) {
      return refuse("does not share its buffers");
    }
    mappings_.emplace_back(bytes, buffer.length);
    if (Result<void> queued = give_back(index); !queued) {
      return queued;
    }
  }
  return {};
}

std::optional<Fraction> V4l2Device::frame_rate() const {
  v4l2_streamparm parameters{};
  parameters.type = kCapture;
  if (!control(VIDIOC_G_PARM, &parameters)) {
    return std::nullopt;
  }
  const v4l2_fract& duration = parameters.parm.capture.timeperframe;
  if (duration.numerator == 0 || duration.denominator == 0) {
    return std::nullopt;
  }
  return Fraction{static_cast<int>(duration.denominator), static_cast<int>(duration.numerator)};
}

// NOLINTEND(cppcoreguidelines-pro-type-union-access)

Result<std::optional<V4l2Buffer>> V4l2Device::take() {
  pollfd waiting{.fd = descriptor_.number(), .events = POLLIN, .revents = 0};
  if (poll(&waiting, 1, kPatienceMilliseconds) <= 0) {
    return std::nullopt;  // also after a signal: whoever asked us to stop is then heard at once
  }
  v4l2_buffer buffer{};
  buffer.type = kCapture;
  buffer.memory = V4L2_MEMORY_MMAP;
  if (!control(VIDIOC_DQBUF, &buffer)) {
    if (errno == EAGAIN) {
      return std::nullopt;
    }
    return refuse("stopped giving frames");
  }
  const std::span<const std::uint8_t> all = mappings_.at(buffer.index).bytes;
  return V4l2Buffer{
      .index = buffer.index,
      .bytes = all.first(std::min<std::size_t>(buffer.bytesused, all.size())),
      .time = std::chrono::seconds(buffer.timestamp.tv_sec) + std::chrono::microseconds(buffer.timestamp.tv_usec),
      .damaged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0};
}

Result<void> V4l2Device::give_back(std::uint32_t index) {
  v4l2_buffer buffer{};
  buffer.type = kCapture;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return control(VIDIOC_QBUF, &buffer) ? Result<void>() : refuse("does not take its buffers back");
}

}  // namespace brigade::stages
