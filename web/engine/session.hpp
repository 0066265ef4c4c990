#pragma once

#include "common/result.hpp"
#include "pipeline/spsc_ring.hpp"
#include "pipeline/trace.hpp"
#include "stages/assembly.hpp"
#include "stages/capture/synthetic.hpp"
#include "stages/detect/held_rate.hpp"
#include "web/engine/crew.hpp"
#include "web/engine/presenter.hpp"
#include "web/engine/session_options.hpp"
#include "web/engine/status.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace brigade::web {

/// The tracks of a detected frame, for the downloads.
struct TrackedFrame {
  pipeline::FrameId frame_id = 0;
  stages::BoundedList<vision::TrackedObject, stages::kMostObjects> tracks{};
};

/// A brigade at work in the browser: the stages, their threads and what the page may ask of them. Belongs to the
/// engine's thread, which is the capture stage's as well; none of its functions waits for another thread but `begin`
/// (the detector's pool is being started) and the destructor.
class Session {
 public:
  /// Reads the model, starts the threads. Errors are one sentence for the page.
  [[nodiscard]] static Result<std::unique_ptr<Session>> begin(const SessionOptions& options);

  Session(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(const Session&) = delete;
  Session& operator=(Session&&) = delete;
  ~Session() = default;

  /// Where frames come in; after each commit, release and close: `work()`.
  [[nodiscard]] stages::FrameInbox& inbox() { return assembly_->inbox(); }
  void work() { crew_->work(); }

  void change(const LiveOptions& live);

  /// Begins or ends a recording.
  void record(bool on);
  [[nodiscard]] std::string recording() const { return pipeline::trace_json(trace_); }

  /// After the inbox was closed: whether everything has been shown and all threads have ended.
  [[nodiscard]] bool over() const { return crew_->over(); }

  /// The thread that draws and needs the canvas; 0: the engine's own.
  [[nodiscard]] std::uintptr_t render_thread() const { return crew_->render_thread(); }

  /// Status of protocol.ts as JSON.
  [[nodiscard]] std::string status();

  /// The part of SessionFacts (protocol.ts) that is known here, as JSON.
  [[nodiscard]] std::string facts() const;

 private:
  Session() = default;
  [[nodiscard]] Result<void> set_up(const SessionOptions& options);
  [[nodiscard]] Result<std::optional<stages::RateHolding>> rate_to_hold(const SessionOptions& options,
                                                                        const models::DetectorOptions& detector);
  void collect_rows(std::string& rows);
  void collect_changes();

  std::int64_t objects_ = 0;  ///< ids given
  ShownFrame shown_;
  std::optional<stages::HeldRate> held_;
  NetworkFacts network_;
  std::span<const std::string_view> labels_;
  // In this order: whoever writes to a thing goes before it.
  pipeline::SpscRing<TrackedFrame> tracked_{64};  ///< of track's thread
  pipeline::Trace trace_{"brigade", kSpansPerRow};
  Desk desk_;
  stages::LiveControls controls_;
  std::unique_ptr<stages::Assembly> assembly_;
  std::unique_ptr<Crew> crew_;

  static constexpr std::size_t kSpansPerRow = std::size_t{1} << 16U;  ///< half a minute of a detector's operators
};

}  // namespace brigade::web
