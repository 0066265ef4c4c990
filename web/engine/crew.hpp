#pragma once

#include "common/result.hpp"
#include "stages/assembly.hpp"
#include "web/engine/event_loop.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace brigade::web {

/// Who works at the stages of a fed assembly. Pipelined: capture on the engine's thread and render on one of its own,
/// both by their event loops; detect and track on threads that sleep when they have nothing to do. Sequential: the
/// engine's thread alone, a step of each in turn. Made, asked and destroyed on the engine's thread.
class Crew {
 public:
  /// Begins to work. The assembly outlives the crew. Fails when a thread is not to be had.
  [[nodiscard]] static Result<std::unique_ptr<Crew>> begin(stages::Assembly& assembly, stages::Mode mode);

  Crew(const Crew&) = delete;
  Crew(Crew&&) = delete;
  Crew& operator=(const Crew&) = delete;
  Crew& operator=(Crew&&) = delete;
  /// Not before `over()`: waits for the threads, which are then about to end.
  ~Crew();

  /// Something was brought for capture: looks at it now.
  void work();

  /// Whether all stages have ended, and the browser holds no callback to them any more.
  [[nodiscard]] bool over() const;

  /// What ended a stage early, the first in time; none while all is well.
  [[nodiscard]] std::optional<std::string> error() const;

  /// The thread that draws, as Emscripten knows it; 0: the engine's own.
  [[nodiscard]] std::uintptr_t render_thread() const { return render_thread_; }

 private:
  static constexpr std::size_t kStages = 4;

  /// How a stage ended: written by its thread before `done`.
  struct End {
    std::optional<Error> error;
    std::atomic<bool> done{false};
  };

  Crew(stages::Assembly& assembly, stages::Mode mode) : assembly_(&assembly), mode_(mode) {}
  Result<void> start_threads();
  void run_blocking(std::size_t stage);
  void run_render();
  void note_end(std::size_t stage, Result<void> outcome);

  stages::Assembly* assembly_;
  stages::Mode mode_;
  std::array<End, kStages> ends_;
  std::optional<EventLoopDrive> capture_;  ///< pipelined; of the engine's thread
  std::optional<EventLoopDrive> render_;   ///< pipelined; of render's thread
  std::uintptr_t render_thread_ = 0;
  std::array<std::thread, kStages> threads_;
};

}  // namespace brigade::web
