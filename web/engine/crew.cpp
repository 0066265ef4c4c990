#include "web/engine/crew.hpp"

#include "pipeline/drive.hpp"
#include "web/engine/browser.hpp"

#include <emscripten/eventloop.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace brigade::web {
namespace {

// The places of the stages in an assembly.
constexpr std::size_t kCapture = 0;
constexpr std::size_t kDetect = 1;
constexpr std::size_t kTrack = 2;
constexpr std::size_t kRender = 3;

}  // namespace

Result<std::unique_ptr<Crew>> Crew::begin(stages::Assembly& assembly, stages::Mode mode) {
  std::unique_ptr<Crew> crew(new Crew(assembly, mode));
  if (mode == stages::Mode::pipelined) {
    if (auto started = crew->start_threads(); !started) {
      return tl::unexpected<Error>(std::move(started.error()));
    }
  }
  return crew;
}

Result<void> Crew::start_threads() {
  auto stages = assembly_->stages();
  const auto note = [this](std::size_t stage) {
    return [this, stage](Result<void> outcome) { note_end(stage, std::move(outcome)); };
  };
  capture_.emplace(stages[kCapture], note(kCapture), brigade_capture_rested);
  render_.emplace(stages[kRender], note(kRender));
  try {
    threads_[kDetect] = std::thread([this] { run_blocking(kDetect); });
    threads_[kTrack] = std::thread([this] { run_blocking(kTrack); });
    threads_[kRender] = std::thread([this] { run_render(); });
  } catch (const std::system_error& error) {
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      if (!threads_[stage].joinable()) {
        stages[stage].abandon();  // its neighbours end as well, and the destructor can join them
      }
    }
    return failure("this browser gives the engine no more threads ({}): close other tabs, or run one after another",
                   error.what());
  }
  render_thread_ = reinterpret_cast<std::uintptr_t>(threads_[kRender].native_handle());
  capture_->step();
  return {};
}

Crew::~Crew() {
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

void Crew::work() {
  if (mode_ == stages::Mode::pipelined) {
    capture_->step();
    return;
  }
  auto outcome = pipeline::step_all_until_idle(assembly_->stages());
  if (!outcome && !ends_[kCapture].error) {
    ends_[kCapture].error = std::move(outcome.error());
  }
  brigade_capture_rested();
}

bool Crew::over() const {
  if (mode_ == stages::Mode::sequential) {
    return std::ranges::all_of(assembly_->stages(), [](const pipeline::Stage& stage) { return stage.over(); });
  }
  // acquire: pairs with the release in note_end(); what the stages' threads wrote is there
  return std::ranges::all_of(ends_, [](const End& end) { return end.done.load(std::memory_order_acquire); });
}

std::optional<std::string> Crew::error() const {
  const pipeline::Stage* first = nullptr;
  std::optional<std::string> message;
  const auto stages = assembly_->stages();
  for (std::size_t i = 0; i < kStages; ++i) {
    // acquire: as in over()
    const bool known = mode_ == stages::Mode::sequential || ends_.at(i).done.load(std::memory_order_acquire);
    if (known && ends_.at(i).error && (first == nullptr || stages[i].ended_at() < first->ended_at())) {
      first = &stages[i];
      message = ends_.at(i).error->message;
    }
  }
  return message;
}

void Crew::run_blocking(std::size_t stage) { note_end(stage, pipeline::run_blocking(assembly_->stages()[stage])); }

// The thread outlives this function: its event loop goes on until note_end().
void Crew::run_render() {
  emscripten_runtime_keepalive_push();
  render_->step();
}

void Crew::note_end(std::size_t stage, Result<void> outcome) {
  if (!outcome) {
    ends_.at(stage).error = std::move(outcome.error());
  }
  // release: pairs with the acquires in over() and error()
  ends_.at(stage).done.store(true, std::memory_order_release);
  if (stage == kRender) {
    emscripten_runtime_keepalive_pop();
  }
}

}  // namespace brigade::web
