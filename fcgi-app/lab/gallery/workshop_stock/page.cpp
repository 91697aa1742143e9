#include <algorithm>
#include <span>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view depot_sql =
    "SELECT town, DATE_FORMAT(week_of, '%e %M') FROM carpool_depot WHERE id = ?";
constexpr std::string_view needs_sql =
    "SELECT n.plate, n.due_on, p.sku, p.name, n.pieces FROM carpool_need AS n "
    "JOIN indexed_product AS p ON p.id = n.product_id WHERE n.depot_id = ? ORDER BY n.due_on, n.id LIMIT ?";

struct Depot {
  std::string town, week_of;
  static constexpr auto columns = std::tuple(&Depot::town, &Depot::week_of);
};

struct Need {
  std::string plate, due_on, sku, part;
  std::int64_t pieces;
  static constexpr auto columns =
      std::tuple(&Need::plate, &Need::due_on, &Need::sku, &Need::part, &Need::pieces);
};

// What the wholesaler has of each part, in the order of the needs. Nothing is known where a call failed.
std::vector<std::optional<std::int64_t>> stock_of(Services& services, const std::vector<Need>& needs) {
  std::vector<io::HttpCall> calls;
  std::vector<std::string> skus;
  for (const Need& each : needs) {
    skus.push_back(each.sku);
    if (skus.size() < partners::max_skus && &each != &needs.back()) continue;
    calls.push_back(partners::stock_of(services.db.dataset(), skus));
    skus.clear();
  }
  std::vector<std::optional<std::int64_t>> stock(needs.size());
  std::size_t from = 0;
  for (const io::HttpReply& reply : services.partners.send_all(calls)) {
    const auto document = partners::document_in(reply);
    if (const Value::List* items = document ? (*document)["items"].items() : nullptr)
      for (std::size_t at = 0; at < items->size() && from + at < stock.size(); ++at)
        if (const auto* pieces = (*items)[at]["stock"].integer()) stock[from + at] = *pieces;
    from += partners::max_skus;
  }
  return stock;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("depot");
  const auto depot = services.db.query_one<Depot>(depot_sql, id);
  if (!depot) throw NotFound("there is no depot " + std::to_string(id));
  const auto needs = services.db.query<Need>(needs_sql, id, request.knobs.n());
  const auto stock = stock_of(services, needs);

  Response response;
  Csv csv(response.body);
  csv.text("depot").text("week of").text("due").text("car").text("part").text("number").text("pieces");
  csv.text("in stock").text("note").end_record();
  for (std::size_t at = 0; at < needs.size(); ++at) {
    const Need& need = needs[at];
    csv.text(depot->town).text(depot->week_of).text(need.due_on).text(need.plate).text(need.part);
    csv.text(need.sku).number(std::to_string(need.pieces));
    csv.number(stock[at] ? std::to_string(*stock[at]) : "");
    csv.text(!stock[at] ? "call" : *stock[at] < need.pieces ? "short" : "").end_record();
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"parts.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage workshop_stock() {
  return {
      .summary = "the parts that a car-sharing depot needs this week, with the wholesaler's stock, as CSV",
      .why =
          "A list of six hundred parts calls another service six times. But a call takes a hundred parts, "
          "which is as many as the service accepts, and the calls are made together. What the depot needs "
          "is one query.",
      .knobs = {items_knob("parts on the list", 640),
                {.name = "depot", .help = "number of the depot", .initial = 4, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
