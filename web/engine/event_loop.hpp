#pragma once

#include "common/result.hpp"
#include "pipeline/stage.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace brigade::web {

/// Drives one stage from the event loop of the thread that begins it: steps it while there is something to do, else has
/// the browser watch the stage's bell (Atomics.waitAsync), so that promises, messages and the canvas get their turns.
/// Belongs to that thread and outlives the drive; needs shared memory.
class EventLoopDrive {
 public:
  /// `ended`: called once, when the stage has ended, with its error if any, and nothing refers to the drive any more:
  /// it may be destroyed there. `rested`: called whenever the stage has come to rest; or empty.
  EventLoopDrive(pipeline::Stage& stage, std::function<void(Result<void>)> ended, std::function<void()> rested = {});

  EventLoopDrive(const EventLoopDrive&) = delete;
  EventLoopDrive(EventLoopDrive&&) = delete;
  EventLoopDrive& operator=(const EventLoopDrive&) = delete;
  EventLoopDrive& operator=(EventLoopDrive&&) = delete;
  ~EventLoopDrive() = default;

  /// Begins; later: looks at once for something to do, because this thread has just brought it.
  void step();

 private:
  static void woken(std::int32_t* word, std::uint32_t value, int reason, void* self);
  void step_later();
  void rest(pipeline::Bell::Ticket ticket);
  void end_when_unwatched();

  pipeline::Stage* stage_;
  std::function<void(Result<void>)> ended_;
  std::function<void()> rested_;
  std::optional<Result<void>> outcome_;  ///< of the stage, once it has ended
  bool waiting_ = false;                 ///< the browser watches the bell
  bool scheduled_ = false;               ///< a step is due in a task of its own
};

}  // namespace brigade::web
