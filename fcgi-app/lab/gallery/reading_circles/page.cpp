#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Circle {
  std::int64_t id;
  std::string name, message, member;
  std::int64_t is_quiet;
  static constexpr auto columns =
      std::tuple(&Circle::id, &Circle::name, &Circle::message, &Circle::member, &Circle::is_quiet);
};

struct Number {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Number::number);
};

constexpr std::string_view circles_sql =
    "SELECT t.id, t.name, m.body, c.name, t.is_quiet FROM "
    "(SELECT id, name, last_message_id, is_quiet FROM reading_circle ORDER BY last_message_id DESC LIMIT ?) "
    "AS t "
    "STRAIGHT_JOIN review AS m ON m.id = t.last_message_id "
    "STRAIGHT_JOIN customer AS c ON c.id = m.customer_id ORDER BY t.last_message_id DESC";
constexpr std::int64_t max_counted = 500;
constexpr std::string_view lively_sql =
    "SELECT COUNT(*) FROM (SELECT id FROM reading_circle WHERE is_quiet = 0 LIMIT ?) AS lively";

// "342", or "more than 500".
std::string lively_circles(Database& db) {
  const auto counted = db.query_one<Number>(lively_sql, max_counted + 1);
  const std::int64_t number = counted ? counted->number : 0;
  return number > max_counted ? "more than " + std::to_string(max_counted) : std::to_string(number);
}

Response show(const Request& request, Services& services) {
  const auto circles = services.db.query<Circle>(circles_sql, request.knobs.n());
  Rows rows({"id", "name", "message", "member", "is_quiet"});
  for (const Circle& circle : circles)
    rows.add(circle.id, circle.name, utf8_prefix(circle.message, 100), circle.member, circle.is_quiet != 0);
  Value model = Value::object({{"lively", lively_circles(services.db)}, {"circles", std::move(rows)}});
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage reading_circles() {
  return {
      .summary = "the reading circles in which somebody wrote last, each with the last message",
      .why =
          "Innocent: a circle knows its last message, so one join shows them all. The count in the heading "
          "ends at 501 circles.",
      .knobs = {items_knob("circles on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
