#include <array>
#include <stdexcept>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view now = "2025-11-10 04:00:00";
constexpr std::string_view duties_sql =
    "SELECT d.starts_at, d.kind, m.name AS member, m.task, d.leg_id, d.hotel_id FROM crew_duty AS d "
    "JOIN crew_member AS m ON m.id = d.member_id WHERE d.base_id = ? AND d.starts_at >= ? "
    "ORDER BY d.starts_at, d.id LIMIT ?";
constexpr std::string_view notes_sql =
    "SELECT text FROM crew_note WHERE base_id = ? AND valid_until >= ? ORDER BY valid_until, id";

// What a link may lead to.
struct Resource {
  std::string_view name, sql;
};
constexpr std::array<Resource, 3> resources{
    {{"leg", "SELECT number, origin, destination, aircraft_id FROM crew_leg WHERE id = ?"},
     {"aircraft", "SELECT registration, type FROM crew_aircraft WHERE id = ?"},
     {"hotel", "SELECT name, phone, pickup FROM crew_hotel WHERE id = ?"}}};

std::string_view sql_of(std::string_view name) {
  for (const Resource& each : resources)
    if (each.name == name) return each.sql;
  throw std::logic_error("there is no resource " + std::string(name));
}

// Writes rows as JSON. Its members are the columns of the query. A column "leg_id" is a link to a leg, which
// is embedded, with whatever that links to.
class Document {
 public:
  Document(Database& db, std::string& body) : db_(db), json_(body) {}

  io::JsonWriter& json() { return json_; }

  void write_list(std::string_view sql, const std::vector<Parameter>& parameters) {
    json_.begin_list();
    for (Cursor rows = db_.run(sql, parameters); rows.next();) write(rows);
    json_.end_list();
  }

 private:
  void write(const Cursor& row) {
    json_.begin_object();
    for (std::size_t column = 0; column < row.column_count(); ++column) {
      const std::string name = row.column_name(column);
      if (!name.ends_with("_id"))
        json_.key(name).text(row.text(column));
      else if (!row.is_null(column))
        embed(name.substr(0, name.size() - 3), row.integer(column));
    }
    json_.end_object();
  }

  void embed(const std::string& name, std::int64_t id) {
    json_.key(name);
    Cursor found = db_.run(sql_of(name), std::vector<Parameter>{to_parameter(id)});
    found.next() ? write(found) : static_cast<void>(json_.null());
  }

  Database& db_;
  io::JsonWriter json_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t base = request.knobs.integer("base");
  return data_page(services,
                   [&](std::string& body) {
                     Document document(services.db, body);
                     document.json().begin_object().key("notes");
                     document.write_list(notes_sql, {to_parameter(base), to_parameter(now)});
                     document.json().key("duties");
                     document.write_list(duties_sql, {to_parameter(base), to_parameter(now),
                                                      to_parameter(request.knobs.n())});
                     document.json().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage crew_roster() {
  return {
      .summary = "the roster of an airline's base, as JSON for the crews' app: duties, flights, night stops",
      .why =
          "The writer embeds whatever a row links to, with a query for each link. A duty on a flight takes "
          "two, for the leg and the aircraft of the leg, and a third one if it ends in a hotel. All three "
          "are to-one and could be joined to the list, as the crew member is.",
      .knobs = {items_knob("duties on the roster", 640),
                {.name = "base", .help = "number of the base", .initial = 3, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "select-related"}},
  };
}

}  // namespace caseload::gallery
