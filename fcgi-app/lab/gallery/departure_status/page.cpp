#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Departure {
  std::int64_t id;
  std::string leaves_at, destination;
  std::int64_t gate;
  static constexpr auto columns =
      std::tuple(&Departure::id, &Departure::leaves_at, &Departure::destination, &Departure::gate);
};

constexpr std::string_view departures_sql =
    "SELECT o.id, DATE_FORMAT(o.placed_at, '%d.%m. %H:%i'), k.name, 1 + o.id % 40 "
    "FROM (SELECT id, placed_at, customer_id FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT ?) "
    "AS o LEFT JOIN customer AS c ON c.id = o.customer_id LEFT JOIN country AS k ON k.id = c.country_id "
    "ORDER BY o.placed_at DESC, o.id DESC";

// The tower writes what it hears into the cache. What it says nothing about is on time.
struct Status {
  std::string text = "on time";
  bool is_live = false;
};

Status status_of(Cache& cache, Dataset dataset, std::int64_t flight) {
  const auto heard =
      cache.get("tower/" + std::string(name_of(dataset)) + "/flight/" + std::to_string(flight));
  if (!heard || heard->empty()) return {};
  return {.text = *heard, .is_live = true};
}

Response run(const Request& request, Services& services) {
  const auto departures = services.db.query<Departure>(departures_sql, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("departures").begin_list();
                     for (const Departure& each : departures) {
                       const Status status = status_of(services.cache, services.db.dataset(), each.id);
                       json.begin_object().key("flight").number(each.id).key("leaves").text(each.leaves_at);
                       json.key("to").text(each.destination).key("gate").number(each.gate);
                       json.key("status").text(status.text).key("live").boolean(status.is_live).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage departure_status() {
  return {
      .summary = "an airport's departures with their live status, as JSON for the screens",
      .why =
          "The live status of each flight is a cache entry that is fetched on its own when the flight is "
          "written. One call could fetch the entries of all flights on the board.",
      .knobs = {items_knob("departures on the board", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
