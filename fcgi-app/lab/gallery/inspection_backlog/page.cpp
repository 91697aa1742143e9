#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view office_sql = "SELECT name FROM hygiene_office WHERE id = ?";
constexpr std::string_view inspectors_sql =
    "SELECT number, name, hours_left FROM hygiene_inspector WHERE office_id = ? ORDER BY number";
// The riskiest first. Among equals the one that has waited longest.
constexpr std::string_view due_sql =
    "SELECT id, business, kind, street, risk, due_on, last_finding FROM hygiene_due WHERE office_id = ? "
    "ORDER BY risk DESC, due_on, id LIMIT ?";

struct Office {
  std::string name;
  static constexpr auto columns = std::tuple(&Office::name);
};
struct Inspector {
  std::int64_t number;
  std::string name;
  std::int64_t hours_left;
  static constexpr auto columns = std::tuple(&Inspector::number, &Inspector::name, &Inspector::hours_left);
};
struct Due {
  std::int64_t id;
  std::string business, kind, street;
  std::int64_t risk;
  std::string due_on, last_finding;
  static constexpr auto columns = std::tuple(&Due::id, &Due::business, &Due::kind, &Due::street, &Due::risk,
                                             &Due::due_on, &Due::last_finding);
};

std::int64_t hours_for(const Due& due) {
  return due.risk >= 8 ? 4 : due.risk >= 5 ? 2 : 1;
}

void attribute(std::string& xml, std::string_view name, std::string_view value) {
  xml.append(" ").append(name).append("=\"");
  append_html_escaped(value, xml);
  xml += '"';
}

// The tours of the week: each inspection goes to the inspector who has most hours left.
class Tours {
 public:
  explicit Tours(std::vector<Inspector> inspectors) : inspectors_(std::move(inspectors)) {}

  std::string inspector_for(const Due& due) {
    Inspector* freest = nullptr;
    for (Inspector& each : inspectors_)
      if (freest == nullptr || each.hours_left > freest->hours_left) freest = &each;
    if (freest == nullptr || freest->hours_left < hours_for(due)) return "next week";
    freest->hours_left -= hours_for(due);
    return std::to_string(freest->number) + " " + freest->name;
  }

 private:
  std::vector<Inspector> inspectors_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("office");
  const auto office = services.db.query_one<Office>(office_sql, id);
  if (!office) throw NotFound("there is no office " + std::to_string(id));
  Tours tours(services.db.query<Inspector>(inspectors_sql, id));
  Response response;
  std::string& xml = response.body;
  xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<inspections";
  attribute(xml, "office", office->name);
  xml += ">\n";
  for (const Due& each : services.db.query<Due>(due_sql, id, request.knobs.n())) {
    xml += "  <inspection";
    attribute(xml, "number", std::to_string(each.id));
    attribute(xml, "business", each.business);
    attribute(xml, "kind", each.kind);
    attribute(xml, "street", each.street);
    attribute(xml, "risk", std::to_string(each.risk));
    attribute(xml, "due", each.due_on);
    attribute(xml, "by", tours.inspector_for(each));
    xml += ">";
    append_html_escaped(each.last_finding, xml);
    xml += "</inspection>\n";
  }
  xml += "</inspections>\n";
  response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage inspection_backlog() {
  return {
      .summary = "the food inspections that an office does next, with who does them, as XML for its planner",
      .why =
          "The index has office, risk and date, all ascending. The list has the highest risk first but the "
          "earliest date, and no direction through the index gives that, so all that is due in the office "
          "is read and sorted. With risk descending in the index, the first rows would be the list.",
      .knobs = {{.name = "n",
                 .help = "inspections on the list",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 40, 160}},
                {.name = "office", .help = "number of the office", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
