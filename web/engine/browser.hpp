#pragma once

#include <cstdint>

/// What the engine's C++ asks of the browser; written in browser.js, called on any of the engine's threads.
extern "C" {

/// Calls `task(context)` in a task of its own of this thread's event loop.
void brigade_run_soon(void (*task)(void*), void* context);

/// Shows a picture on this thread's canvas, which takes its size: RGBA, packed, alpha 255. Nothing happens as long as
/// the thread has been given no canvas.
void brigade_show(const std::uint8_t* pixels, int width, int height);

/// The capture stage has come to rest: there may be room for another frame.
void brigade_capture_rested();
}
