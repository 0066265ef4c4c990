/// What the engine's worker calls; module.ts is its typed counterpart. Everything runs on the engine's thread. Texts
/// are UTF-8; those returned belong to the engine and are good until its next call.

#include "stages/capture/synthetic.hpp"
#include "web/engine/measure.hpp"
#include "web/engine/session.hpp"
#include "web/engine/weights_files.hpp"

#include <emscripten/emscripten.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace brigade::web {

/// One engine: at most one session at a time.
struct Engine {
  std::unique_ptr<Session> session;
  std::optional<stages::SyntheticScene> scene;  ///< of the synthetic feed
  std::int64_t next_frame = 0;                  ///< of the scene
  std::string text;                             ///< returned last
};

namespace {

const char* keep(Engine& engine, std::string text) {
  engine.text = std::move(text);
  return engine.text.c_str();
}

pipeline::Instant now() { return pipeline::Clock().now(); }

}  // namespace
}  // namespace brigade::web

using namespace brigade;
using web::Engine;
using web::keep;

extern "C" {

EMSCRIPTEN_KEEPALIVE Engine* brigade_create() { return new Engine; }

/// Where the files of a network are looked for: JSON that begins with `[`, or why there are none.
EMSCRIPTEN_KEEPALIVE const char* brigade_weights_files(Engine* engine, const char* network) {
  const auto files = web::parse_network_choice(network).and_then(web::weights_files_json);
  return keep(*engine, files ? *files : files.error().message);
}

/// Begins a session; null, or why there is none.
EMSCRIPTEN_KEEPALIVE const char* brigade_begin(Engine* engine, const char* options) {
  auto session = web::parse_session_options(options).and_then(web::Session::begin);
  if (!session) {
    return keep(*engine, session.error().message);
  }
  engine->session = *std::move(session);
  return nullptr;
}

/// Null, or why the options were not taken.
EMSCRIPTEN_KEEPALIVE const char* brigade_change(Engine* engine, const char* options) {
  const auto live = web::parse_live_options(options);
  if (!live) {
    return keep(*engine, live.error().message);
  }
  engine->session->change(*live);
  return nullptr;
}

EMSCRIPTEN_KEEPALIVE const char* brigade_facts(Engine* engine) { return keep(*engine, engine->session->facts()); }
EMSCRIPTEN_KEEPALIVE const char* brigade_status(Engine* engine) { return keep(*engine, engine->session->status()); }
EMSCRIPTEN_KEEPALIVE std::uintptr_t brigade_render_thread(Engine* engine) { return engine->session->render_thread(); }

// --- frames ---

/// Memory for a frame, or null: see FrameInbox::reserve.
EMSCRIPTEN_KEEPALIVE std::uint8_t* brigade_reserve(Engine* engine) {
  return engine->session->inbox().reserve(web::now()).data();
}

/// `format`: of vision::PixelFormat. `media_time`: microseconds.
EMSCRIPTEN_KEEPALIVE void brigade_commit(Engine* engine, int format, int width, int height, bool bt709, bool full_range,
                                         double media_time) {
  using Matrix = vision::YuvEncoding::Matrix;
  const vision::ImageLayout layout{.format = static_cast<vision::PixelFormat>(format),
                                   .width = width,
                                   .height = height,
                                   .yuv = {.matrix = bt709 ? Matrix::bt709 : Matrix::bt601, .full_range = full_range}};
  const auto time =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double, std::micro>(media_time));
  engine->session->inbox().commit(layout, time, web::now());
  engine->session->work();
}

EMSCRIPTEN_KEEPALIVE void brigade_release(Engine* engine) { engine->session->inbox().release(); }
EMSCRIPTEN_KEEPALIVE void brigade_count_replaced(Engine* engine) { engine->session->inbox().count_replaced(); }
EMSCRIPTEN_KEEPALIVE bool brigade_has_room(Engine* engine) { return engine->session->inbox().has_room(); }

/// Lays out a synthetic scene; null, or why there is none.
EMSCRIPTEN_KEEPALIVE const char* brigade_lay_out_scene(Engine* engine, int width, int height, int frames_per_second) {
  auto scene = stages::make_synthetic_scene({.width = width, .height = height, .frame_rate = {frames_per_second, 1}});
  if (!scene) {
    return keep(*engine, scene.error().message);
  }
  engine->scene = *std::move(scene);
  engine->next_frame = 0;
  return nullptr;
}

/// Draws the scene's next frame into a slot and sends it.
EMSCRIPTEN_KEEPALIVE void brigade_draw_scene(Engine* engine) {
  const std::int64_t frame = engine->next_frame++;
  stages::FrameInbox& inbox = engine->session->inbox();
  if (const auto memory = inbox.reserve(web::now()); !memory.empty()) {
    stages::draw_synthetic_frame(*engine->scene, frame, memory);
    inbox.commit(stages::synthetic_layout(engine->scene->options),
                 stages::frame_time(engine->scene->options.frame_rate, frame), web::now());
  }
  engine->session->work();
}

// --- the end ---

/// No frame will follow; what has come is still shown.
EMSCRIPTEN_KEEPALIVE void brigade_close_inbox(Engine* engine) {
  engine->session->inbox().release();
  engine->session->inbox().close();
  engine->session->work();
}

EMSCRIPTEN_KEEPALIVE bool brigade_over(Engine* engine) { return engine->session->over(); }

/// Once the session is over: gives its memory and threads back.
EMSCRIPTEN_KEEPALIVE void brigade_end(Engine* engine) { engine->session.reset(); }

// --- measurements ---

/// measure() while no session runs: JSON that begins with `{`, or why there is none.
EMSCRIPTEN_KEEPALIVE const char* brigade_measure(Engine* engine, const char* options, int frames) {
  const auto measured = web::parse_session_options(options).and_then(
      [&](const web::SessionOptions& parsed) { return web::measure(parsed, frames); });
  return keep(*engine, measured ? *measured : measured.error().message);
}

EMSCRIPTEN_KEEPALIVE void brigade_record(Engine* engine, bool on) { engine->session->record(on); }
EMSCRIPTEN_KEEPALIVE const char* brigade_recording(Engine* engine) {
  return keep(*engine, engine->session->recording());
}
}
