#include <algorithm>
#include <cctype>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Place {
  std::int64_t id;
  std::string name, country;
  std::int64_t nights_from;
  static constexpr auto columns = std::tuple(&Place::id, &Place::name, &Place::country, &Place::nights_from);
};

// From the strictest to the most forgiving. Each has an index that also has the order.
struct Attempt {
  std::string_view name, condition;
  std::string (*value)(const std::string& typed);
};
constexpr Attempt attempts[] = {
    {"exact", "p.folded = ?", [](const std::string& typed) { return typed; }},
    {"beginning", "p.folded LIKE ?", [](const std::string& typed) { return typed + "%"; }},
    {"sound", "p.sound = SOUNDEX(?)", [](const std::string& typed) { return typed; }},
};

std::string sql_for(const Attempt& attempt) {
  const std::string_view order = attempt.name == "beginning" ? "p.folded, p.id" : "p.id";
  return "SELECT p.id, p.name, c.name, p.nights_from FROM (SELECT id, name, country_id, nights_from, folded "
         "FROM trip_place AS p WHERE " +
         std::string(attempt.condition) + " ORDER BY " + std::string(order) +
         " LIMIT ?) AS p JOIN country AS c ON c.id = p.country_id ORDER BY " + std::string(order);
}

struct Found {
  std::string_view by = "nothing";
  std::vector<Place> places;
};

Found search(const std::string& typed, std::int64_t limit, Database& db) {
  for (const Attempt& attempt : attempts) {
    auto places = db.query<Place>(sql_for(attempt), attempt.value(typed), limit);
    if (!places.empty()) return {.by = attempt.name, .places = std::move(places)};
  }
  return {};
}

void check_typed(std::string_view typed) {
  const auto is_allowed = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '-';
  };
  if (typed.size() > 30 || (!typed.empty() && typed.size() < 3) || !std::ranges::all_of(typed, is_allowed))
    throw BadRequest("the parameter typed must be 3 to 30 letters, spaces and hyphens");
}

Response run(const Request& request, Services& services) {
  const std::string_view given = request.knobs.text("typed");
  const std::string typed = lower_case(given.empty() ? "Porte Hellstrom" : given);
  const Found found = search(typed, request.knobs.n(), services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("typed").text(typed).key("found_by").text(found.by);
                     json.key("places").begin_list();
                     for (const Place& each : found.places) {
                       json.begin_object().key("id").number(each.id).key("name").text(each.name);
                       json.key("country").text(each.country);
                       json.key("nights_from").number(each.nights_from).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage trip_search() {
  return {
      .summary = "the search field of a travel agency, as JSON: places by name, beginning or sound",
      .why =
          "Innocent: up to three queries that look alike, one after the other. Each is stricter than the "
          "next, is answered by an index in the order shown, and stops after the places shown. The loop ends "
          "with the first that finds something.",
      .knobs =
          {{.name = "n",
            .help = "places to return at most",
            .initial = 12,
            .minimum = 1,
            .maximum = 40,
            .ladder = {5, 10, 20, 40}},
           {.name = "typed", .type = KnobType::text, .help = "what was typed", .check_text = check_typed},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
