#include "stages/render/output/window.hpp"

#include <dlfcn.h>
#include <opencv2/core.hpp>
#include <opencv2/highgui.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace brigade::stages {
namespace {

const char* set_variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
  return value != nullptr && *value != '\0' ? value : nullptr;
}

struct Unload {
  void operator()(void* library) const { ::dlclose(library); }
};

/// Whether an X server takes a connection, asked of libxcb as it is found at run time. True where there is no libxcb to
/// ask.
bool x_server_answers() {
  const std::unique_ptr<void, Unload> xcb(::dlopen("libxcb.so.1", RTLD_NOW | RTLD_LOCAL));
  if (xcb == nullptr) {
    return true;
  }
  const auto connect = reinterpret_cast<void* (*)(const char*, int*)>(::dlsym(xcb.get(), "xcb_connect"));
  const auto has_error = reinterpret_cast<int (*)(void*)>(::dlsym(xcb.get(), "xcb_connection_has_error"));
  const auto disconnect = reinterpret_cast<void (*)(void*)>(::dlsym(xcb.get(), "xcb_disconnect"));
  if (connect == nullptr || has_error == nullptr || disconnect == nullptr) {
    return true;
  }
  void* connection = connect(nullptr, nullptr);
  const bool answers = has_error(connection) == 0;
  disconnect(connection);
  return answers;
}

/// Qt, which Debian's highgui is built on, ends the program where it finds no display: so look first.
Result<void> require_display() {
  const char* platform = set_variable("QT_QPA_PLATFORM");
  if (platform != nullptr && !std::string_view(platform).starts_with("xcb") &&
      !std::string_view(platform).starts_with("wayland")) {
    return {};  // one that needs no display
  }
  const char* display = set_variable("DISPLAY");
  if (display == nullptr && set_variable("WAYLAND_DISPLAY") == nullptr) {
    return failure("--show: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); leave --show out");
  }
  if (display != nullptr && !x_server_answers()) {
    return failure("--show: the display {} does not answer; leave --show out, or correct DISPLAY", display);
  }
  return {};
}

class Window {
 public:
  explicit Window(std::string_view title) : title_(title) {}

  Result<SinkOutcome> write(const OutputFrame& frame) {
    try {
      show(frame.picture);
      return wants_to_stop() ? SinkOutcome::stop : SinkOutcome::taken;
    } catch (const cv::Exception& exception) {
      return failure("--show: the window cannot be drawn ({})", exception.err);
    }
  }

  Result<void> finish() {
    try {
      if (open_) {
        open_ = false;
        cv::destroyWindow(title_);
      }
      return {};
    } catch (const cv::Exception&) {
      return {};  // closed by its user, between two frames: what was wanted
    }
  }

 private:
  void show(const vision::ImageView& picture) {
    if (!open_) {
      cv::namedWindow(title_, cv::WINDOW_AUTOSIZE | cv::WINDOW_GUI_NORMAL);
      open_ = true;
    }
    // OpenCV has no type for pixels that are only read.
    auto* pixels = const_cast<std::uint8_t*>(picture.planes[0]);  // NOLINT(*-const-cast)
    cv::imshow(title_, cv::Mat(picture.layout.height, picture.layout.width, CV_8UC3, pixels,
                               static_cast<std::size_t>(picture.strides[0])));
  }

  [[nodiscard]] bool wants_to_stop() const {
    constexpr int kEscape = 27;
    const int key = cv::pollKey();
    return key == 'q' || key == 'Q' || key == kEscape || cv::getWindowProperty(title_, cv::WND_PROP_VISIBLE) < 1;
  }

  std::string title_;
  bool open_ = false;
};

}  // namespace

bool window_available() { return true; }

Result<FrameSink> open_window(std::string_view title) {
  if (Result<void> display = require_display(); !display) {
    return tl::unexpected(std::move(display.error()));
  }
  return FrameSink(Window(title));
}

}  // namespace brigade::stages
