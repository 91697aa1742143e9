#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Event {
  std::string time, place, what;
  static constexpr auto columns = std::tuple(&Event::time, &Event::place, &Event::what);
};

// Some carriers have letters in their numbers, so the column is a text. Ours have digits only.
constexpr std::string_view events_sql =
    "SELECT DATE_FORMAT(happened_at, '%d %b %H:%i'), place, what FROM parcel_event "
    "WHERE tracking_number = ? ORDER BY happened_at, id";

constexpr std::int64_t first_number = 40'000'000;

std::string_view advice_on(const Event& last) {
  if (last.what == "handed over") return "Enjoy your book.";
  return last.what == "not at home" ? "Please choose another day." : "It is on its way.";
}

Response run(const Request& request, Services& services) {
  const std::int64_t number = first_number + request.knobs.integer("parcel");
  const auto events = services.db.query<Event>(events_sql, number);
  if (events.empty()) throw NotFound("there is no parcel " + std::to_string(number));
  Rows rows({"time", "place", "what"});
  for (const Event& event : events) rows.add(event.time, event.place, event.what);
  return services
      .page(Value::object(
          {{"number", number}, {"advice", advice_on(events.back())}, {"events", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage parcel_tracking() {
  return {
      .summary = "where a parcel is: its way from the shop to the door",
      .why =
          "The tracking number is a text with an index, but it is compared with a number. The database "
          "converts the text of every row to compare it, so the index doesn't help. Sent as a text, the "
          "number would be found at once.",
      .knobs =
          {{.name = "parcel", .help = "number of the parcel", .initial = 220, .minimum = 1, .maximum = 7'500},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
