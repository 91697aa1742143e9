#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t events = 12;

constexpr std::string_view events_sql =
    "SELECT d.id, d.title, a.name FROM (SELECT id, title, author_id FROM document "
    "ORDER BY year DESC, id DESC LIMIT ?) AS d LEFT JOIN author AS a ON a.id = d.author_id";

struct Event {
  std::int64_t id;
  std::string title, author;
  static constexpr auto columns = std::tuple(&Event::id, &Event::title, &Event::author);
};

// RFC 5545 section 3.3.11.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') result += '\\';
    result += c == '\n' || c == '\r' ? ' ' : c;
  }
  return result;
}

void add_line(std::string& calendar, std::string_view name, std::string_view value) {
  calendar.append(name).append(":").append(value).append("\r\n");
}

// One reading each Thursday of the season.
std::string date_of(std::size_t position) {
  const std::size_t day = 8 + 7 * (position % 3), month = 1 + position / 3;
  return "2026" + std::string(month < 10 ? "0" : "") + std::to_string(month) + (day < 10 ? "0" : "") +
         std::to_string(day);
}

Response run(const Request&, Services& services) {
  std::string calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bookshop//Readings//EN\r\n";
  std::size_t position = 0;
  for (const Event& event : services.db.query<Event>(events_sql, events)) {
    const std::string date = date_of(position++);
    add_line(calendar, "BEGIN", "VEVENT");
    add_line(calendar, "UID", "reading-" + std::to_string(event.id) + "@shop.example");
    add_line(calendar, "DTSTAMP", "20251231T120000Z");
    add_line(calendar, "DTSTART", date + "T190000Z");
    add_line(calendar, "SUMMARY", escaped(event.title));
    add_line(calendar, "DESCRIPTION", "Reading with " + escaped(event.author));
    add_line(calendar, "END", "VEVENT");
  }
  add_line(calendar, "END", "VCALENDAR");
  Response response;
  response.body = std::move(calendar);
  response.set("Content-Type", "text/calendar; charset=utf-8").set("Cache-Control", "private, max-age=3600");
  return response;
}

}  // namespace

GalleryPage events_ics() {
  return {
      .summary = "the readings of the season, for the visitors' calendars",
      .why =
          "Innocent: nginx does not compress text/calendar, but the season has twelve readings, which are "
          "a few kilobytes at every size of the shop.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
