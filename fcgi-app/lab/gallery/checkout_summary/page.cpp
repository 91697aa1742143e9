#include "lab/gallery_page.hpp"

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql =
    "select l.quantity, b.title, cast(b.price * 100 as signed) "
    "from summary_line l left join book b on b.id = l.book_id "
    "where l.checkout_id = ? order by l.position limit ?";

struct Line {
  std::int64_t quantity;
  std::string title;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Line::quantity, &Line::title, &Line::cents);
};

struct Flag {
  std::int64_t share;
  static constexpr auto columns = std::tuple(&Flag::share);
};

// A flag is on for a share of the customers, in hundredths.
bool is_on(Database& db, std::string_view feature, std::int64_t customer_id) {
  const auto flag = db.query_one<Flag>("select share from feature_flag where name = ?", feature);
  return flag && customer_id % 100 < flag->share;
}

constexpr std::int64_t wrapping_cents = 250;

std::int64_t extras_of(Database& db, const Line& line, std::int64_t customer_id) {
  return is_on(db, "gift-wrapping", customer_id) ? wrapping_cents * line.quantity : 0;
}

const char* delivery_of(Database& db, const Line& line, std::int64_t customer_id) {
  if (line.quantity > 2) return "in two parcels";
  return is_on(db, "delivery-promise", customer_id) ? "tomorrow" : "in two to four days";
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t checkout_id = 1;
  const auto visitor = visitor_of(request, services.db);
  const std::int64_t customer_id = visitor ? visitor->id : 0;
  const auto lines = services.db.query<Line>(lines_sql, checkout_id, request.knobs.n());
  Rows rows({"title", "quantity", "extras", "sum", "delivery"});
  std::int64_t total = 0;
  for (const Line& line : lines) {
    const std::int64_t extras = extras_of(services.db, line, customer_id);
    const std::int64_t sum = line.cents * line.quantity + extras;
    total += sum;
    rows.add(line.title, line.quantity, price_of(extras), price_of(sum),
             delivery_of(services.db, line, customer_id));
  }
  return services.page(Value::object({{"lines", std::move(rows)}, {"total", price_of(total)}}));
}

}  // namespace

GalleryPage checkout_summary() {
  return {
      .summary = "the lines of a checkout with extras, delivery and total",
      .why =
          "Two helper functions read their feature flag from the database for every line, always with the "
          "same name. It is enough to read the flags once per request.",
      .knobs = {items_knob("lines of the checkout", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
