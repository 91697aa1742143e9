#include <algorithm>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Scanned {
  std::string code;
  std::int64_t pieces;
  static constexpr auto columns = std::tuple(&Scanned::code, &Scanned::pieces);
};

struct Article {
  std::string name;
  std::int64_t stock;
};

constexpr std::string_view scans_sql =
    "SELECT code, pieces FROM pallet_scan WHERE pallet_id = ? ORDER BY id LIMIT ?";

std::string articles_sql(std::size_t codes) {
  std::string sql = "SELECT sku, name, stock FROM indexed_product WHERE sku IN (";
  for (std::size_t i = 0; i < codes; ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ")";
}

std::map<std::string, Article> articles_of(const std::vector<Scanned>& scans, Database& db) {
  std::map<std::string, Article> articles;
  if (scans.empty()) return articles;
  std::vector<Parameter> codes;
  for (const Scanned& each : scans) codes.push_back(to_parameter(each.code));
  for (Cursor found = db.run(articles_sql(codes.size()), codes); found.next();)
    articles.emplace(found.text(0), Article{.name = found.text(1), .stock = found.integer(2)});
  return articles;
}

Response check(const Request& request, Services& services) {
  const auto scans =
      services.db.query<Scanned>(scans_sql, request.knobs.integer("pallet"), request.knobs.n());
  const auto articles = articles_of(scans, services.db);
  std::int64_t unknown = 0;
  Rows rows({"code", "name", "pieces", "afterwards"});
  for (const Scanned& each : scans) {
    const auto article = articles.find(each.code);
    if (article == articles.end()) {
      ++unknown;
      rows.add(each.code, "not in the catalogue", each.pieces, nullptr);
    } else {
      rows.add(each.code, article->second.name, each.pieces, article->second.stock + each.pieces);
    }
  }
  return services
      .page(Value::object({{"unknown", unknown > 0 ? Value(unknown) : Value()}, {"lines", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage pallet_check() {
  return {
      .summary = "goods received: the codes scanned on a pallet with the articles that they belong to",
      .why =
          "The codes of the whole pallet are read from the database and sent back in one IN list, one "
          "parameter for each scan. A left join of the scans with the articles has a single parameter.",
      .knobs = {items_knob("scans on the page"),
                {.name = "pallet", .help = "number of the pallet", .initial = 2, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = check,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
