#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view open_sql = "INSERT INTO till_closing (till, cashier_id) VALUES (?, ?)";
constexpr std::string_view sales_sql =
    "INSERT INTO till_closing_line (closing_id, position, title, cents) "
    "SELECT ?, 1, 'sales', COALESCE(SUM(cents), 0) FROM till_sale WHERE till = ?";
constexpr std::string_view vouchers_sql =
    "INSERT INTO till_closing_line (closing_id, position, title, cents) "
    "SELECT ?, 2, 'vouchers redeemed', -COALESCE(SUM(cents), 0) FROM till_voucher WHERE till = ?";
constexpr std::string_view refunds_sql =
    "INSERT INTO till_closing_line (closing_id, position, title, cents) "
    "SELECT ?, 3, 'returned goods', -COALESCE(SUM(cents), 0) FROM till_refund WHERE till = ?";
constexpr std::string_view float_sql =
    "INSERT INTO till_closing_line (closing_id, position, title, cents) "
    "SELECT ?, 4, 'change from the morning', cents FROM till_float WHERE till = ?";
constexpr std::string_view cards_sql =
    "INSERT INTO till_closing_line (closing_id, position, title, cents) "
    "SELECT ?, 5, CONCAT('card slips of ', terminal), -cents FROM till_terminal WHERE till = ?";
constexpr std::string_view total_sql =
    "SELECT CAST(SUM(cents) AS SIGNED) FROM till_closing_line WHERE closing_id = ?";
constexpr std::string_view close_sql =
    "UPDATE till_closing SET expected_cents = ?, counted_cents = ? WHERE id = ?";
constexpr std::string_view lines_sql =
    "SELECT title, cents FROM till_closing_line WHERE closing_id = ? ORDER BY position";
constexpr std::string_view remove_sql = "DELETE FROM till_closing WHERE id = ?";  // with its lines
constexpr std::int64_t closings_kept = 500;

struct Line {
  std::string title;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Line::title, &Line::cents);
};

struct Total {
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Total::cents);
};

std::string amount(std::int64_t cents) {
  return cents < 0 ? "-" + price_of(-cents) : price_of(cents);
}

Response close(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t till = request.knobs.integer("till");
  std::vector<Line> lines;
  std::int64_t expected = 0;
  const std::int64_t counted = request.knobs.integer("counted");
  // Nothing may be sold between the sums, and a closing is complete or not there.
  db.transaction([&] {
    db.execute(open_sql, till, request.knobs.integer("cashier"));
    const std::int64_t id = db.last_insert_id();
    for (const std::string_view sql : {sales_sql, vouchers_sql, refunds_sql, float_sql, cards_sql})
      db.execute(sql, id, till);
    expected = db.query_one<Total>(total_sql, id).value().cents;
    db.execute(close_sql, expected, counted, id);
    lines = db.query<Line>(lines_sql, id);
    db.execute(remove_sql, id - closings_kept);
  });
  Rows rows({"title", "amount"});
  for (const Line& each : lines) rows.add(each.title, amount(each.cents));
  return services
      .page(Value::object({{"till", till},
                           {"lines", std::move(rows)},
                           {"expected", amount(expected)},
                           {"counted", amount(counted)},
                           {"difference", amount(counted - expected)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage close_the_till() {
  return {
      .summary = "a cashier closes the till: sums of the day, what was counted, and the difference",
      .why =
          "Innocent: a transaction of ten queries is long, but they belong together, and there is no other "
          "work between them. The page is rendered after the commit.",
      .knobs =
          {{.name = "till", .help = "number of the till", .initial = 3, .minimum = 1, .maximum = 12},
           {.name = "cashier", .help = "number of the cashier", .initial = 40, .minimum = 1, .maximum = 200},
           {.name = "counted",
            .help = "cents in the drawer",
            .initial = 61'250,
            .minimum = 0,
            .maximum = 10'000'000},
           dataset_knob()},
      .run = close,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
