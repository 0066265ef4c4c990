#include "web/engine/event_loop.hpp"

#include "pipeline/drive.hpp"
#include "web/engine/browser.hpp"

#include <utility>

#ifdef __EMSCRIPTEN_PTHREADS__
#include <emscripten/atomic.h>
#endif

namespace brigade::web {

using pipeline::StepOutcome;

EventLoopDrive::EventLoopDrive(pipeline::Stage& stage, std::function<void(Result<void>)> ended,
                               std::function<void()> rested)
    : stage_(&stage), ended_(std::move(ended)), rested_(std::move(rested)) {}

void EventLoopDrive::step() {
  if (outcome_) {
    end_when_unwatched();
    return;
  }
  const pipeline::Bell::Ticket ticket = stage_->bell().ticket();  // before the step, so that no ring during it is lost
  Result<StepOutcome> outcome = stage_->step();
  if (!outcome || *outcome == StepOutcome::finished) {
    outcome_ = outcome ? Result<void>() : tl::unexpected<Error>(std::move(outcome.error()));
    end_when_unwatched();
  } else if (*outcome == StepOutcome::progressed) {
    step_later();
  } else {
    rest(ticket);
  }
}

// In a task of its own: a canvas shows what was drawn, and messages arrive, only between tasks.
void EventLoopDrive::step_later() {
  if (!std::exchange(scheduled_, true)) {
    brigade_run_soon(
        [](void* self) {
          auto* drive = static_cast<EventLoopDrive*>(self);
          drive->scheduled_ = false;
          drive->step();
        },
        this);
  }
}

void EventLoopDrive::rest(pipeline::Bell::Ticket ticket) {
  if (rested_) {
    rested_();
  }
#ifdef __EMSCRIPTEN_PTHREADS__
  if (waiting_) {
    return;  // a ring since that wait began has ended it: its callback is on the way
  }
  stage_->bell().announce_sleeper();
  auto* word = const_cast<void*>(static_cast<const void*>(&stage_->bell().word()));
  const int outcome = emscripten_atomic_wait_async(word, ticket, woken, this, EMSCRIPTEN_WAIT_ASYNC_INFINITY);
  waiting_ = outcome != ATOMICS_WAIT_NOT_EQUAL;
  if (!waiting_) {
    stage_->bell().withdraw_sleeper();
    step_later();
  }
#else
  static_cast<void>(ticket);
#endif
}

void EventLoopDrive::woken(std::int32_t* /*word*/, std::uint32_t /*value*/, int /*reason*/, void* self) {
  auto* drive = static_cast<EventLoopDrive*>(self);
  drive->waiting_ = false;
  drive->stage_->bell().withdraw_sleeper();
  drive->step();
}

// The browser still holds a callback to this drive as long as it watches the bell or has a step due.
void EventLoopDrive::end_when_unwatched() {
  if (waiting_) {
    stage_->bell().ring();
  } else if (!scheduled_ && ended_) {
    const auto ended = std::exchange(ended_, nullptr);
    ended(*std::move(outcome_));
  }
}

}  // namespace brigade::web
