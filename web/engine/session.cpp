#include "web/engine/session.hpp"

#include "models/detector.hpp"
#include "stages/track/mot_rows.hpp"

#include <algorithm>
#include <utility>

namespace brigade::web {
namespace {

stages::LiveSettings live_settings(const LiveOptions& live) {
  return {.score = live.score, .categories = live.categories, .heat_category = live.heat_category};
}

TrackedFrame tracked_frame(const stages::TracksMessage& message) {
  TrackedFrame frame{.frame_id = message.frame_id};
  for (const stages::MovingObject& track : message.tracks.view()) {
    frame.tracks.push_back(track.object);
  }
  return frame;
}

}  // namespace

Result<std::unique_ptr<Session>> Session::begin(const SessionOptions& options) {
  std::unique_ptr<Session> session(new Session);
  if (auto ready = session->set_up(options); !ready) {
    return tl::unexpected<Error>(std::move(ready.error()));
  }
  return session;
}

Result<void> Session::set_up(const SessionOptions& options) {
  const stages::TrackerOptions tracking = stages::options_for_score(options.live.score);
  const models::DetectorOptions detecting{.model = options.network.model,
                                          .size = options.size,
                                          .score = stages::detector_score(options.live.score, tracking),
                                          .threads = options.threads,
                                          .categories = options.live.categories,
                                          .precision = options.network.precision};
  auto detector = models::Detector::create(detecting);
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  auto hold = rate_to_hold(options, detecting);
  if (!hold) {
    return tl::unexpected<Error>(std::move(hold.error()));
  }
  labels_ = detector->model().labels;
  network_ = network_facts(options.network.precision, detector->network());
  trace_.stop();
  change(options.live);
  // A full ring: nobody has fetched the rows for seconds, and they are left out.
  const auto listen = [this](const stages::TracksMessage& message) {
    static_cast<void>(tracked_.try_push(tracked_frame(message)));
  };
  auto assembly = stages::Assembly::create_fed(options.frame_bytes, *std::move(detector), stages::Tracker(tracking),
                                               Presenter(labels_, desk_, controls_.heat_maps),
                                               {.policy = options.policy,
                                                .trace = &trace_,
                                                .controls = &controls_,
                                                .hold = *std::move(hold),
                                                .on_tracks = listen});
  if (!assembly) {
    return tl::unexpected<Error>(std::move(assembly.error()));
  }
  assembly_ = *std::move(assembly);
  auto crew = Crew::begin(*assembly_, options.mode);
  if (!crew) {
    return tl::unexpected<Error>(std::move(crew.error()));
  }
  crew_ = *std::move(crew);
  return {};
}

// A file whose every frame is searched has no rate to hold, and a single thread's is not the detector's alone.
Result<std::optional<stages::RateHolding>> Session::rate_to_hold(const SessionOptions& options,
                                                                 const models::DetectorOptions& detector) {
  if (!options.hold || options.policy == pipeline::Policy::lossless || options.mode == stages::Mode::sequential) {
    return std::nullopt;
  }
  return stages::hold_rate(*options.hold, detector).map([&](stages::RateHolding hold) {
    held_ = {.wish = hold.wish, .size = options.size, .threads = options.threads, .changes = {}};
    return std::optional(std::move(hold));
  });
}

void Session::collect_changes() {
  while (const auto change = controls_.size_changes.try_pop()) {
    stages::add(*held_, *change);
  }
}

void Session::change(const LiveOptions& live) {
  stages::change(controls_, live_settings(live));
  desk_.view.put({.mirrored = live.mirrored, .xray = live.heat_category.has_value()});
}

void Session::record(bool on) {
  if (on) {
    trace_.start();
  } else {
    trace_.stop();
  }
}

void Session::collect_rows(std::string& rows) {
  while (const auto frame = tracked_.try_pop()) {
    const auto tracks = frame->tracks.view();
    stages::append_mot_rows(rows, frame->frame_id + 1, tracks);
    for (const vision::TrackedObject& track : tracks) {
      objects_ = std::max(objects_, track.id);
    }
  }
}

std::string Session::status() {
  std::string rows;
  collect_rows(rows);
  collect_changes();
  if (const auto shown = desk_.shown.take()) {
    shown_ = *shown;
  }
  return status_json(*assembly_,
                     {.shown = shown_, .objects = objects_, .mot_rows = rows, .held = held_, .error = crew_->error()});
}

std::string Session::facts() const { return facts_json(labels_, network_); }

}  // namespace brigade::web
