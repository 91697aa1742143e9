#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view copies_by_month =
    "select month(o.placed_at) as m, sum(i.quantity), count(distinct o.customer_id) "
    "from customer_order o join order_item i on i.order_id = o.id "
    "where o.placed_at >= '2025-01-01' and o.placed_at < '2026-01-01' group by m order by m";
constexpr std::string_view talked_about =
    "select b.title, a.name, r.reviews from "
    "(select book_id, count(*) as reviews from review "
    "where created_at >= '2025-01-01' and created_at < '2026-01-01' "
    "group by book_id order by reviews desc, book_id limit 10) r "
    "join book b on b.id = r.book_id join author a on a.id = b.author_id order by r.reviews desc, b.id";
constexpr std::string_view readers_by_country =
    "select n.name, count(*) as orders from customer_order o "
    "join customer c on c.id = o.customer_id join country n on n.id = c.country_id "
    "where o.placed_at >= '2025-01-01' and o.placed_at < '2026-01-01' "
    "group by n.id, n.name order by orders desc, n.id limit 15";

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

struct Month {
  std::int64_t number, copies, readers;
  static constexpr auto columns = std::tuple(&Month::number, &Month::copies, &Month::readers);
};

struct Talk {
  std::string title, author;
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Talk::title, &Talk::author, &Talk::reviews);
};

struct Country {
  std::string name;
  std::int64_t orders;
  static constexpr auto columns = std::tuple(&Country::name, &Country::orders);
};

// The page is linked from the newsletter. It has no form, no greeting and no basket.
Response run(const Request&, Services& services) {
  Database& db = services.db;
  Rows month_rows({"month", "copies", "readers"});
  for (const Month& each : db.query<Month>(copies_by_month))
    month_rows.add(months.at(static_cast<std::size_t>(each.number - 1)), each.copies, each.readers);
  const auto talks = db.query<Talk>(talked_about);
  Rows talk_rows({"title", "author", "reviews"});
  for (const Talk& each : talks) talk_rows.add(each.title, each.author, each.reviews);
  const auto countries = db.query<Country>(readers_by_country);
  Rows country_rows({"name", "orders"});
  for (const Country& each : countries) country_rows.add(each.name, each.orders);

  return services
      .page(Value::object({{"months", std::move(month_rows)},
                           {"talked_about", std::move(talk_rows)},
                           {"countries", std::move(country_rows)}}))
      .set("Cache-Control", "public, max-age=3600")
      .set("Vary", "Accept");
}

}  // namespace

GalleryPage year_in_review() {
  return {
      .summary = "the shop's year in review: sales by month, books talked about, readers by country",
      .why =
          "The page is the same for everybody and declares itself fresh for an hour, but neither nginx nor "
          "the application stores it. Each visitor makes the database read the whole year three times.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "response-cache"}},
  };
}

}  // namespace caseload::gallery
