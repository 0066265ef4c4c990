#pragma once

#include "pipeline/inlet.hpp"
#include "pipeline/outlet.hpp"
#include "pipeline/stage.hpp"

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Stages from plain functions. A function may take a StageRecorder& as its last parameter. Functions may be move-only;
/// they are called from the stage's thread and destroyed with the stage. They return errors, they do not throw.
namespace brigade::pipeline {

struct EndOfStream {};  ///< There will be no further item.
struct NotYet {};       ///< Nothing has come from outside so far: ask again in a few milliseconds.
struct NoSlot {};       ///< Lossless: no free frame slot; ask again when one returns to StageOptions::pool.
struct Dropped {  ///< An item came and had to be given up; live, with all slots in use: DropCause::pool_exhausted.
  DropCause cause = DropCause::pool_exhausted;
};

/// What a source's function returns (as `Result<Produced<Item>>`).
template <typename Item>
using Produced = std::variant<Item, EndOfStream, NotYet, NoSlot, Dropped>;

/// What a consumer does when its input has ended, by default nothing.
struct NothingToFinish {
  Result<void> operator()() const { return {}; }
};

namespace detail {

inline constexpr Duration kAskAgain = std::chrono::milliseconds(5);

template <typename Function, typename... Arguments>
auto invoke_with(StageRecorder& recorder, Function& function, Arguments&&... arguments) {
  if constexpr (std::invocable<Function&, Arguments..., StageRecorder&>) {
    return std::invoke(function, std::forward<Arguments>(arguments)..., recorder);
  } else {
    return std::invoke(function, std::forward<Arguments>(arguments)...);
  }
}

/// A step that owns what cannot be copied, as a std::function can.
template <typename Body>
Stage::Step as_step(Body body) {
  return [shared = std::make_shared<Body>(std::move(body))](StageRecorder& recorder) { return shared->step(recorder); };
}

template <typename Item, typename Function>
struct Source {
  Function produce;
  Outlet<Item> outlet;
  const StopRequest* stop;

  Result<StepOutcome> step(StageRecorder& recorder) {
    if (outlet.holds()) {
      return outlet.flush(recorder) ? StepOutcome::progressed : StepOutcome::idle;
    }
    if (stop != nullptr && stop->requested()) {
      return StepOutcome::finished;
    }
    recorder.begin_service();
    Result<Produced<Item>> produced = invoke_with(recorder, produce);
    if (!produced) {
      return tl::unexpected<Error>(std::move(produced.error()));
    }
    return std::visit([&](auto&& what) { return take(recorder, std::forward<decltype(what)>(what)); },
                      *std::move(produced));
  }

 private:
  StepOutcome take(StageRecorder& recorder, Item&& item) {
    recorder.end_service(frame_id_of(std::as_const(item)));
    outlet.put(std::move(item));
    static_cast<void>(outlet.flush(recorder));  // what finds no room is held, and the next step is idle
    return StepOutcome::progressed;
  }
  StepOutcome take(StageRecorder&, EndOfStream) { return StepOutcome::finished; }
  StepOutcome take(StageRecorder&, NoSlot) { return StepOutcome::idle; }
  StepOutcome take(StageRecorder& recorder, NotYet) {
    recorder.retry_after(kAskAgain);
    return StepOutcome::idle;
  }
  StepOutcome take(StageRecorder& recorder, Dropped dropped) {
    recorder.end_service(kNoFrame);
    recorder.count_drop(dropped.cause);
    return StepOutcome::progressed;
  }
};

template <typename In, typename Out, typename Function>
struct Transform {
  Inlet<In> input;
  Function function;
  Outlet<Out> outlet;

  Result<StepOutcome> step(StageRecorder& recorder) {
    if (outlet.holds()) {
      return outlet.flush(recorder) ? StepOutcome::progressed : StepOutcome::idle;
    }
    std::optional<In> item = input.receive(recorder);
    if (!item) {
      return input.finished() ? StepOutcome::finished : StepOutcome::idle;
    }
    Result<Out> out = recorder.serve(frame_id_of(std::as_const(*item)),
                                     [&] { return invoke_with(recorder, function, std::move(*item)); });
    if (!out) {
      return tl::unexpected<Error>(std::move(out.error()));
    }
    outlet.put(*std::move(out));
    static_cast<void>(outlet.flush(recorder));  // what finds no room is held, and the next step is idle
    return StepOutcome::progressed;
  }
};

template <typename In, typename Function, typename Finish>
struct Sink {
  Inlet<In> input;
  Function consume;
  Finish finish;

  Result<StepOutcome> step(StageRecorder& recorder) {
    std::optional<In> item = input.receive(recorder);
    if (!item) {
      return input.finished() ? end() : StepOutcome::idle;
    }
    const Result<void> consumed = recorder.serve(frame_id_of(std::as_const(*item)),
                                                 [&] { return invoke_with(recorder, consume, std::move(*item)); });
    if (!consumed) {
      return tl::unexpected<Error>(consumed.error());
    }
    recorder.count_out();
    return StepOutcome::progressed;
  }

 private:
  Result<StepOutcome> end() {
    const Result<void> finished = finish();
    return finished ? Result<StepOutcome>(StepOutcome::finished) : tl::unexpected<Error>(finished.error());
  }
};

}  // namespace detail

/// A stage that gives out what `produce() -> Result<Produced<Item>>` returns. After an error everything given out so
/// far drains downstream, and the error is the stage's. It ends at its next step after `options.stop`.
template <typename Item, typename Function>
[[nodiscard]] Stage make_source(const std::string& name, Outlet<Item> outlet, Function produce,
                                const StageOptions& options = {}) {
  Ports ports = outlet.ports();
  return {name, std::move(ports),
          detail::as_step(detail::Source<Item, Function>{std::move(produce), std::move(outlet), options.stop}),
          options};
}
template <typename Item, typename Function>
[[nodiscard]] Stage make_source(const std::string& name, Channel<Item>& output, Function produce,
                                const StageOptions& options = {}) {
  return make_source(name, Outlet<Item>(output), std::move(produce), options);
}

/// A stage that gives out `function(In) -> Result<Out>` for every item of its input, in order.
template <typename In, typename Out, typename Function>
[[nodiscard]] Stage make_transform(const std::string& name, Inlet<In> inlet, Outlet<Out> outlet, Function function,
                                   const StageOptions& options = {}) {
  Ports ports{.inputs = inlet.ports().inputs, .outputs = outlet.ports().outputs};
  return {
      name, std::move(ports),
      detail::as_step(detail::Transform<In, Out, Function>{std::move(inlet), std::move(function), std::move(outlet)}),
      options};
}
template <typename In, typename Out, typename Function>
[[nodiscard]] Stage make_transform(const std::string& name, Channel<In>& input, Outlet<Out> outlet, Function function,
                                   const StageOptions& options = {}) {
  return make_transform(name, Inlet<In>(input), std::move(outlet), std::move(function), options);
}
template <typename In, typename Out, typename Function>
[[nodiscard]] Stage make_transform(const std::string& name, Channel<In>& input, Channel<Out>& output, Function function,
                                   const StageOptions& options = {}) {
  return make_transform(name, Inlet<In>(input), Outlet<Out>(output), std::move(function), options);
}

/// A stage that calls `consume(In) -> Result<void>` for every item of its input, in order, and when the input has
/// ended, for whatever reason but an error of its own, `finish() -> Result<void>` (to close a file, say).
template <typename In, typename Function, typename Finish = NothingToFinish>
[[nodiscard]] Stage make_sink(const std::string& name, Inlet<In> inlet, Function consume, Finish finish = {},
                              const StageOptions& options = {}) {
  Ports ports = inlet.ports();
  return {name, std::move(ports),
          detail::as_step(detail::Sink<In, Function, Finish>{std::move(inlet), std::move(consume), std::move(finish)}),
          options};
}
template <typename In, typename Function, typename Finish = NothingToFinish>
[[nodiscard]] Stage make_sink(const std::string& name, Channel<In>& input, Function consume, Finish finish = {},
                              const StageOptions& options = {}) {
  return make_sink(name, Inlet<In>(input), std::move(consume), std::move(finish), options);
}

}  // namespace brigade::pipeline
