#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// In seconds since midnight.
constexpr std::int64_t minimum_s = 45 * 60, tight_s = 60 * 60, longest_s = 3 * 3'600;

constexpr std::string_view groups_sql =
    "SELECT number, flight, destination, people, lands_s FROM transfer_group WHERE day = ? "
    "ORDER BY lands_s, number LIMIT ?";
constexpr std::string_view departures_sql =
    "SELECT flight, destination, gate, leaves_s FROM transfer_departure WHERE day = ? AND leaves_s BETWEEN ? "
    "AND ? ORDER BY leaves_s, flight";
constexpr std::string_view gates_sql =
    "SELECT gate, walk_s FROM transfer_gate WHERE walk_s > 900 ORDER BY gate";

struct Group {
  std::int64_t number;
  std::string flight, destination;
  std::int64_t people, lands_s;
  static constexpr auto columns =
      std::tuple(&Group::number, &Group::flight, &Group::destination, &Group::people, &Group::lands_s);
};

struct Departure {
  std::string flight, destination, gate;
  std::int64_t leaves_s;
  static constexpr auto columns =
      std::tuple(&Departure::flight, &Departure::destination, &Departure::gate, &Departure::leaves_s);
};

struct FarGate {
  std::string gate;
  std::int64_t walk_s;
  static constexpr auto columns = std::tuple(&FarGate::gate, &FarGate::walk_s);
};

struct Options {
  const Departure* first = nullptr;
  std::int64_t later = 0;
};

// How a group can fly on: the first departure that it can reach, and how many there are after that.
Options options_for(const Group& group, const std::vector<Departure>& departures) {
  Options options;
  for (const Departure& each : departures) {
    const std::int64_t time_s = each.leaves_s - group.lands_s;
    if (each.destination != group.destination || time_s < minimum_s || time_s > longest_s) continue;
    if (options.first == nullptr)
      options.first = &each;
    else
      ++options.later;
  }
  return options;
}

void write_options(io::JsonWriter& json, const Group& group, const Options& options) {
  json.key("onward");
  if (options.first == nullptr) {
    json.null();
    return;
  }
  const std::int64_t time_s = options.first->leaves_s - group.lands_s;
  json.begin_object().key("flight").text(options.first->flight).key("gate").text(options.first->gate);
  json.key("minutes").number(time_s / 60).key("is_tight").boolean(time_s < tight_s);
  json.key("later").number(options.later).end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t day = request.knobs.integer("day");
  const auto groups = services.db.query<Group>(groups_sql, day, request.knobs.n());
  std::vector<Departure> departures;
  if (!groups.empty())
    departures = services.db.query<Departure>(departures_sql, day, groups.front().lands_s + minimum_s,
                                              groups.back().lands_s + longest_s);
  const auto far = services.db.query<FarGate>(gates_sql);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("groups").begin_list();
                     for (const Group& each : groups) {
                       json.begin_object().key("number").number(each.number).key("from").text(each.flight);
                       json.key("to").text(each.destination).key("people").number(each.people);
                       write_options(json, each, options_for(each, departures));
                       json.end_object();
                     }
                     json.end_list().key("far_gates").begin_object();
                     for (const FarGate& each : far) json.key(each.gate).number(each.walk_s / 60);
                     json.end_object().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage transfer_desk() {
  return {
      .summary = "an airport's transfer desk: which flight each group of passengers can still reach, as JSON",
      .why =
          "Groups and departures come with one query each. But for every group the departures of the whole "
          "period are searched from the first to the last, so the time grows with the square of the period. "
          "Departures in a map by destination, sorted by time, would be found at once.",
      .knobs = {{.name = "n",
                 .help = "groups in the order of their landing",
                 .initial = 640,
                 .minimum = 1,
                 .maximum = 2'560,
                 .ladder = {40, 160, 640, 2'560}},
                {.name = "day", .help = "day of the timetable", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "nested-loops"}},
      .known_miss = "at the largest size it takes a little less CPU time than is called worth it",
  };
}

}  // namespace caseload::gallery
