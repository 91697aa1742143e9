#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int shares_kept_s = 20, titles_kept_s = 10;

constexpr std::string_view shares_sql = R"(
  SELECT k.id, k.name, COUNT(*) AS orders
    FROM (SELECT customer_id FROM customer_order ORDER BY id DESC LIMIT 5000) AS recent
    STRAIGHT_JOIN customer c ON c.id = recent.customer_id
    STRAIGHT_JOIN country k ON k.id = c.country_id
   GROUP BY k.id, k.name ORDER BY orders DESC, k.id LIMIT 15)";

constexpr std::string_view titles_sql = R"(
  SELECT b.title, SUM(i.quantity) AS copies
    FROM (SELECT id, customer_id FROM customer_order ORDER BY id DESC LIMIT 5000) AS recent
    STRAIGHT_JOIN customer c ON c.id = recent.customer_id AND c.country_id = ?
    STRAIGHT_JOIN order_item i ON i.order_id = recent.id
    STRAIGHT_JOIN book b ON b.id = i.book_id
   GROUP BY b.id, b.title ORDER BY copies DESC, b.id LIMIT 10)";

struct Share {
  std::int64_t country;
  std::string name;
  std::int64_t orders;
  static constexpr auto columns = std::tuple(&Share::country, &Share::name, &Share::orders);
};

struct Title {
  std::string title;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Title::title, &Title::copies);
};

// Keeps what `load` returns under the key, as JSON.
template <class Load>
Value remembered(Cache& cache, const std::string& key, int lifetime_s, const Load& load) {
  if (const auto stored = cache.get(key))
    if (auto value = io::from_json(*stored)) return std::move(*value);
  Value value = load();
  cache.set(key, io::to_json(value), lifetime_s);
  return value;
}

Value shares(Database& db) {
  Value list = Value::list();
  for (const Share& each : db.query<Share>(shares_sql))
    list.add(Value::object({{"country", each.country}, {"name", each.name}, {"orders", each.orders}}));
  return list;
}

Value titles(Database& db, std::int64_t country) {
  Value list = Value::list();
  for (const Title& each : db.query<Title>(titles_sql, country))
    list.add(Value::object({{"title", each.title}, {"copies", each.copies}}));
  return list;
}

Response show(const Request& request, Services& services) {
  const std::string prefix = "export/" + std::string(name_of(request.knobs.dataset())) + "/";
  Value countries =
      remembered(services.cache, prefix + "shares", shares_kept_s, [&] { return shares(services.db); });
  const auto place = static_cast<std::size_t>(request.knobs.integer("place"));
  Value model = Value::object({{"place", request.knobs.integer("place")}});
  if (const Value::List& list = *countries.items(); place <= list.size()) {
    const std::int64_t country = list[place - 1]["country"].integer_or(0);
    model.set("name", list[place - 1]["name"]);
    model.set("titles", remembered(services.cache, prefix + "titles/" + std::to_string(country),
                                   titles_kept_s, [&] { return titles(services.db, country); }));
  }
  model.set("countries", std::move(countries));
  return services.page(std::move(model)).set("Cache-Control", "private, max-age=10");
}

}  // namespace

GalleryPage export_desk() {
  return {
      .summary = "the export desk: which countries order most, and what one of them orders",
      .why =
          "The countries and each country's titles are cached entries of their own. When one has expired, "
          "every request that misses it computes it; when both have, every request computes both.",
      .knobs = {{.name = "place",
                 .help = "place of the country whose titles are shown",
                 .initial = 1,
                 .minimum = 1,
                 .maximum = 15},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "cache-stampede"}},
      .known_miss =
          "the entries expire by themselves after some seconds, and no write that the detector knows drops "
          "them",
  };
}

}  // namespace caseload::gallery
