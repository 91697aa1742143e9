#include <chrono>

#include "core/http_date.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view meetings_sql =
    "SELECT begins_at, client, concern FROM adviser_meeting WHERE adviser_id = ? AND begins_at >= ? "
    "ORDER BY begins_at LIMIT 8";
constexpr std::string_view products_sql =
    "SELECT product, COUNT(*), SUM(euros) FROM adviser_sale WHERE sold_on >= ? AND sold_on < ? "
    "GROUP BY product ORDER BY SUM(euros) DESC, product";
constexpr std::string_view branches_sql = R"(
  SELECT b.name, s.sales, s.euros
    FROM (SELECT branch_id, COUNT(*) AS sales, SUM(euros) AS euros FROM adviser_sale
           WHERE sold_on >= ? AND sold_on < ? GROUP BY branch_id
           ORDER BY euros DESC, branch_id LIMIT 10) AS s
    JOIN adviser_branch AS b ON b.id = s.branch_id
   ORDER BY s.euros DESC, b.id)";
constexpr std::string_view from = "2025-12-01", to = "2026-01-01";

struct Meeting {
  std::string begins_at, client, concern;
  static constexpr auto columns = std::tuple(&Meeting::begins_at, &Meeting::client, &Meeting::concern);
};

struct Sold {
  std::string name;
  std::int64_t sales, euros;
  static constexpr auto columns = std::tuple(&Sold::name, &Sold::sales, &Sold::euros);
};

Value table_of(const std::vector<Sold>& sold, std::string_view as_of) {
  Value lines = Value::list();
  for (const Sold& each : sold)
    lines.add(Value::object({{"name", each.name}, {"sales", each.sales}, {"euros", grouped(each.euros)}}));
  return Value::object({{"as_of", as_of}, {"lines", std::move(lines)}});
}

Value meetings_of(std::int64_t adviser, Database& db) {
  Value meetings = Value::list();
  for (const Meeting& each : db.query<Meeting>(meetings_sql, 1 + adviser % 250, "2026-01-02"))
    meetings.add(Value::object(
        {{"at", each.begins_at.substr(0, 16)}, {"client", each.client}, {"concern", each.concern}}));
  return meetings;
}

// The two tables are the same for all advisers. Each says how fresh it is.
Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto adviser = visitor_of(request, db);
  const std::string as_of =
      http_date(std::chrono::time_point_cast<std::chrono::seconds>(services.clock.now()));
  Value model = Value::object({{"adviser", adviser ? Value(adviser->name) : Value()}});
  if (adviser) model.set("meetings", meetings_of(adviser->id, db));
  Fragments blocks(services.texts, services.trace, request.knobs);
  blocks.set("as_of", as_of);
  blocks.offer("products", [&] { return table_of(db.query<Sold>(products_sql, from, to), as_of); });
  blocks.offer("branches", [&] { return table_of(db.query<Sold>(branches_sql, from, to), as_of); });
  return services.page(std::move(model), blocks)
      .set("Cache-Control", "private, no-cache")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage adviser_desk() {
  return {
      .summary =
          "the start page of a savings bank's advisers: own meetings, the month's sales, best branches",
      .why =
          "Two blocks are the same for everybody and are put into the cache for ten minutes. But they show "
          "when they were made, and somebody made that time a part of their keys: each second has keys of "
          "its own, so the sales of the month are added up twice for nearly every view. The time belongs "
          "into the block, but not into the key.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
      .known_miss = "the requests follow each other within the same second, in which the blocks are found",
  };
}

}  // namespace caseload::gallery
