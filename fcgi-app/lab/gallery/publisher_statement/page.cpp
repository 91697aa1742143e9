#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view publishers_sql =
    "SELECT p.id, p.name, c.name FROM publisher AS p LEFT JOIN country AS c ON c.id = p.country_id "
    "ORDER BY p.id LIMIT ?";

// One row for each publisher and decade, in the order of the list above.
constexpr std::string_view decades_sql =
    "SELECT b.publisher_id, b.year DIV 10 * 10 AS decade, COUNT(*), "
    "       CAST(SUM(b.price * 100) AS SIGNED), MAX(b.year) "
    "FROM (SELECT id FROM publisher ORDER BY id LIMIT ?) AS listed "
    "STRAIGHT_JOIN book AS b ON b.publisher_id = listed.id "
    "GROUP BY b.publisher_id, decade ORDER BY b.publisher_id, decade";

struct Publisher {
  std::int64_t id;
  std::string name, country;
  static constexpr auto columns = std::tuple(&Publisher::id, &Publisher::name, &Publisher::country);
};

struct Decade {
  std::int64_t publisher_id, decade, titles, cents, latest;
  static constexpr auto columns =
      std::tuple(&Decade::publisher_id, &Decade::decade, &Decade::titles, &Decade::cents, &Decade::latest);
};

Response show(const Request& request, Services& services) {
  const auto publishers = services.db.query<Publisher>(publishers_sql, request.knobs.n());
  const auto decades = services.db.query<Decade>(decades_sql, request.knobs.n());

  Rows rows({"name", "country", "titles", "list_value", "decades"});
  auto decade = decades.begin();
  for (const Publisher& publisher : publishers) {
    std::int64_t titles = 0, cents = 0;
    Rows lines({"decade", "titles", "mean_price", "latest"});
    for (; decade != decades.end() && decade->publisher_id == publisher.id; ++decade) {
      titles += decade->titles;
      cents += decade->cents;
      lines.add(decade->decade, decade->titles, price_of(decade->cents / decade->titles), decade->latest);
    }
    rows.add(publisher.name, publisher.country, titles, price_of(cents), std::move(lines));
  }
  return services.page(Value::object({{"publishers", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage publisher_statement() {
  return {
      .summary = "n publishers with the titles, mean price and latest year of each decade",
      .why =
          "It fetches several rows for each publisher and adds them up in code, but they are groups that the "
          "database has computed, and each one is a line of the page. The number of queries is constant.",
      .knobs = {items_knob("publishers on the page", 1'000), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
