#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view slips_sql =
    "SELECT i.id, i.order_id, i.book_id, b.title, i.quantity FROM "
    "(SELECT id, order_id, book_id, quantity FROM order_item ORDER BY id DESC LIMIT ?) AS i "
    "STRAIGHT_JOIN book AS b ON b.id = i.book_id ORDER BY i.id DESC";

struct Slip {
  std::int64_t id, order_id, book_id;
  std::string title;
  std::int64_t quantity;
  static constexpr auto columns =
      std::tuple(&Slip::id, &Slip::order_id, &Slip::book_id, &Slip::title, &Slip::quantity);
};

struct Copies {
  std::string shelf;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Copies::shelf, &Copies::copies);
};

struct Branch {
  std::string_view name, stock_table;
};
constexpr Branch branches[] = {
    {.name = "North Street", .stock_table = "branch_stock_north"},
    {.name = "Harbour", .stock_table = "branch_stock_harbour"},
    {.name = "Central Station", .stock_table = "branch_stock_station"},
    {.name = "Market Square", .stock_table = "branch_stock_market"},
};

// Orders keep the branch where they were placed.
const Branch& branch_of(const Slip& slip) {
  return branches[static_cast<std::size_t>(slip.order_id) % std::size(branches)];
}

class StockRepository {
 public:
  explicit StockRepository(Database& db) : db_(db) {}

  std::optional<Copies> find(const Branch& branch, std::int64_t book_id) {
    return db_.query_one<Copies>(
        "SELECT shelf, copies FROM " + std::string(branch.stock_table) + " WHERE book_id = ?", book_id);
  }

 private:
  Database& db_;
};

Response run(const Request& request, Services& services) {
  StockRepository stock(services.db);
  const auto slips = services.db.query<Slip>(slips_sql, request.knobs.n());
  Rows rows({"order", "title", "quantity", "branch", "shelf", "is_ready"});
  for (const Slip& slip : slips) {
    const Branch& branch = branch_of(slip);
    const auto found = stock.find(branch, slip.book_id);
    rows.add(slip.order_id, slip.title, slip.quantity, branch.name, found ? found->shelf : std::string("-"),
             found && found->copies >= slip.quantity);
  }
  return services.page(Value::object({{"slips", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage click_and_collect() {
  return {
      .summary = "the slips of books to be collected: branch, shelf, and whether enough copies are there",
      .why =
          "Each line asks the stock table of its branch for one book. A query for each of the four branches, "
          "with the books of its lines, would answer for the whole page.",
      .knobs = {items_knob("slips on the page", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
