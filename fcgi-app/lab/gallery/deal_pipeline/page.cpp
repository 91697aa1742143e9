#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Deal {
  std::int64_t id;
  std::string name, owner;
  std::int64_t cents;
  std::string closes_on;
  static constexpr auto columns =
      std::tuple(&Deal::id, &Deal::name, &Deal::owner, &Deal::cents, &Deal::closes_on);
};

constexpr std::string_view column_sql =
    "SELECT d.id, d.name, c.name, d.cents, d.closes_on FROM (SELECT id, name, owner_id, cents, closes_on, "
    "place FROM sales_deal WHERE stage = ? ORDER BY place LIMIT ?) AS d "
    "LEFT JOIN customer AS c ON c.id = d.owner_id ORDER BY d.place";

constexpr std::string_view stages[] = {"lead", "contacted", "offer", "negotiation", "contract"};
constexpr std::string_view today = "2026-01-01";

// A column of the board: the deals of a stage in the order in which the team has put them.
Value column_of(std::string_view stage, std::int64_t deals, Database& db) {
  Value cards = Value::list();
  std::int64_t cents = 0;
  for (const Deal& deal : db.query<Deal>(column_sql, stage, deals)) {
    cents += deal.cents;
    cards.add(Value::object({{"id", deal.id},
                             {"name", deal.name},
                             {"owner", deal.owner},
                             {"value", price_of(deal.cents)},
                             {"is_late", deal.closes_on < today}}));
  }
  return Value::object({{"stage", stage}, {"shown_value", price_of(cents)}, {"cards", std::move(cards)}});
}

Response show(const Request& request, Services& services) {
  constexpr auto number_of_stages = static_cast<std::int64_t>(std::size(stages));
  const std::int64_t in_a_column = std::max<std::int64_t>(1, request.knobs.n() / number_of_stages);
  Value board = Value::list();
  for (const std::string_view stage : stages) board.add(column_of(stage, in_a_column, services.db));
  return services.page(Value::object({{"board", std::move(board)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage deal_pipeline() {
  return {
      .summary = "a sales team's board: a column for each stage, with its first deals",
      .why =
          "A helper queries the database for each column, but the board has five columns, however many "
          "deals it shows. The index delivers each column in its order.",
      .knobs = {items_knob("deals on the board", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
