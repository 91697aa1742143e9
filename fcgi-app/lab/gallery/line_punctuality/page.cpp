#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stops_sql =
    "SELECT stop, line_no, towards FROM rider_stop WHERE rider_id = ? ORDER BY position";
constexpr std::string_view delays_sql = R"(
  SELECT l.number, l.ends, d.trips, d.late, d.longest_s
    FROM (SELECT line_no, COUNT(*) AS trips, CAST(SUM(late_s > 180) AS SIGNED) AS late, MAX(late_s) AS longest_s
            FROM line_trip WHERE left_at >= '2025-12-22' GROUP BY line_no) AS d
    JOIN line_name AS l ON l.number = d.line_no
   ORDER BY d.late / d.trips DESC, l.number)";
constexpr std::string_view fares_sql = "SELECT name, cents FROM line_fare ORDER BY cents, name";

struct Stop {
  std::string name;
  std::int64_t line_no;
  std::string towards;
  static constexpr auto columns = std::tuple(&Stop::name, &Stop::line_no, &Stop::towards);
};

struct Delay {
  std::int64_t number;
  std::string ends;
  std::int64_t trips, late, longest_s;
  static constexpr auto columns =
      std::tuple(&Delay::number, &Delay::ends, &Delay::trips, &Delay::late, &Delay::longest_s);
};

struct Fare {
  std::string name;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Fare::name, &Fare::cents);
};

// With a button at each line to be told of its delays. The token shows that the form is one of ours.
Value delays(Database& db, const std::string& token) {
  Value lines = Value::list();
  for (const Delay& each : db.query<Delay>(delays_sql))
    lines.add(Value::object({{"number", each.number},
                             {"ends", each.ends},
                             {"on_time", 100 - each.late * 100 / each.trips},
                             {"longest_min", each.longest_s / 60}}));
  return Value::object({{"token", token}, {"lines", std::move(lines)}});
}

Value fares(Database& db) {
  Value list = Value::list();
  for (const Fare& each : db.query<Fare>(fares_sql))
    list.add(Value::object({{"name", each.name}, {"cents", each.cents}}));
  return Value::object({{"tickets", std::move(list)}});
}

Value rider(const Request& request, Database& db) {
  const auto visitor = visitor_of(request, db);
  if (!visitor) return {};
  Value stops = Value::list();
  for (const Stop& each : db.query<Stop>(stops_sql, visitor->id))
    stops.add(Value::object({{"name", each.name}, {"line", each.line_no}, {"towards", each.towards}}));
  return Value::object({{"name", visitor->name}, {"stops", std::move(stops)}});
}

Response show(const Request& request, Services& services) {
  const std::string token = io::sha256_hex("delay alarm " + request.id).substr(0, 24);
  Fragments blocks(services.texts, services.trace, request.knobs);
  // Nobody may get a form with somebody else's token.
  blocks.set("form_token", token);
  blocks.offer("delays", [&] { return delays(services.db, token); });
  blocks.offer("fares", [&] { return fares(services.db); });
  return services.page(Value::object({{"rider", rider(request, services.db)}}), blocks)
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage line_punctuality() {
  return {
      .summary =
          "a tram company's start page: the rider's stops, how punctual each line is, what tickets cost",
      .why =
          "The lines are a cached block, and the same for all riders. But a form's token is in the block "
          "and so it is in the block's key. Each page has another token, so the delays of the week are "
          "added up and rendered for every page, and what is stored is never found again. With one form "
          "below the block, nothing in it would depend on the token.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
