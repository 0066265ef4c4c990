#include "pipeline/drive.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace brigade::pipeline {

namespace {

/// Calls an observer at most once in each of its intervals.
class Lookout {
 public:
  explicit Lookout(Observer observer) : observer_(std::move(observer)), due_(clock_.now() + observer_.interval) {}

  [[nodiscard]] Duration time_left() const { return due_ - clock_.now(); }

  void look_if_due() {
    if (observer_.look && time_left() <= Duration::zero()) {
      observer_.look();
      due_ = clock_.now() + observer_.interval;
    }
  }

 private:
  Observer observer_;
  Clock clock_;
  Instant due_;
};

/// Threads that run the stages, and the bell that each rings when it is done.
class Crew {
 public:
  /// As many threads as can be had, in the order of the stages; the stages without one are ended.
  explicit Crew(std::span<Stage> stages) : stages_(stages), results_(stages.size()) {
    threads_.reserve(stages.size());
    while (threads_.size() < stages.size() && start(threads_.size())) {
    }
    for (Stage& stage : stages.subspan(threads_.size())) {
      stage.abandon();
    }
  }

  void wait() {
    for (Bell::Ticket ticket = bell_.ticket(); !all_done(); ticket = bell_.ticket()) {
      bell_.wait(ticket);
    }
  }

  void wait(Lookout& lookout) {
    for (Bell::Ticket ticket = bell_.ticket(); !all_done(); ticket = bell_.ticket()) {
      bell_.wait_for(ticket, lookout.time_left());
      lookout.look_if_due();
    }
  }

  /// The error of the stage that failed first. A stage notes its end before its neighbours learn of it, so an error
  /// that follows from another is later.
  [[nodiscard]] Result<void> join() {
    for (std::thread& thread : threads_) {
      thread.join();
    }
    std::size_t first = 0;
    for (std::size_t i = 1; i < stages_.size(); ++i) {
      if (!results_[i] && (results_[first] || stages_[i].ended_at() < stages_[first].ended_at())) {
        first = i;
      }
    }
    return stages_.empty() ? Result<void>() : std::move(results_[first]);
  }

 private:
  bool start(std::size_t index) {
    try {
      threads_.emplace_back([this, index] { work(index); });
      return true;
    } catch (const std::system_error& error) {
      results_[index] = failure("no thread for stage {} ({}): allow more threads or run sequentially",
                                stages_[index].name(), error.what());
      return false;
    }
  }

  void work(std::size_t index) {
    results_[index] = run_blocking(stages_[index]);
    // relaxed: the ring publishes the count to whoever draws a ticket after it, and join() publishes everything else
    done_.fetch_add(1, std::memory_order_relaxed);
    bell_.ring();
  }

  [[nodiscard]] bool all_done() const { return done_.load(std::memory_order_relaxed) == threads_.size(); }

  std::span<Stage> stages_;
  std::vector<Result<void>> results_;  // each written by its stage's thread
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> done_{0};
  Bell bell_;
};

/// How a step of every stage went.
struct Round {
  bool progressed = false;
  std::optional<Error> error;
};

Round step_each(std::span<Stage> stages) {
  Round round;
  for (Stage& stage : stages) {
    if (stage.over()) {
      continue;
    }
    Result<StepOutcome> outcome = stage.step();
    if (!outcome && !round.error) {
      round.error = std::move(outcome.error());
    }
    round.progressed = round.progressed || !outcome || *outcome != StepOutcome::idle;
  }
  return round;
}

/// The shortest time after which an idle stage wants to be stepped again; none when all wait for each other.
std::optional<Duration> shortest_retry(std::span<const Stage> stages) {
  std::optional<Duration> shortest;
  for (const Stage& stage : stages) {
    const auto retry = stage.retry_after();
    if (!stage.over() && retry && (!shortest || *retry < *shortest)) {
      shortest = retry;
    }
  }
  return shortest;
}

std::string names_of_unfinished(std::span<const Stage> stages) {
  std::string names;
  for (const Stage& stage : stages) {
    if (!stage.over()) {
      names += (names.empty() ? "" : ", ") + stage.name();
    }
  }
  return names;
}

bool all_over(std::span<const Stage> stages) {
  return std::ranges::all_of(stages, [](const Stage& stage) { return stage.over(); });
}

}  // namespace

Result<void> run_blocking(Stage& stage) {
  while (true) {
    const Bell::Ticket ticket = stage.bell().ticket();  // before the step, so that no ring during it is lost
    Result<StepOutcome> outcome = stage.step();
    if (!outcome) {
      return tl::unexpected<Error>(std::move(outcome.error()));
    }
    if (*outcome == StepOutcome::finished) {
      return {};
    }
    if (*outcome == StepOutcome::progressed) {
      continue;
    }
    if (const auto retry = stage.retry_after()) {
      stage.bell().wait_for(ticket, *retry);
    } else {
      stage.bell().wait(ticket);
    }
  }
}

Result<void> run_threads(std::span<Stage> stages, const Observer& observer) {
  Crew crew(stages);
  if (observer.look) {
    Lookout lookout(observer);
    crew.wait(lookout);
  } else {
    crew.wait();
  }
  return crew.join();
}

Result<void> run_sequential(std::span<Stage> stages, const Observer& observer) {
  std::optional<Error> first_error;
  Lookout lookout(observer);
  while (!all_over(stages)) {
    const Bell::Ticket ticket = stages.front().bell().ticket();
    Round round = step_each(stages);
    if (round.error && !first_error) {
      first_error = std::move(round.error);
    }
    lookout.look_if_due();
    if (round.progressed) {
      continue;
    }
    const auto retry = shortest_retry(stages);
    if (!retry && first_error) {
      break;
    }
    if (!retry) {
      return failure("the stages {} wait for each other: give the queues or the frame pool more room",
                     names_of_unfinished(stages));
    }
    stages.front().bell().wait_for(ticket, *retry);
  }
  return first_error ? Result<void>(tl::unexpected<Error>(*std::move(first_error))) : Result<void>();
}

Result<StepOutcome> step_until_idle(Stage& stage, std::size_t most) {
  Result<StepOutcome> outcome = StepOutcome::progressed;
  for (std::size_t steps = 0; steps < most && outcome && *outcome == StepOutcome::progressed; ++steps) {
    outcome = stage.step();
  }
  return outcome;
}

Result<void> step_all_until_idle(std::span<Stage> stages) {
  std::optional<Error> first_error;
  for (bool progressed = true; progressed;) {
    Round round = step_each(stages);
    progressed = round.progressed;
    if (round.error && !first_error) {
      first_error = std::move(round.error);
    }
  }
  return first_error ? Result<void>(tl::unexpected<Error>(*std::move(first_error))) : Result<void>();
}

}  // namespace brigade::pipeline
