#include <limits>
#include <map>
#include <queue>
#include <set>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view names_sql = "SELECT id, name, has_lift FROM metro_station WHERE id IN (";
constexpr std::string_view links_sql = "SELECT from_id, to_id, line, seconds FROM metro_link";
// A handful, whatever the day.
constexpr std::string_view closures_sql = "SELECT from_id, to_id FROM metro_closure";
constexpr std::int64_t change_s = 240;

struct Station {
  std::int64_t id;
  std::string name;
  bool has_lift;
  static constexpr auto columns = std::tuple(&Station::id, &Station::name, &Station::has_lift);
};

struct Link {
  std::int64_t from, to, line, seconds;
  static constexpr auto columns = std::tuple(&Link::from, &Link::to, &Link::line, &Link::seconds);
};

struct Closure {
  std::int64_t from, to;
  static constexpr auto columns = std::tuple(&Closure::from, &Closure::to);
};

// The network changes when a line is built. It is kept as text with four numbers in a line.
std::vector<Link> network(Services& services) {
  const CachedText entry{.key = "metro network " + std::string(name_of(services.db.dataset())),
                         .lifetime_s = 3'600,
                         .stale_s = 600};
  const auto kept = services.texts.get(entry, [&] {
    std::string text;
    for (const Link& each : services.db.query<Link>(links_sql))
      text += std::to_string(each.from) + " " + std::to_string(each.to) + " " + std::to_string(each.line) +
              " " + std::to_string(each.seconds) + "\n";
    return text;
  });
  std::vector<Link> links;
  for (const std::string_view line : lines_of(kept.text)) {
    const auto numbers = split(line, " ");
    if (numbers.size() != 4) continue;
    const auto at = [&](std::size_t column) { return whole_number(numbers[column]).value_or(0); };
    links.push_back({.from = at(0), .to = at(1), .line = at(2), .seconds = at(3)});
  }
  return links;
}

// A station as it is reached on a line: changing takes time.
using Place = std::pair<std::int64_t, std::int64_t>;

struct Leg {
  std::int64_t seconds = std::numeric_limits<std::int64_t>::max();
  Place from{};
};

// Dijkstra's algorithm. Empty if no train goes there.
std::vector<Place> fastest(const std::vector<Link>& links,
                           const std::set<std::pair<std::int64_t, std::int64_t>>& closed, std::int64_t from,
                           std::int64_t to) {
  std::map<std::int64_t, std::vector<const Link*>> leaving;
  for (const Link& each : links)
    if (!closed.contains({each.from, each.to})) leaving[each.from].push_back(&each);
  std::map<Place, Leg> best;
  std::priority_queue<std::pair<std::int64_t, Place>> queue;  // seconds, negated
  const Place start{from, 0};
  best[start] = {.seconds = 0, .from = start};
  queue.push({0, start});
  while (!queue.empty()) {
    const auto [negated, place] = queue.top();
    queue.pop();
    if (place.first == to) {
      std::vector<Place> way{place};
      while (way.back() != start) way.push_back(best[way.back()].from);
      return way;
    }
    if (-negated > best[place].seconds) continue;
    for (const Link* link : leaving[place.first]) {
      const bool changes = place.second != 0 && place.second != link->line;
      const std::int64_t seconds = -negated + link->seconds + (changes ? change_s : 0);
      Leg& leg = best[{link->to, link->line}];
      if (seconds >= leg.seconds) continue;
      leg = {.seconds = seconds, .from = place};
      queue.push({-seconds, {link->to, link->line}});
    }
  }
  return {};
}

// The stations of a way, of which the longest has fewer than a hundred.
std::map<std::int64_t, Station> stations_of(const std::vector<Place>& way, Database& db) {
  std::string sql(names_sql);
  std::vector<Parameter> parameters;
  for (const Place& place : way) {
    sql += parameters.empty() ? "?" : ", ?";
    parameters.push_back(to_parameter(place.first));
  }
  std::map<std::int64_t, Station> stations;
  Cursor found = db.run(sql + ")", parameters);
  while (found.next()) {
    auto station = map_row<Station>(found);
    const std::int64_t id = station.id;
    stations.emplace(id, std::move(station));
  }
  return stations;
}

Response run(const Request& request, Services& services) {
  const std::int64_t from = request.knobs.integer("from"), to = request.knobs.integer("to");
  std::set<std::pair<std::int64_t, std::int64_t>> closed;
  for (const Closure& each : services.db.query<Closure>(closures_sql)) closed.insert({each.from, each.to});
  const std::vector<Place> way = fastest(network(services), closed, from, to);
  const auto stations = way.empty() ? std::map<std::int64_t, Station>() : stations_of(way, services.db);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("stations").begin_list();
               for (auto place = way.rbegin(); place != way.rend(); ++place) {
                 const Station& station = stations.at(place->first);
                 json.begin_object().key("name").text(station.name).key("lift").boolean(station.has_lift);
                 if (place->second != 0) json.key("line").number(place->second);
                 json.end_object();
               }
               json.end_list().end_object();
             })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage metro_route() {
  return {
      .summary =
          "the fastest way through a metro, as JSON: stations, lines to change to, and where lifts are",
      .why =
          "Innocent: the whole network is needed to find one way, and no index would help. But a metro has "
          "three hundred stations at every size, its links come from the cache after the first time, and "
          "only what changes by the minute, a handful of closures, is read from the database before the "
          "names.",
      .knobs = {{.name = "from", .help = "station", .initial = 12, .minimum = 1, .maximum = 300},
                {.name = "to", .help = "station", .initial = 287, .minimum = 1, .maximum = 300},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
