#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view wagons_sql =
    "SELECT STRAIGHT_JOIN w.train_no, w.position, w.number, w.letters, w.length_cm, w.tare_kg, w.load_kg, "
    "w.brake_kg, w.un_number, s.code, s.name FROM freight_wagon AS w "
    "JOIN freight_station AS s ON s.id = w.to_station_id "
    "WHERE w.corridor_id = ? ORDER BY w.train_no, w.position LIMIT ?";

struct Wagon {
  std::int64_t train_no, position;
  std::string number, letters;
  std::int64_t length_cm, tare_kg, load_kg, brake_kg;
  std::optional<std::int64_t> un_number;
  std::string station_code, station;
  static constexpr auto columns = std::tuple(
      &Wagon::train_no, &Wagon::position, &Wagon::number, &Wagon::letters, &Wagon::length_cm, &Wagon::tare_kg,
      &Wagon::load_kg, &Wagon::brake_kg, &Wagon::un_number, &Wagon::station_code, &Wagon::station);
};

// An element of an XML document with all that is below it.
class Element {
 public:
  explicit Element(std::string name, std::string text = "")
      : name_(std::move(name)), text_(std::move(text)) {}

  Element& set(const std::string& attribute, const std::string& value) {
    for (auto& [name, old] : attributes_)
      if (name == attribute) {
        old = value;
        return *this;
      }
    attributes_.emplace_back(attribute, value);
    return *this;
  }
  Element& add(const Element& child) {
    children_.push_back(child);
    return *this;
  }

  bool is_empty() const { return text_.empty() && attributes_.empty() && children_.empty(); }

  // The message must not have elements without content.
  Element without_empty() const {
    Element result(name_, text_);
    for (const auto& [name, value] : attributes_) result.set(name, value);
    for (const Element& child : children_) {
      const Element tidy = child.without_empty();
      if (!tidy.is_empty()) result.add(tidy);
    }
    return result;
  }

  Element in_namespace(const std::string& prefix) const {
    Element result(prefix + ":" + name_, text_);
    for (const auto& [name, value] : attributes_) result.set(name, value);
    for (const Element& child : children_) result.add(child.in_namespace(prefix));
    return result;
  }

  std::string printed() const {
    std::string xml = "<" + name_;
    for (const auto& [name, value] : attributes_) xml += " " + name + "=\"" + html_escaped(value) + "\"";
    xml += ">" + html_escaped(text_);
    for (const Element& child : children_) xml += child.printed();
    return xml + "</" + name_ + ">";
  }

 private:
  std::string name_, text_;
  std::vector<std::pair<std::string, std::string>> attributes_;
  std::vector<Element> children_;
};

Element measure(const std::string& name, std::int64_t value, const std::string& unit) {
  return Element(name, std::to_string(value)).set("unit", unit);
}

Element element_of(const Wagon& wagon) {
  Element technical("WagonTechnicalData");
  technical.add(Element("LetterMarking", wagon.letters))
      .add(measure("LengthOverBuffers", wagon.length_cm, "cm"));
  technical.add(measure("WagonWeightEmpty", wagon.tare_kg, "kg"));
  technical.add(measure("BrakeWeight", wagon.brake_kg, "kg"));
  Element goods("DangerousGoodsIndication");
  if (wagon.un_number) goods.add(Element("UnNumber", std::to_string(*wagon.un_number)));
  Element operation("WagonOperationalData");
  operation.add(measure("TotalLoadWeight", wagon.load_kg, "kg")).add(goods);
  operation.add(Element("Destination", wagon.station).set("code", wagon.station_code));
  Element result("Wagon");
  result.set("train", std::to_string(wagon.train_no)).set("position", std::to_string(wagon.position));
  return result.add(Element("WagonNumberFreight", wagon.number)).add(technical).add(operation);
}

Response run(const Request& request, Services& services) {
  const auto wagons =
      services.db.query<Wagon>(wagons_sql, request.knobs.integer("corridor"), request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     Element message("TrainCompositionMessage");
                     message.set("xmlns:tc", "urn:example:train-composition:2");
                     for (const Wagon& wagon : wagons) message.add(element_of(wagon));
                     body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
                            message.without_empty().in_namespace("tc").printed() + "\n";
                   })
      .set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage train_consist() {
  return {
      .summary = "the wagons of the freight trains on a corridor, as an XML message to the network's owner",
      .why =
          "Each wagon becomes a tree of fourteen elements, which is copied into its parent at each level. "
          "The whole message is copied twice more, to drop the empty elements and to add a prefix, and each "
          "level is printed into a text that the next one copies. The same bytes could be appended to the "
          "response row by row.",
      .knobs =
          {items_knob("wagons in the message", 2'560),
           {.name = "corridor", .help = "number of the corridor", .initial = 3, .minimum = 1, .maximum = 10},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
