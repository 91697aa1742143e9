#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view edition_sql =
    "SELECT title, DATE_FORMAT(opens_on, '%e %M %Y'), greeting FROM shorts_edition WHERE number = ?";
// Forty films compete in each edition: the jury selects exactly that many.
constexpr std::string_view shorts_sql =
    "SELECT title, director, seconds FROM shorts_film WHERE edition = ? ORDER BY RAND() LIMIT 6";
constexpr std::string_view guests_sql =
    "SELECT g.name, k.name, g.arrives_at FROM shorts_guest AS g JOIN country AS k ON k.id = g.country_id "
    "WHERE g.edition = ? ORDER BY g.arrives_at, g.id LIMIT ?";

struct Edition {
  std::string title, opens_on, greeting;
  static constexpr auto columns = std::tuple(&Edition::title, &Edition::opens_on, &Edition::greeting);
};

struct Short {
  std::string title, director;
  std::int64_t seconds;
  static constexpr auto columns = std::tuple(&Short::title, &Short::director, &Short::seconds);
};

struct Guest {
  std::string name, country, arrives_at;
  static constexpr auto columns = std::tuple(&Guest::name, &Guest::country, &Guest::arrives_at);
};

std::string running_time(std::int64_t seconds) {
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t number = request.knobs.integer("edition");
  const auto edition = db.query_one<Edition>(edition_sql, number);
  if (!edition) throw NotFound("there is no edition " + std::to_string(number));
  const auto shorts = db.query<Short>(shorts_sql, number);
  const auto guests = db.query<Guest>(guests_sql, number, request.knobs.n());

  std::int64_t seconds = 0;
  Rows films({"title", "director", "length"});
  for (const Short& each : shorts) {
    films.add(each.title, each.director, running_time(each.seconds));
    seconds += each.seconds;
  }
  Rows list({"name", "country", "arrives_at"});
  for (const Guest& each : guests) list.add(each.name, each.country, each.arrives_at);
  return services
      .page(Value::object({{"title", edition->title},
                           {"opens_on", edition->opens_on},
                           {"greeting", edition->greeting},
                           {"length", running_time(seconds)},
                           {"films", std::move(films)},
                           {"guests", std::move(list)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage opening_shorts() {
  return {
      .summary = "the opening night of a short film festival: six films drawn by lot, and who arrives",
      .why =
          "The draw is an ORDER BY RAND(), and the rule of the evening is a draw for each visitor of the "
          "page. It sorts the forty films of an edition, of which there are never more, by an index on the "
          "edition. The list of guests is as long as the page wants it.",
      .knobs =
          {items_knob("guests in the list", 400),
           {.name = "edition", .help = "number of the edition", .initial = 11, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
