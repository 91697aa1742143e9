#include <chrono>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view log_sql = "SELECT observer, weather FROM dome_night WHERE night = ?";
// A night is named after the evening on which it began, so the hours after midnight belong to the day before.
constexpr std::string_view exposures_sql = R"(
  SELECT id, begun_at, camera, target, band, seconds, seeing_c
    FROM dome_exposure
   WHERE DATE(begun_at - INTERVAL 12 HOUR) = ?
   ORDER BY begun_at, id)";

struct Night {
  std::string observer, weather;
  static constexpr auto columns = std::tuple(&Night::observer, &Night::weather);
};
struct Exposure {
  std::int64_t number;
  std::string begun_at, camera, target, band;
  std::int64_t seconds, seeing_c;
  static constexpr auto columns =
      std::tuple(&Exposure::number, &Exposure::begun_at, &Exposure::camera, &Exposure::target,
                 &Exposure::band, &Exposure::seconds, &Exposure::seeing_c);
};

std::string date_of(std::int64_t night) {
  using namespace std::chrono;
  const year_month_day day(sys_days(year(2025) / January / 1) + days(night - 1));
  const auto two_digits = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return "2025-" + two_digits(static_cast<unsigned>(day.month())) + "-" +
         two_digits(static_cast<unsigned>(day.day()));
}

// The Virtual Observatory's format for tables (VOTable 1.4).
class VoTable {
 public:
  explicit VoTable(std::string& xml) : xml_(xml) {
    xml_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VOTABLE version=\"1.4\"><RESOURCE type=\"results\">\n";
  }

  void info(std::string_view name, std::string_view value) {
    xml_.append("<INFO name=\"")
        .append(name)
        .append("\" value=\"")
        .append(html_escaped(value))
        .append("\"/>\n");
  }
  void begin(std::initializer_list<std::string_view> fields) {
    xml_ += "<TABLE>";
    for (const std::string_view field : fields)
      xml_.append("<FIELD name=\"").append(field).append("\" datatype=\"char\" arraysize=\"*\"/>");
    xml_ += "<DATA><TABLEDATA>\n";
  }
  void row(std::initializer_list<std::string_view> cells) {
    xml_ += "<TR>";
    for (const std::string_view cell : cells) {
      xml_ += "<TD>";
      append_html_escaped(cell, xml_);
      xml_ += "</TD>";
    }
    xml_ += "</TR>\n";
  }
  void end() { xml_ += "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n"; }

 private:
  std::string& xml_;
};

Response run(const Request& request, Services& services) {
  const std::string date = date_of(request.knobs.integer("night"));
  const auto night = services.db.query_one<Night>(log_sql, date);
  const auto exposures = services.db.query<Exposure>(exposures_sql, date);
  return data_page(services,
                   [&](std::string& body) {
                     VoTable table(body);
                     table.info("night", date);
                     table.info("observer", night ? night->observer : "none");
                     table.info("weather", night ? night->weather : "not noted");
                     table.begin({"id", "begun", "camera", "target", "band", "exptime", "seeing"});
                     for (const Exposure& each : exposures)
                       table.row({std::to_string(each.number), each.begun_at, each.camera, each.target,
                                  each.band, std::to_string(each.seconds),
                                  fixed(static_cast<double>(each.seeing_c) / 100, 2)});
                     table.end();
                   })
      .set("Content-Type", "text/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage exposures_of_night() {
  return {
      .summary = "what an observatory's cameras took in a night, as a VOTable for the astronomers' programs",
      .why =
          "There is an index on the time at which an exposure began, but the query compares the date of the "
          "time twelve hours earlier. So all exposures of all nights are read for those of one. From noon to "
          "noon is a range of the column itself.",
      .knobs = {{.name = "night",
                 .help = "day of 2025 on which it began",
                 .initial = 203,
                 .minimum = 1,
                 .maximum = 365},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
