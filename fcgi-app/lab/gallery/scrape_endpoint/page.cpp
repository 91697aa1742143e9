#include <functional>
#include <map>
#include <vector>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view region_sql = "SELECT name, provider FROM game_region WHERE id = ?";
constexpr std::string_view samples_sql =
    "SELECT server, shard, mode_name, players, tick_us, memory_bytes, errors, sampled_at_ms FROM game_sample "
    "WHERE region_id = ? ORDER BY server, shard LIMIT ?";

struct Region {
  std::string name, provider;
  static constexpr auto columns = std::tuple(&Region::name, &Region::provider);
};

struct Sample {
  std::int64_t server, shard;
  std::string mode;
  std::int64_t players, tick_us, memory_bytes, errors, sampled_at_ms;
  static constexpr auto columns =
      std::tuple(&Sample::server, &Sample::shard, &Sample::mode, &Sample::players, &Sample::tick_us,
                 &Sample::memory_bytes, &Sample::errors, &Sample::sampled_at_ms);
};

using Labels = std::map<std::string, std::string>;

// One line of the exposition, before it is text.
struct Metric {
  Labels labels;
  std::string name, value, at_ms;
};
using Metrics = std::vector<Metric>;

Metrics metrics_of(const Sample& sample, const Region& region) {
  const Labels labels{{"region", region.name},
                      {"provider", region.provider},
                      {"server", std::to_string(sample.server)},
                      {"shard", std::to_string(sample.shard)},
                      {"mode", sample.mode}};
  const auto metric = [&](const std::string& name, const std::string& value) {
    return Metric{
        .labels = labels, .name = name, .value = value, .at_ms = std::to_string(sample.sampled_at_ms)};
  };
  return {metric("players", std::to_string(sample.players)),
          metric("tick_seconds", fixed(static_cast<double>(sample.tick_us) / 1e6, 6)),
          metric("memory_bytes", std::to_string(sample.memory_bytes)),
          metric("errors_total", std::to_string(sample.errors))};
}

// A rule makes new metrics of old ones, as in the relabelling of a scraper.
using Rule = std::function<Metrics(const Metrics&)>;

Rule with_prefix(const std::string& prefix) {
  return [prefix](const Metrics& metrics) {
    Metrics renamed = metrics;
    for (Metric& each : renamed) each.name = prefix + each.name;
    return renamed;
  };
}

Rule with_label(const std::string& name, const std::string& value) {
  return [name, value](const Metrics& metrics) {
    Metrics labelled;
    for (Metric each : metrics) {
      each.labels[name] = value;
      labelled.push_back(each);
    }
    return labelled;
  };
}

Rule without_label(const std::string& name) {
  return [name](const Metrics& metrics) {
    Metrics kept = metrics;
    for (Metric& each : kept) each.labels.erase(name);
    return kept;
  };
}

std::string text_of(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    std::string escaped = value;
    replace_all(escaped, "\\", "\\\\");
    replace_all(escaped, "\"", "\\\"");
    replace_all(escaped, "\n", "\\n");
    text = text + (text.empty() ? "" : ",") + name + "=\"" + escaped + "\"";
  }
  return text;
}

std::string text_of(const Metric& metric) {
  std::string line = "{name}{{labels}} {value} {at}";
  replace_all(line, "{name}", metric.name);
  replace_all(line, "{labels}", text_of(metric.labels));
  replace_all(line, " {value}", " " + metric.value);
  replace_all(line, " {at}", " " + metric.at_ms);
  return line + "\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("region");
  const auto region = services.db.query_one<Region>(region_sql, id);
  if (!region) throw NotFound("there is no region " + std::to_string(id));
  const auto samples = services.db.query<Sample>(samples_sql, id, request.knobs.n());
  const std::vector<Rule> rules{with_prefix("game_"), with_label("exporter", "lobby"),
                                without_label("provider")};

  Response response;
  response.body =
      "# TYPE game_players gauge\n# TYPE game_tick_seconds gauge\n# TYPE game_memory_bytes gauge\n"
      "# TYPE game_errors_total counter\n";
  Metrics metrics;
  for (const Sample& each : samples)
    for (const Metric& metric : metrics_of(each, *region)) metrics.push_back(metric);
  for (const Rule& rule : rules) metrics = rule(metrics);
  for (const Metric& each : metrics) response.body += text_of(each);
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8").set("Cache-Control", "no-store");
  return response;
}

}  // namespace

GalleryPage scrape_endpoint() {
  return {
      .summary = "the figures of a game's servers in a region, as text that a monitoring system scrapes",
      .why =
          "Four lines of text are written for each row. But each becomes a map of labels first, every rule "
          "copies all lines with their maps, and the text of a line is made by replacing the parts of a "
          "template. The rules are constant: each line could be appended straight from the row.",
      .knobs = {items_knob("shards in the region", 2'560),
                {.name = "region", .help = "number of the region", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"},
                 {.name = "no-compression",
                  .reason =
                      "The version in the media type keeps nginx from seeing that it is text/plain, and "
                      "text that repeats itself in each line is sent as it is."}},
  };
}

}  // namespace caseload::gallery
