#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view assemblies_sql =
    "SELECT id, number, name, pieces, has_parts FROM assembly_part WHERE machine = ? AND parent_id IS NULL "
    "ORDER BY position LIMIT ?";
constexpr std::string_view parts_sql =
    "SELECT id, number, name, pieces, has_parts FROM assembly_part WHERE parent_id = ? ORDER BY position";

struct Part {
  std::int64_t id;
  std::string number, name;
  std::int64_t pieces;
  bool has_parts;
  static constexpr auto columns =
      std::tuple(&Part::id, &Part::number, &Part::name, &Part::pieces, &Part::has_parts);
};

// `times`: how many of it are in the machine.
void write_part(io::JsonWriter& json, const Part& part, std::int64_t times, Database& db) {
  json.begin_object().key("number").text(part.number).key("name").text(part.name);
  json.key("pieces").number(part.pieces).key("in_all").number(times);
  if (part.has_parts) {
    json.key("parts").begin_list();
    for (const Part& each : db.query<Part>(parts_sql, part.id))
      write_part(json, each, times * each.pieces, db);
    json.end_list();
  }
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t machine = request.knobs.integer("machine");
  const auto assemblies = services.db.query<Part>(assemblies_sql, machine, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("machine").number(machine).key("assemblies").begin_list();
    for (const Part& each : assemblies) write_part(json, each, each.pieces, services.db);
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage exploded_view() {
  return {
      .summary = "the exploded view of a paper machine in a spare parts shop: assemblies and parts, as JSON",
      .why =
          "The function that writes a part queries what it consists of and calls itself, so each assembly "
          "and each assembly within one takes a query. The parts of all assemblies of a level could be "
          "loaded with one query.",
      .knobs =
          {{.name = "n",
            .help = "assemblies to show",
            .initial = 80,
            .minimum = 1,
            .maximum = 320,
            .ladder = {10, 40, 160, 320}},
           {.name = "machine", .help = "number of the machine", .initial = 3, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
