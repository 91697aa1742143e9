#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view departures_sql =
    "SELECT run, leaves_at, headsign, platform FROM bus_departure WHERE line_id = ? ORDER BY run LIMIT ?";
constexpr std::string_view begin_sql = "INSERT INTO bus_publication (line_id, departures) VALUES (?, 0)";
constexpr std::string_view finish_sql =
    "UPDATE bus_publication SET departures = ?, finished_at = NOW(6) WHERE id = ?";
constexpr std::string_view remove_sql = "DELETE FROM bus_publication WHERE id = ?";
constexpr std::int64_t publications_kept = 1'000;
constexpr int shown_for_s = 86'400;

struct Departure {
  std::int64_t run;
  std::string leaves_at, headsign;
  std::int64_t platform;
  static constexpr auto columns =
      std::tuple(&Departure::run, &Departure::leaves_at, &Departure::headsign, &Departure::platform);
};

// The displays at the stops read these entries.
void send_to_displays(Services& services, std::int64_t line, const std::vector<Departure>& departures) {
  const std::string prefix =
      "bus/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(line) + "/";
  for (const Departure& each : departures)
    services.cache.set(prefix + std::to_string(each.run),
                       each.leaves_at + " " + each.headsign + ", platform " + std::to_string(each.platform),
                       shown_for_s);
}

Response publish(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t line = request.knobs.integer("line");
  std::vector<Departure> departures;
  std::int64_t publication = 0;
  db.transaction([&] {
    db.execute(begin_sql, line);
    publication = db.last_insert_id();
    departures = db.query<Departure>(departures_sql, line, request.knobs.n());
    send_to_displays(services, line, departures);
    db.execute(finish_sql, static_cast<std::int64_t>(departures.size()), publication);
    db.execute(remove_sql, publication - publications_kept);
  });
  Rows rows({"run", "leaves_at", "headsign", "platform"});
  for (const Departure& each : departures) rows.add(each.run, each.leaves_at, each.headsign, each.platform);
  return services.page(Value::object({{"line", line}, {"departures", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage departure_board() {
  return {
      .summary = "a planner publishes the timetable of a bus line to the displays at the stops",
      .why =
          "Every departure is written to the cache for the displays, one after the other, and all that time "
          "the transaction is open and runs no query. A rollback would not take back what the displays "
          "show, either. They could be written after the commit.",
      .knobs = {items_knob("departures of the line", 640),
                {.name = "line", .help = "number of the line", .initial = 14, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = publish,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
      .known_miss =
          "at the usual size the transaction is idle for about a millisecond, and what grows with the size "
          "could also be the gaps between many queries",
  };
}

}  // namespace caseload::gallery
