#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Each part takes the newest rows from the end of an index; the union sorts what is left.
constexpr std::string_view timeline_sql = R"(
  SELECT happened.what, happened.id, happened.happened_at, happened.text
    FROM ((SELECT 'review' AS what, id, created_at AS happened_at, LEFT(body, 120) AS text
             FROM review ORDER BY created_at DESC, id DESC LIMIT ?)
          UNION ALL
          (SELECT 'order', id, placed_at, status
             FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT ?)) AS happened
   ORDER BY happened.happened_at DESC, happened.what, happened.id DESC
   LIMIT ?)";

struct Event {
  std::string what;
  std::int64_t id;
  std::string happened_at, text;
  static constexpr auto columns = std::tuple(&Event::what, &Event::id, &Event::happened_at, &Event::text);
};

std::string address_of(const Event& event) {
  return event.what + "s/" + std::to_string(event.id);
}

Response show(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  const auto events = services.db.query<Event>(timeline_sql, n, n, n);
  Rows rows({"address", "what", "minute", "text"});
  for (const Event& event : events)
    rows.add(address_of(event), event.what, event.happened_at.substr(0, 16), event.text);
  return services.page(Value::object({{"events", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage what_happened_last() {
  return {
      .summary = "a timeline of the newest orders and reviews",
      .why =
          "The database sorts a union, which no index can deliver in order. But both parts are read from "
          "indexes and have a limit, so it sorts at most twice the rows of the page.",
      .knobs = {items_knob("events on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
