#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Station {
  std::string name;
  std::int64_t region_id, altitude_m;
  static constexpr auto columns = std::tuple(&Station::name, &Station::region_id, &Station::altitude_m);
};

struct Neighbour {
  std::string name;
  std::int64_t tenths;
  static constexpr auto columns = std::tuple(&Neighbour::name, &Neighbour::tenths);
};

struct Limit {
  std::string kind;
  std::int64_t lowest, highest;
  static constexpr auto columns = std::tuple(&Limit::kind, &Limit::lowest, &Limit::highest);
};

struct Instruction {
  std::string text;
  static constexpr auto columns = std::tuple(&Instruction::text);
};

constexpr auto note_network =
    "update weather_network set readings = readings + 1, last_station_id = ?, last_reading_at = now(6) "
    "where id = 1";
constexpr auto note_station = "update weather_station set tenths = ?, seen_at = now(6) where id = ?";
constexpr auto select_station = "select name, region_id, altitude_m from weather_station where id = ?";
constexpr auto select_neighbours =
    "select name, tenths from weather_station where region_id = ? order by id limit ?";
constexpr auto select_limits =
    "select kind, lowest, highest from weather_limit where region_id = ? order by kind";
constexpr auto select_instructions =
    "select text from weather_instruction where station_id = ? order by position";

struct Reply {
  Station station;
  std::vector<Neighbour> neighbours;
  std::vector<Limit> limits;
  std::vector<Instruction> instructions;

  bool is_plausible(std::int64_t tenths) const {
    std::int64_t sum = 0;
    for (const Neighbour& each : neighbours) sum += each.tenths;
    const auto count = static_cast<std::int64_t>(neighbours.size());
    const std::int64_t difference = count == 0 ? 0 : tenths - sum / count;
    return difference > -150 && difference < 150;
  }
};

// The network's row tells its operators at a glance that readings come in.
Reply take(Database& db, std::int64_t id, std::int64_t tenths, std::int64_t neighbours) {
  Reply reply;
  db.transaction([&] {
    db.execute(note_network, id);
    db.execute(note_station, tenths, id);
    const auto station = db.query_one<Station>(select_station, id);
    if (!station) throw NotFound("there is no station " + std::to_string(id));
    reply.station = *station;
    reply.neighbours = db.query<Neighbour>(select_neighbours, station->region_id, neighbours);
    reply.limits = db.query<Limit>(select_limits, station->region_id);
    reply.instructions = db.query<Instruction>(select_instructions, id);
  });
  return reply;
}

Response report(const Request& request, Services& services) {
  const std::int64_t tenths = request.knobs.integer("tenths");
  const Reply reply =
      take(services.db, request.knobs.integer("station"), tenths, request.knobs.integer("neighbours"));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("station").text(reply.station.name);
                     json.key("altitude_m").number(reply.station.altitude_m);
                     json.key("plausible").boolean(reply.is_plausible(tenths));
                     json.key("neighbours").begin_list();
                     for (const Neighbour& each : reply.neighbours)
                       json.begin_object()
                           .key("name")
                           .text(each.name)
                           .key("tenths")
                           .number(each.tenths)
                           .end_object();
                     json.end_list().key("limits").begin_object();
                     for (const Limit& each : reply.limits)
                       json.key(each.kind).begin_list().number(each.lowest).number(each.highest).end_list();
                     json.end_object().key("instructions").begin_list();
                     for (const Instruction& each : reply.instructions) json.text(each.text);
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage station_report() {
  return {
      .summary = "a weather station reports a temperature and gets its neighbours and instructions, as JSON",
      .why =
          "Each of the 400 stations has a row of its own, but all of them update the network's row as well, "
          "and they do so first. It stays locked while a station's reply is queried, so the others wait at "
          "that UPDATE. The total could be computed from the stations' rows.",
      .knobs =
          {{.name = "station", .help = "number of the station", .initial = 41, .minimum = 1, .maximum = 400},
           {.name = "tenths", .help = "tenths of a degree", .initial = 84, .minimum = -500, .maximum = 500},
           {.name = "neighbours",
            .help = "how many neighbours to compare with",
            .initial = 10,
            .minimum = 1,
            .maximum = 40},
           dataset_knob()},
      .run = report,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
