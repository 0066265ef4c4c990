#include "bench/detect/plain_xnnpack.hpp"

#include "bench/detect/picture.hpp"
#include "bench/detect/subgraph/xnnpack_subgraph.hpp"
#include "bench/detect/time_runs.hpp"
#include "models/catalogue.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace brigade::bench {
namespace {

Result<Measurement> measure(XnnpackSubgraph& network, const models::ModelEntry& model, int threads,
                            std::chrono::milliseconds duration) {
  auto times = time_runs([&] { return network.run(); }, duration);
  if (!times) {
    return tl::unexpected<Error>(std::move(times.error()));
  }
  Measurement measured;
  measured.who = "XNNPACK";
  measured.network = fmt::format("{} {}", model.name, model.size);
  measured.precision = "f32";
  measured.threads = threads;
  measured.multiply_accumulates = model.multiply_accumulates;
  measured.starts = std::move(times->starts);
  measured.network_ms = std::move(times->milliseconds);
  for (std::size_t i = 0; i < model.output_names.size(); ++i) {
    measured.outputs.push_back(digest(network.output(i).values));
  }
  return measured;
}

}  // namespace

Result<Measure> prepare_plain_xnnpack(int threads, const vision::ImageView& picture) {
  const auto model = models::find_model("centernet");
  if (!model) {
    return tl::unexpected<Error>(model.error());
  }
  const models::ModelEntry& entry = **model;
  auto loaded = XnnpackSubgraph::load({.model_json = models::weights_folder() / entry.graph.name,
                                       .input_width = entry.size,
                                       .input_height = entry.size,
                                       .output_names = {entry.output_names.begin(), entry.output_names.end()},
                                       .threads = threads});
  if (!loaded) {
    return tl::unexpected<Error>(std::move(loaded.error()));
  }
  const auto network = std::make_shared<XnnpackSubgraph>(std::move(*loaded));
  std::ranges::copy(make_pixels(picture, entry.size), network->input().begin());
  return [network, &entry, threads](std::chrono::milliseconds duration) {
    return measure(*network, entry, threads, duration);
  };
}

}  // namespace brigade::bench
