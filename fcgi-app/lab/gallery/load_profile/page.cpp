#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view point_sql =
    "SELECT code, supplier, transformer_factor FROM metering_point WHERE id = ?";
// A month has 2,976 quarters of an hour. The day of the first is in the message's head.
constexpr std::string_view values_sql =
    "SELECT watt_hours, is_estimated FROM load_value WHERE point_id = ? ORDER BY slot";
constexpr std::size_t piece_bytes = 16'384;

struct Point {
  std::string code, supplier;
  std::int64_t transformer_factor;
  static constexpr auto columns = std::tuple(&Point::code, &Point::supplier, &Point::transformer_factor);
};

struct LoadValue {
  std::int64_t watt_hours;
  bool is_estimated;
  static constexpr auto columns = std::tuple(&LoadValue::watt_hours, &LoadValue::is_estimated);
};

std::string head_of(const Point& point) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LoadProfile point=\"";
  append_html_escaped(point.code, xml);
  xml += "\" receiver=\"";
  append_html_escaped(point.supplier, xml);
  return xml + "\" begin=\"2025-12-01T00:00:00Z\" resolution=\"PT15M\" unit=\"KWH\">\n";
}

void write_values(Sink& sink, Database& db, std::int64_t id, const Point& point) {
  std::string xml = head_of(point);
  std::int64_t position = 0;
  db.each<LoadValue>(
      values_sql,
      [&](const LoadValue& each) {
        xml += "<I p=\"" + std::to_string(++position) + "\" q=\"";
        xml += fixed(static_cast<double>(each.watt_hours * point.transformer_factor) / 1'000, 3);
        xml += each.is_estimated ? "\" s=\"E\"/>\n" : "\"/>\n";
        if (xml.size() >= piece_bytes) {
          sink.write(xml);
          sink.flush();
          xml.clear();
        }
        return true;
      },
      id);
  xml += "</LoadProfile>\n";
  sink.write(xml);
  sink.flush();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("point");
  auto point = services.db.query_one<Point>(point_sql, id);
  if (!point) throw NotFound("there is no metering point " + std::to_string(id));
  Response response;
  response.set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, known = *std::move(point)](Sink& sink) {
    write_values(sink, services.db, id, known);
  };
  return response;
}

}  // namespace

GalleryPage load_profile() {
  return {
      .summary = "the load profile of a metering point in a month, as XML that a supplier fetches",
      .why =
          "Innocent: three thousand values are a lot for one message, but the market wants every quarter of "
          "an hour, and there are as many of them in every month. They are read in the order of the primary "
          "key, one at a time, and leave in pieces of 16 KB.",
      .knobs = {{.name = "point",
                 .help = "number of the metering point",
                 .initial = 4,
                 .minimum = 1,
                 .maximum = 10},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
