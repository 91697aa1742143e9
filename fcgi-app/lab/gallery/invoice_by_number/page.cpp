#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The number on an invoice is that of its order, with a letter and seven digits.
constexpr std::string_view invoice_sql = R"(
  SELECT o.id, DATE_FORMAT(o.placed_at, '%e %M %Y'), c.name
    FROM customer_order AS o
    LEFT JOIN customer AS c ON c.id = o.customer_id
   WHERE CONCAT('R', LPAD(o.id, 7, '0')) = ?)";
constexpr std::string_view lines_sql =
    "SELECT b.title, i.quantity, i.price FROM order_item AS i LEFT JOIN book AS b ON b.id = i.book_id "
    "WHERE i.order_id = ? ORDER BY i.id";

struct Invoice {
  std::int64_t order_id;
  std::string date, recipient;
  static constexpr auto columns = std::tuple(&Invoice::order_id, &Invoice::date, &Invoice::recipient);
};

struct Line {
  std::string title;
  std::int64_t quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Line::title, &Line::quantity, &Line::price);
};

void check_number(std::string_view number) {
  const bool is_number =
      number.size() == 8 && number.front() == 'R' && number.find_first_not_of("0123456789", 1) == number.npos;
  if (!number.empty() && !is_number) throw BadRequest("the parameter number must be R and seven digits");
}

Response show(const Request& request, Services& services) {
  std::string number(request.knobs.text("number"));
  if (number.empty()) number = "R0004711";
  const auto invoice = services.db.query_one<Invoice>(invoice_sql, number);
  if (!invoice) throw NotFound("there is no invoice " + number);
  const auto lines = services.db.query<Line>(lines_sql, invoice->order_id);
  std::int64_t cents = 0;
  Rows rows({"title", "quantity", "price", "sum"});
  for (const Line& line : lines) {
    const std::int64_t sum = line.quantity * cents_of(line.price);
    cents += sum;
    rows.add(line.title, line.quantity, line.price, price_of(sum));
  }
  return services
      .page(Value::object({{"number", number},
                           {"date", invoice->date},
                           {"recipient", invoice->recipient},
                           {"lines", std::move(rows)},
                           {"total", price_of(cents)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage invoice_by_number() {
  return {
      .summary = "an invoice, found by the number that is printed on it",
      .why =
          "The printed number is composed from the id of every order and then compared, so all orders are "
          "read. The seven digits are the id: converted to a number, the primary key finds it.",
      .knobs = {{.name = "number",
                 .type = KnobType::text,
                 .help = "number of the invoice; R0004711 if empty",
                 .check_text = check_number},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
