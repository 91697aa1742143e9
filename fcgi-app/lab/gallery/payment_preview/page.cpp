#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t rows_per_query = 200;

// The reference of a payment names the customer. One query finds the customers of the whole file.
constexpr std::string_view match_sql =
    "UPDATE previewed_payment l JOIN customer c ON c.id = l.reference SET l.customer_id = c.id, l.state = "
    "'matched' "
    "WHERE l.file_id = ?";
constexpr std::string_view lines_sql =
    "SELECT l.line, l.reference, c.name, l.cents, l.state FROM previewed_payment l "
    "LEFT JOIN customer c ON c.id = l.customer_id WHERE l.file_id = ? ORDER BY l.line";
constexpr std::string_view remove_lines_sql = "DELETE FROM previewed_payment WHERE file_id = ?";
constexpr std::string_view remove_file_sql = "DELETE FROM payment_file WHERE id = ?";

struct Payment {
  std::int64_t reference, cents;
};

struct Line {
  std::int64_t line, reference;
  std::optional<std::string> customer;
  std::int64_t cents;
  std::string state;
  static constexpr auto columns =
      std::tuple(&Line::line, &Line::reference, &Line::customer, &Line::cents, &Line::state);
};

// The bank's file from the body, {"payments": [{"reference": 17, "cents": 1990}, ..]}, or the one of today.
// Some payers mistype their reference.
std::vector<Payment> payments_in(const Request& request) {
  const auto given = list_in_body(request, "payments");
  std::vector<Payment> payments;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given)
      payments.push_back({.reference = integer_in_row((*given)[row], row, "reference"),
                          .cents = integer_in_row((*given)[row], row, "cents")});
    else
      payments.push_back({.reference = at % 19 == 18 ? 900'000 + at : 1 + at * 37 % 2'500,
                          .cents = 500 + at * 131 % 20'000});
  }
  return payments;
}

void store(Database& db, std::int64_t file_id, const std::vector<Payment>& payments) {
  for (std::size_t from = 0; from < payments.size(); from += rows_per_query) {
    std::string sql = "INSERT INTO previewed_payment (file_id, line, reference, cents) VALUES ";
    std::vector<Parameter> values;
    for (std::size_t at = from; at < std::min(from + rows_per_query, payments.size()); ++at) {
      sql += at == from ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)";
      values.insert(values.end(), {to_parameter(file_id), to_parameter(static_cast<std::int64_t>(at) + 1),
                                   to_parameter(payments[at].reference), to_parameter(payments[at].cents)});
    }
    db.run_write(sql, values);
  }
}

// A preview: nothing is booked before somebody has confirmed it, so the lines are removed again. Each step
// commits, so that two previews don't wait for each other.
std::vector<Line> preview(Database& db, const std::vector<Payment>& payments) {
  std::int64_t file_id = 0;
  db.transaction([&] {
    db.execute("INSERT INTO payment_file (source) VALUES ('preview')");
    file_id = db.last_insert_id();
    store(db, file_id, payments);
  });
  const auto remove = [&] {
    db.transaction([&] {
      db.execute(remove_lines_sql, file_id);
      db.execute(remove_file_sql, file_id);
    });
  };
  std::vector<Line> lines;
  try {
    db.execute(match_sql, file_id);
    lines = db.query<Line>(lines_sql, file_id);
  } catch (...) {
    remove();
    throw;
  }
  remove();
  return lines;
}

Response run(const Request& request, Services& services) {
  const auto lines = preview(services.db, payments_in(request));
  std::int64_t unclear = 0, cents = 0;
  Rows rows({"line", "reference", "customer", "amount"});
  for (const Line& line : lines) {
    if (line.state != "matched") ++unclear;
    cents += line.cents;
    rows.add(line.line, line.reference, line.customer, price_of(line.cents));
  }
  return services
      .page(Value::object({{"total", price_of(cents)}, {"unclear", unclear}, {"lines", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage payment_preview() {
  return {
      .summary = "a bank's file of payments, previewed: whose they are, and which are unclear",
      .why =
          "All lines are written, updated, read and deleted within one request. But two hundred of them are "
          "written at once, and updating, reading and deleting take one query each, however long the file.",
      .knobs = {items_knob("payments in the file", 2'560), dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
