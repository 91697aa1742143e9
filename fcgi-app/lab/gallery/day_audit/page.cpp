#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view recorded_on =
    "SELECT o.id, TIME(o.recorded_at), DATE(o.placed_at), o.status, c.name, c.email "
    "FROM customer_order o LEFT JOIN customer c ON c.id = o.customer_id "
    "WHERE TO_DAYS(o.recorded_at) = TO_DAYS(?) "
    "ORDER BY o.recorded_at, o.id";

struct Entry {
  std::int64_t order;
  std::string time, placed_on, status, customer, email;
  static constexpr auto columns = std::tuple(&Entry::order, &Entry::time, &Entry::placed_on, &Entry::status,
                                             &Entry::customer, &Entry::email);
};

std::string date_of(std::int64_t day) {
  return (day < 10 ? "2025-12-0" : "2025-12-") + std::to_string(day);
}

// The audit trail shows who it was without giving away the address: r…@example.com.
std::string masked(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0) return "…";
  return std::string(email.substr(0, 1)) + "…" + std::string(email.substr(at));
}

Response show(const Request& request, Services& services) {
  const std::string date = date_of(request.knobs.integer("day"));
  const auto entries = services.db.query<Entry>(recorded_on, date);
  Rows rows({"order", "time", "status", "customer", "email", "placed_on"});
  for (const Entry& entry : entries) {
    std::optional<std::string_view> dated;
    if (entry.placed_on != date) dated = entry.placed_on;
    rows.add(entry.order, entry.time.substr(0, 8), entry.status, entry.customer, masked(entry.email), dated);
  }
  return services.page(Value::object({{"date", date}, {"count", rows.size()}, {"entries", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage day_audit() {
  return {
      .summary = "the audit trail of a day in December 2025: the orders recorded on it",
      .why =
          "recorded_at has an index, but TO_DAYS(recorded_at) cannot use it, so the whole table is read for "
          "one "
          "day. A range from midnight to midnight would use the index.",
      .knobs = {{.name = "day",
                 .help = "day of December 2025",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 31,
                 .ladder = {3, 11, 19, 27}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
