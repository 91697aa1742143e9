#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Suggestion {
  std::string type, name;
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Suggestion::type, &Suggestion::name, &Suggestion::id);
};

// Names that begin with the text come first.
constexpr std::string_view tags_and_publishers =
    "(SELECT 'tag', name, id FROM tag WHERE name LIKE CONCAT('%', ?, '%') "
    "ORDER BY INSTR(name, ?), name LIMIT 6) "
    "UNION ALL "
    "(SELECT 'publisher', name, id FROM publisher WHERE name LIKE CONCAT('%', ?, '%') "
    "ORDER BY INSTR(name, ?), name, id LIMIT 4)";

void check_typed(std::string_view typed) {
  if (typed.size() > 40 || typed.find_first_of("%_\\") != typed.npos)
    throw BadRequest("the parameter q must have at most 40 characters and none of % _ \\");
}

Response run(const Request& request, Services& services) {
  std::string_view typed = request.knobs.text("q");
  if (typed.empty()) typed = "ist";
  const auto found = services.db.query<Suggestion>(tags_and_publishers, typed, typed, typed, typed);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("query").text(typed).key("suggestions").begin_list();
    for (const Suggestion& each : found) {
      json.begin_object().key("text").text(each.name).key("type").text(each.type);
      json.key("href").text("/" + each.type + "s/" + std::to_string(each.id)).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage tag_suggest() {
  return {
      .summary = "autocompletion of the search field with tags and publishers",
      .why =
          "The patterns begin with a wildcard, but the shop has 500 tags and 1,000 publishers however "
          "much it sells; no index on substrings would repay its upkeep.",
      .knobs = {{.name = "q", .type = KnobType::text, .help = "part of a name", .check_text = check_typed},
                dataset_knob()},
      .run = run,
      .labels = {},
  };
}

}  // namespace caseload::gallery
