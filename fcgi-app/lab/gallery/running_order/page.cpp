#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view day_sql = "SELECT aired_on, producer FROM running_day WHERE id = ?";
constexpr std::string_view items_sql =
    "SELECT form, slug, seconds, isrc FROM running_item WHERE day_id = ? ORDER BY position LIMIT ?";
constexpr std::string_view recording_sql =
    "SELECT title, performer, label_code FROM music_recording WHERE isrc = ?";

struct Day {
  std::string aired_on, producer;
  static constexpr auto columns = std::tuple(&Day::aired_on, &Day::producer);
};

struct Item {
  std::string form, slug;
  std::int64_t seconds;
  std::optional<std::string> isrc;
  static constexpr auto columns = std::tuple(&Item::form, &Item::slug, &Item::seconds, &Item::isrc);
};

struct Recording {
  std::string title, performer, label_code;
  static constexpr auto columns =
      std::tuple(&Recording::title, &Recording::performer, &Recording::label_code);
};

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string clock_time(std::int64_t second) {
  return two_digits(second / 3'600 % 24) + ":" + two_digits(second / 60 % 60) + ":" + two_digits(second % 60);
}

// What the software of the studio reads.
class RunningOrder {
 public:
  RunningOrder(Database& db, std::string& xml) : db_(db), xml_(xml) {}

  void begin(const Day& day) {
    xml_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<runningOrder";
    attribute("date", day.aired_on);
    attribute("producer", day.producer);
    xml_ += ">\n";
  }

  void add(const Item& item) {
    xml_ += "  <item";
    attribute("at", clock_time(second_));
    attribute("form", item.form);
    attribute("seconds", std::to_string(item.seconds));
    if (item.isrc) add_recording(*item.isrc);
    xml_ += ">";
    append_html_escaped(item.slug, xml_);
    xml_ += "</item>\n";
    second_ += item.seconds;
  }

  void end() {
    xml_ += "  <end";
    attribute("at", clock_time(second_));
    xml_ += "/>\n</runningOrder>\n";
  }

 private:
  // The presenter announces title and performer; the label is for the collecting society.
  void add_recording(const std::string& isrc) {
    attribute("isrc", isrc);
    const auto recording = db_.query_one<Recording>(recording_sql, isrc);
    if (!recording) return attribute("missing", "recording");
    attribute("title", recording->title);
    attribute("performer", recording->performer);
    attribute("label", recording->label_code);
  }

  void attribute(std::string_view name, std::string_view value) {
    xml_.append(" ").append(name).append("=\"");
    append_html_escaped(value, xml_);
    xml_ += '"';
  }

  Database& db_;
  std::string& xml_;
  std::int64_t second_ = 5 * 3'600;  // programmes begin at five
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("day");
  const auto day = services.db.query_one<Day>(day_sql, id);
  if (!day) throw NotFound("there is no running order " + std::to_string(id));
  Response response;
  RunningOrder order(services.db, response.body);
  order.begin(*day);
  for (const Item& each : services.db.query<Item>(items_sql, id, request.knobs.n())) order.add(each);
  order.end();
  response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage running_order() {
  return {
      .summary = "the running order of a day on the radio, as XML for the studio: items, times, recordings",
      .why =
          "Items that are songs name a recording by its ISRC, and the writer of the XML looks each one up "
          "when it gets there: a query for seven in nine items. A LEFT JOIN could bring title, performer "
          "and label with the items.",
      .knobs = {items_knob("items of the day, at most all", 640),
                {.name = "day", .help = "number of the day", .initial = 17, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
