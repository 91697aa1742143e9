#include <algorithm>
#include <functional>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view weekend_sql =
    "SELECT w.team, w.circuit, w.starts_on, w.sets, k.code, p.sku, p.name FROM race_weekend AS w "
    "JOIN country AS k ON k.id = w.country_id JOIN indexed_product AS p ON p.id = w.tyre_id WHERE w.id = ?";
constexpr std::string_view sessions_sql =
    "SELECT name, laps, track_celsius FROM race_session WHERE weekend_id = ? ORDER BY position";

struct Weekend {
  std::string team, circuit, starts_on;
  std::int64_t sets;
  std::string country, sku, compound;
  static constexpr auto columns =
      std::tuple(&Weekend::team, &Weekend::circuit, &Weekend::starts_on, &Weekend::sets, &Weekend::country,
                 &Weekend::sku, &Weekend::compound);
};

struct Session {
  std::string name;
  std::int64_t laps, celsius;
  static constexpr auto columns = std::tuple(&Session::name, &Session::laps, &Session::celsius);
};

// A value that is fetched when somebody wants to see it, and once.
template <class T>
class Lazy {
 public:
  explicit Lazy(std::function<T()> fetch) : fetch_(std::move(fetch)) {}
  const T& operator()() const {
    if (!value_) value_ = fetch_();
    return *value_;
  }

 private:
  std::function<T()> fetch_;
  mutable std::optional<T> value_;
};

struct Shipment {
  std::int64_t days;
  std::string price;
};

// What the manufacturer of the tyres says.
class Manufacturer {
 public:
  Manufacturer(Services& services, const Weekend& weekend)
      : sets_in_stock([&services, &weekend] {
          const auto reply = partners::document_in(
              services.partners.send(partners::stock_of(services.db.dataset(), {&weekend.sku, 1})));
          const Value::List* items = reply ? (*reply)["items"].items() : nullptr;
          return items == nullptr || items->empty() ? 0 : items->front()["stock"].integer_or(0) / 4;
        }),
        price([&services, &weekend] {
          const auto reply = partners::document_in(
              services.partners.send(partners::price_of(services.db.dataset(), weekend.sku)));
          return reply ? std::string((*reply)["price"].text_or("")) : std::string("on request");
        }),
        shipment([&services, &weekend] {
          const auto reply = partners::document_in(services.partners.send(
              partners::delivery_of(services.db.dataset(), weekend.sku, weekend.country)));
          return reply ? Shipment{(*reply)["days"].integer_or(0), std::string((*reply)["price"].text_or(""))}
                       : Shipment{0, "on request"};
        }) {}

  const Lazy<std::int64_t> sets_in_stock;
  const Lazy<std::string> price;
  const Lazy<Shipment> shipment;
};

std::string wear_of(const Session& session) {
  // A set lasts thirty laps at 25 degrees, and one lap less for each degree above.
  const std::int64_t lasts = std::max<std::int64_t>(8, 30 - std::max<std::int64_t>(0, session.celsius - 25));
  return fixed(static_cast<double>(session.laps) / static_cast<double>(lasts), 1) + " sets";
}

// For the engineers' radio terminal, which shows plain text.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("weekend");
  const auto weekend = services.db.query_one<Weekend>(weekend_sql, id);
  if (!weekend) throw NotFound("there is no race weekend " + std::to_string(id));
  const auto sessions = services.db.query<Session>(sessions_sql, id);
  const Manufacturer manufacturer(services, *weekend);

  std::string text = weekend->team + " in " + weekend->circuit + ", " + weekend->starts_on + "\n\n";
  for (const Session& each : sessions)
    text += each.name + ": " + std::to_string(each.laps) + " laps, " + wear_of(each) + "\n";
  text += "\n" + weekend->compound + ": " + std::to_string(weekend->sets) + " sets in the truck, ";
  text +=
      manufacturer.sets_in_stock() == 0 ? std::string("none") : std::to_string(manufacturer.sets_in_stock());
  text += " at the manufacturer\n" + manufacturer.price() + " for each tyre\n";
  text += manufacturer.shipment().days == 0 ? std::string("no air freight")
                                            : std::to_string(manufacturer.shipment().days) +
                                                  " days by air for " + manufacturer.shipment().price;
  return Response{.body = text + "\n"}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage race_tyres() {
  return {
      .summary =
          "a motor racing team's tyres at a circuit: sessions and wear, and more from the manufacturer",
      .why =
          "Stock, price and air freight are lazy values. Each is fetched at the place in the text where it "
          "is "
          "printed, so the three calls run one after the other, though all that they need is known before "
          "the first line. Every sheet prints all three, and they could be sent together.",
      .knobs = {{.name = "weekend",
                 .help = "number of the race weekend",
                 .initial = 17,
                 .minimum = 1,
                 .maximum = 300},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
