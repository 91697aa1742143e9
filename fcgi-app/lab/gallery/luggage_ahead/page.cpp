#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/partner_calls.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view trip_sql =
    "SELECT t.traveller, t.leaves_on, t.home_code, t.goal_code, t.nights, p.sku, p.name "
    "FROM luggage_trip AS t JOIN indexed_product AS p ON p.id = t.box_id WHERE t.id = ?";
constexpr std::string_view rules_sql = "SELECT days_before, title FROM luggage_rule ORDER BY days_before";

struct Trip {
  std::string traveller, leaves_on, home, goal;
  std::int64_t nights;
  std::string box_sku, box;
  static constexpr auto columns = std::tuple(&Trip::traveller, &Trip::leaves_on, &Trip::home, &Trip::goal,
                                             &Trip::nights, &Trip::box_sku, &Trip::box);
};

struct Rule {
  std::int64_t days_before;
  std::string title;
  static constexpr auto columns = std::tuple(&Rule::days_before, &Rule::title);
};

std::optional<Value> ask(Services& services, const io::HttpCall& call) {
  return partners::document_in(services.partners.send(call));
}

void write_carrier(io::JsonWriter& json, Services& services, const Trip& trip, const std::string& country) {
  const auto offer = ask(services, partners::delivery_of(services.db.dataset(), trip.box_sku, country));
  json.begin_object().key("country").text(country);
  json.key("price").text(offer ? (*offer)["price"].text_or("") : "");
  json.key("days").number(offer ? (*offer)["days"].integer_or(0) : 0).end_object();
}

void box(io::JsonWriter& json, Services& services, const Trip& trip) {
  const auto price = ask(services, partners::price_of(services.db.dataset(), trip.box_sku));
  json.begin_object().key("name").text(trip.box);
  json.key("rent").text(price ? (*price)["price"].text_or("") : "").end_object();
}

void pickup(io::JsonWriter& json, Services& services, const Trip& trip) {
  write_carrier(json, services, trip, trip.home);
}

void on_arrival(io::JsonWriter& json, Services& services, const Trip& trip) {
  write_carrier(json, services, trip, trip.goal);
}

void boxes_left(io::JsonWriter& json, Services& services, const Trip& trip) {
  const auto stock = ask(services, partners::stock_of(services.db.dataset(), {&trip.box_sku, 1}));
  const Value::List* items = stock ? (*stock)["items"].items() : nullptr;
  json.number(items == nullptr || items->empty() ? 0 : items->front()["stock"].integer_or(0));
}

void deadlines(io::JsonWriter& json, Services& services, const Trip& trip) {
  json.begin_list();
  for (const Rule& each : services.db.query<Rule>(rules_sql))
    json.text(each.title + ", " + std::to_string(each.days_before) + " days before " + trip.leaves_on);
  json.end_list();
}

// A tile of the app for each of them, in this order.
struct Tile {
  std::string_view name;
  void (*write)(io::JsonWriter&, Services&, const Trip&);
};
constexpr Tile tiles[] = {{"box", box},
                          {"pickup", pickup},
                          {"deadlines", deadlines},
                          {"arrival", on_arrival},
                          {"boxes_left", boxes_left}};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("trip");
  const auto trip = services.db.query_one<Trip>(trip_sql, id);
  if (!trip) throw NotFound("there is no trip " + std::to_string(id));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("traveller").text(trip->traveller);
                     json.key("nights").number(trip->nights);
                     for (const Tile& tile : tiles) tile.write(json.key(tile.name), services, *trip);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage luggage_ahead() {
  return {
      .summary = "an offer to send a traveller's luggage ahead, as JSON for an app: box, carriers, deadlines",
      .why =
          "Each tile fetches what it shows while the document is written, so the rent, two carriers and the "
          "number of boxes are asked for one after the other. All four calls are known when the trip is.",
      .knobs = {{.name = "trip", .help = "number of the trip", .initial = 77, .minimum = 1, .maximum = 2'000},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
