#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view dispatcher_sql = "SELECT name, radio FROM yard_dispatcher WHERE id = ?";
constexpr std::string_view docks_sql = R"(
  SELECT y.name, y.free_docks, y.docks
    FROM yard_of_dispatcher AS d JOIN yard AS y ON y.id = d.yard_id
   WHERE d.dispatcher_id = ? ORDER BY y.id)";
// A dispatcher looks after three yards, some of them at night.
constexpr std::string_view arrivals_sql = R"(
  SELECT DATE_FORMAT(a.arrived_at, '%d.%m. %H:%i'), a.yard_id, a.plate, a.haulier, a.load_note, a.kilograms
    FROM yard_of_dispatcher AS d JOIN yard_arrival AS a ON a.yard_id = d.yard_id
   WHERE d.dispatcher_id = ?
   ORDER BY a.arrived_at DESC, a.id DESC LIMIT ?)";

struct Dispatcher {
  std::string name, radio;
  static constexpr auto columns = std::tuple(&Dispatcher::name, &Dispatcher::radio);
};
struct Docks {
  std::string yard;
  std::int64_t free, all;
  static constexpr auto columns = std::tuple(&Docks::yard, &Docks::free, &Docks::all);
};
struct Arrival {
  std::string at;
  std::int64_t yard;
  std::string plate, haulier, load;
  std::int64_t kilograms;
  static constexpr auto columns = std::tuple(&Arrival::at, &Arrival::yard, &Arrival::plate, &Arrival::haulier,
                                             &Arrival::load, &Arrival::kilograms);
};

void element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

// The dispatchers' console polls this every half minute.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("dispatcher");
  const auto dispatcher = services.db.query_one<Dispatcher>(dispatcher_sql, id);
  if (!dispatcher) throw NotFound("there is no dispatcher " + std::to_string(id));
  Response response;
  std::string& xml = response.body;
  xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<console>";
  element(xml, "dispatcher", dispatcher->name + ", " + dispatcher->radio);
  for (const Docks& each : services.db.query<Docks>(docks_sql, id))
    element(xml, "docks",
            each.yard + ": " + std::to_string(each.free) + " of " + std::to_string(each.all) + " free");
  for (const Arrival& each : services.db.query<Arrival>(arrivals_sql, id, request.knobs.n())) {
    xml += "\n<arrival>";
    element(xml, "at", each.at);
    element(xml, "yard", std::to_string(each.yard));
    element(xml, "plate", each.plate);
    element(xml, "haulier", each.haulier);
    element(xml, "load", each.load);
    element(xml, "tons", fixed(static_cast<double>(each.kilograms) / 1'000, 1));
    xml += "</arrival>";
  }
  xml += "\n</console>\n";
  return response.set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage yard_arrivals() {
  return {
      .summary = "the lorries that arrived last at the yards of a dispatcher, as XML for the console",
      .why =
          "The index has the arrivals of one yard in the order of time, which does not give the order of "
          "three yards together. All arrivals of the three are read and sorted for the few that are shown. "
          "The newest of each yard, from the end of its part of the index, would be enough.",
      .knobs = {{.name = "n",
                 .help = "arrivals on the console",
                 .initial = 60,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 40, 160}},
                {.name = "dispatcher",
                 .help = "number of the dispatcher",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 9},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
      .known_miss = "the plan does not say whether an index has the order of the time alone",
  };
}

}  // namespace caseload::gallery
