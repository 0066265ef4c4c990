#include "stages/render/output/window.hpp"

#include "tests/stages/render/test_pictures.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <chrono>
#include <optional>
#include <string>

// Qt's fonts are read by fontconfig, which keeps what it has read.
extern "C" const char* __lsan_default_suppressions();                                  // NOLINT(*)
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }  // NOLINT(*)

namespace {

using namespace brigade;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

/// Sets an environment variable (null: unsets it) while it lives.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* old = ::getenv(name)) {  // NOLINT(concurrency-mt-unsafe)
      old_ = old;
    }
    set(value);
  }
  ~Environment() { set(old_ ? old_->c_str() : nullptr); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  Environment(Environment&&) = delete;
  Environment& operator=(Environment&&) = delete;

 private:
  void set(const char* value) const {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): a test is one thread
    (void)(value != nullptr ? ::setenv(name_, value, 1) : ::unsetenv(name_));
  }

  const char* name_;
  std::optional<std::string> old_;
};

}  // namespace

TEST_CASE("where no window can be shown it is refused instead of ending the program") {
  const Environment platform("QT_QPA_PLATFORM", nullptr);
  const Environment wayland("WAYLAND_DISPLAY", nullptr);
  const auto refusal = [](const char* display) {
    const Environment named("DISPLAY", display);
    const Result<stages::FrameSink> window = stages::open_window("test");
    return window ? std::string() : window.error().message;
  };
  if (stages::window_available()) {
    CHECK_THAT(refusal(nullptr), ContainsSubstring("there is no display"));
    CHECK_THAT(refusal(":987"), ContainsSubstring("the display :987 does not answer"));
  } else {
    CHECK_THAT(refusal(nullptr), ContainsSubstring("this build has no window support"));
  }
}

TEST_CASE("a window takes frames as they come") {
  const Environment platform("QT_QPA_PLATFORM", "offscreen");
  Result<stages::FrameSink> window = stages::open_window("test");
  REQUIRE(window.has_value() == stages::window_available());
  if (!window) {
    return;
  }
  for (int number = 1; number <= 3; ++number) {
    const tests::TestPicture picture(64, 48, 100, number);
    CHECK(window->write(output_frame(picture, number, number * 40ms)) == stages::SinkOutcome::taken);
  }
  CHECK(window->finish());
}
