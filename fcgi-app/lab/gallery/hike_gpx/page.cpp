#include <map>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Point {
  std::int64_t latitude_e6, longitude_e6, elevation_cm, pulse;
  std::string seen_at;
  static constexpr auto columns = std::tuple(&Point::latitude_e6, &Point::longitude_e6, &Point::elevation_cm,
                                             &Point::pulse, &Point::seen_at);
};

constexpr std::string_view points_sql =
    "SELECT latitude_e6, longitude_e6, elevation_cm, pulse, seen_at FROM hike_point WHERE hike_id = ? "
    "ORDER BY position LIMIT ?";

// An element of an XML document.
struct Element {
  std::string name, text;
  std::map<std::string, std::string> attributes;
  std::vector<Element> children;
};

Element leaf(const std::string& name, const std::string& text) {
  return {.name = name, .text = text, .attributes = {}, .children = {}};
}

std::string degrees(std::int64_t millionths) {
  return fixed(static_cast<double>(millionths) / 1e6, 6);
}

Element element_of(const Point& point) {
  Element element = leaf("trkpt", "");
  element.attributes["lat"] = degrees(point.latitude_e6);
  element.attributes["lon"] = degrees(point.longitude_e6);
  element.children.push_back(leaf("ele", fixed(static_cast<double>(point.elevation_cm) / 100, 2)));
  element.children.push_back(
      leaf("time", point.seen_at.substr(0, 10) + "T" + point.seen_at.substr(11, 8) + "Z"));
  Element extensions = leaf("extensions", "");
  extensions.children.push_back(leaf("hr", point.pulse == 0 ? "" : std::to_string(point.pulse)));
  element.children.push_back(extensions);
  return element;
}

// In GPX each vendor's extensions have their own namespace.
Element with_prefix(Element element, const std::string& prefix, bool is_extension) {
  if (is_extension) element.name = prefix + ":" + element.name;
  std::vector<Element> children;
  for (const Element& child : element.children)
    children.push_back(with_prefix(child, prefix, is_extension || element.name == "extensions"));
  element.children = children;
  return element;
}

bool is_empty(const Element& element) {
  return element.text.empty() && element.attributes.empty() && element.children.empty();
}

Element without_empty(Element element) {
  std::vector<Element> children;
  for (const Element& child : element.children) {
    const Element kept = without_empty(child);
    if (!is_empty(kept)) children.push_back(kept);
  }
  element.children = children;
  return element;
}

std::string text_of(const Element& element) {
  std::string attributes;
  for (const auto& [name, value] : element.attributes) attributes += " " + name + "=\"" + value + "\"";
  std::string inner;
  append_html_escaped(element.text, inner);
  for (const Element& child : element.children) inner += text_of(child);
  return "<" + element.name + attributes + ">" + inner + "</" + element.name + ">";
}

Response run(const Request& request, Services& services) {
  const std::int64_t hike = request.knobs.integer("hike");
  const auto points = services.db.query<Point>(points_sql, hike, request.knobs.n());
  Element segment = leaf("trkseg", "");
  for (const Point& point : points) segment.children.push_back(element_of(point));
  Element track = leaf("trk", "");
  track.children = {leaf("name", "Hike " + std::to_string(hike)), segment};
  Element document = leaf("gpx", "");
  document.attributes = {{"version", "1.1"},
                         {"creator", "hikes.example"},
                         {"xmlns", "http://www.topografix.com/GPX/1/1"},
                         {"xmlns:h", "https://hikes.example/gpx"}};
  document.children = {track};
  return Response{.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
                          text_of(without_empty(with_prefix(document, "h", false)))}
      .set("Content-Type", "application/xml")
      .set("Content-Disposition", "attachment; filename=\"hike.gpx\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage hike_gpx() {
  return {
      .summary = "the track of a hike as a GPX file for another app",
      .why =
          "Each point becomes a tree of elements, and the document is copied whole to be nested, to prefix "
          "the extensions and to drop what is empty, before its text is put together from texts. The same "
          "bytes could be appended from the rows.",
      .knobs = {items_knob("points of the track", 2'560),
                {.name = "hike", .help = "number of the hike", .initial = 7, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
