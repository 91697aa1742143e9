#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql =
    "SELECT number, text FROM timesheet_line WHERE sheet_id = ? ORDER BY number LIMIT ?";

struct SheetLine {
  std::int64_t number;
  std::string text;
  static constexpr auto columns = std::tuple(&SheetLine::number, &SheetLine::text);
};

// Four fields, then one of hours, then any more. A field has no semicolon, and is never given back.
const io::BacktrackingPattern with_hours(R"(^(?:[^;]*+;){4}\d++(?:\.\d++)?+(?:;[^;]*+)*+$)");
// A period such as 08:15-16:45.
const io::BacktrackingPattern period(R"(\d\d:\d\d-\d\d:\d\d)");

struct Sheet {
  std::int64_t right = 0, minutes = 0;
  std::vector<std::int64_t> wrong;
};

std::int64_t minutes_at(std::string_view text, std::size_t at) {
  return whole_number(text.substr(at, 2)).value_or(0) * 60 + whole_number(text.substr(at + 3, 2)).value_or(0);
}

std::int64_t minutes_in(std::string_view text, Matcher& matcher) {
  std::int64_t minutes = 0;
  while (const auto found = matcher.find(period, text)) {
    minutes += minutes_at(text, found->at + 6) - minutes_at(text, found->at);
    text.remove_prefix(found->at + found->length);
  }
  return minutes;
}

Sheet read(const std::vector<SheetLine>& lines, Matcher& matcher) {
  Sheet sheet;
  for (const SheetLine& line : lines) {
    if (!matcher.find(with_hours, line.text)) {
      sheet.wrong.push_back(line.number);
      continue;
    }
    ++sheet.right;
    sheet.minutes += minutes_in(line.text, matcher);
  }
  return sheet;
}

Response run(const Request& request, Services& services) {
  const auto lines =
      services.db.query<SheetLine>(lines_sql, request.knobs.integer("sheet"), request.knobs.n());
  const Sheet sheet = read(lines, services.matcher);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("right").number(sheet.right).key("minutes").number(sheet.minutes);
    json.key("wrong").begin_list();
    for (const std::int64_t number : sheet.wrong) json.number(number);
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage timesheet_lines() {
  return {
      .summary = "the lines of a crew's timesheet: how many are right, and how long they worked, as JSON",
      .why =
          "Innocent: two patterns are matched with each line, and one in four lines doesn't match. But a "
          "field can't contain the separator, and possessive repetitions never go back, so a line takes "
          "only as many steps as it has fields.",
      .knobs = {items_knob("lines of the sheet", 2'560),
                {.name = "sheet", .help = "number of the sheet", .initial = 4, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
