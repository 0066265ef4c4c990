#include "web/engine/session.hpp"

#include "models/detector.hpp"
#include "stages/track/mot_rows.hpp"
#include "web/engine/status.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace brigade::web {
namespace {

stages::DetectSettings detect_settings(const LiveOptions& live) {
  return stages::detect_settings(live.score, live.categories, live.heat_category);
}

View view_of(const LiveOptions& live) { return {.mirrored = live.mirrored, .xray = live.heat_category.has_value()}; }

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
  auto detector = models::Detector::create({.model = options.model,
                                            .size = options.size,
                                            .score = stages::detector_score(options.live.score, tracking),
                                            .threads = options.threads,
                                            .categories = options.live.categories});
  if (!detector) {
    return tl::unexpected<Error>(std::move(detector.error()));
  }
  labels_ = detector->model().labels;
  multiply_accumulates_ = detector->network().multiply_accumulates();
  trace_.stop();
  change(options.live);
  auto assembly = stages::Assembly::create_fed(
      options.frame_bytes, *std::move(detector), stages::Tracker(tracking), Presenter(labels_, desk_),
      {.policy = options.policy,
       .trace = &trace_,
       .on_tracks =
           [this](const stages::TracksMessage& message) {
             TrackedFrame frame{.frame_id = message.frame_id};
             std::array<vision::TrackedObject, stages::kMostObjects> objects;
             const auto tracks = message.tracks.view();
             std::ranges::transform(tracks, objects.begin(), &stages::MovingObject::object);
             frame.tracks.assign({objects.data(), tracks.size()});
             static_cast<void>(tracked_.try_push(std::move(frame)));  // full: nobody has fetched them for seconds
           },
       .controls = &controls_});
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

void Session::change(const LiveOptions& live) {
  controls_.detect.put(detect_settings(live));
  controls_.track.put(stages::options_for_score(live.score));
  desk_.view.put(view_of(live));
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
  if (const auto shown = desk_.shown.take()) {
    shown_ = *shown;
  }
  return status_json(*assembly_, {.shown = shown_, .objects = objects_, .mot_rows = rows, .error = crew_->error()});
}

std::string Session::facts() const { return facts_json(labels_, multiply_accumulates_); }

}  // namespace brigade::web
