#include "pipeline/stage.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace brigade::pipeline {

Stage::State::State(const std::string& name, Ports its_ports, Step its_step, const StageOptions& options)
    : ports(std::move(its_ports)),
      step(std::move(its_step)),
      recorder(name, options.clock, options.trace != nullptr ? &options.trace->add_row(name) : nullptr) {}

Stage::Stage(const std::string& name, Ports ports, Step step, const StageOptions& options)
    : state_(std::make_unique<State>(name, std::move(ports), std::move(step), options)) {
  for (ChannelLink* input : state_->ports.inputs) {
    input->set_reader_bell(state_->bell);
  }
  for (ChannelLink* output : state_->ports.outputs) {
    output->set_writer_bell(state_->bell);
  }
  if (options.pool != nullptr) {
    options.pool->set_bell(state_->bell);
  }
}

Result<StepOutcome> Stage::step() {
  if (state_->over) {
    return StepOutcome::finished;
  }
  StageRecorder& recorder = state_->recorder;
  if (!std::exchange(state_->begun, true)) {
    recorder.metrics_.begin(recorder.now());
  }
  if (unread()) {
    abandon();
    return StepOutcome::finished;
  }
  recorder.retry_after_.reset();
  Result<StepOutcome> outcome = state_->step(recorder);
  if (!outcome || *outcome == StepOutcome::finished) {
    abandon();
  }
  return outcome;
}

void Stage::abandon() {
  if (std::exchange(state_->over, true)) {
    return;
  }
  state_->ended_at = state_->recorder.now();
  state_->recorder.metrics_.end(state_->ended_at);
  for (ChannelLink* output : state_->ports.outputs) {
    output->close();
  }
  for (ChannelLink* input : state_->ports.inputs) {
    input->cancel();
  }
}

bool Stage::unread() const {
  return std::ranges::any_of(state_->ports.outputs, [](const ChannelLink* output) { return output->cancelled(); });
}

StageSummary Stage::summary() const { return state_->recorder.metrics().summary(name(), state_->recorder.now()); }

std::vector<StageSummary> summaries(std::span<const Stage> stages) {
  std::vector<StageSummary> all;
  all.reserve(stages.size());
  std::ranges::transform(stages, std::back_inserter(all), &Stage::summary);
  return all;
}

}  // namespace brigade::pipeline
