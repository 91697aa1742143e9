#include "lab/gallery_page.hpp"

#include <algorithm>
#include <random>
#include <unordered_set>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Prize {
  std::int64_t id;
  std::string title, author, price;
  static constexpr auto columns = std::tuple(&Prize::id, &Prize::title, &Prize::author, &Prize::price);
};

struct Last {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Last::id);
};

// Some books cost nothing, and nobody wants to win one of those.
constexpr std::string_view prizes_sql =
    "SELECT b.id, b.title, a.name, b.price FROM book AS b LEFT JOIN author AS a ON a.id = b.author_id "
    "WHERE b.price > 0 AND b.id IN (";

constexpr std::size_t lots_per_query = 200;
constexpr int max_rounds = 10;

class Drum {
 public:
  explicit Drum(std::int64_t last) : numbers_(1, last) {}

  // Never the same number twice.
  std::vector<std::int64_t> draw(std::size_t lots) {
    std::vector<std::int64_t> drawn;
    for (std::size_t tries = 0; drawn.size() < lots && tries < 4 * lots; ++tries)
      if (const std::int64_t number = numbers_(generator_); used_.insert(number).second)
        drawn.push_back(number);
    return drawn;
  }

 private:
  std::mt19937_64 generator_{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> numbers_;
  std::unordered_set<std::int64_t> used_;
};

void add_prizes(Database& db, const std::vector<std::int64_t>& lots, std::vector<Prize>& prizes) {
  std::string sql(prizes_sql);
  std::vector<Parameter> ids;
  for (const std::int64_t lot : lots) {
    sql += ids.empty() ? "?" : ", ?";
    ids.push_back(to_parameter(lot));
  }
  Cursor cursor = db.run(sql + ")", ids);
  while (cursor.next()) prizes.push_back(map_row<Prize>(cursor));
}

Response run(const Request& request, Services& services) {
  const auto wanted = static_cast<std::size_t>(request.knobs.n());
  const Last last = services.db.query_one<Last>("SELECT MAX(id) FROM book").value();
  Drum drum(last.id);
  std::vector<Prize> prizes;
  for (int round = 0; prizes.size() < wanted && round < max_rounds; ++round) {
    const auto lots = drum.draw(std::min(wanted - prizes.size(), lots_per_query));
    if (lots.empty()) break;
    add_prizes(services.db, lots, prizes);
  }
  Rows rows({"id", "title", "author", "price"});
  for (const Prize& prize : prizes) rows.add(prize.id, prize.title, prize.author, prize.price);
  return services.page(Value::object({{"prizes", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage book_lottery() {
  return {
      .summary = "the prizes of a lottery: books drawn by lot",
      .why =
          "The lots are numbers that the code draws and that are looked up by the primary key, up to 200 in "
          "a query. Only blanks are drawn again, so there are few rounds and no table is read.",
      .knobs = {items_knob("prizes to draw", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
