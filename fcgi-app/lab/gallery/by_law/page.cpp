#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view law_sql =
    "SELECT title, version, DATE_FORMAT(in_force_from, '%d.%m.%Y') FROM by_law WHERE id = ?";
constexpr std::string_view sections_sql =
    "SELECT number, heading, body FROM by_law_section WHERE law_id = ? ORDER BY number";
constexpr std::string_view amended_sql =
    "SELECT DATE_FORMAT(decided_on, '%d.%m.%Y'), what FROM by_law_amendment WHERE law_id = ? "
    "ORDER BY decided_on DESC";

struct Law {
  std::string title;
  std::int64_t version;
  std::string in_force_from;
  static constexpr auto columns = std::tuple(&Law::title, &Law::version, &Law::in_force_from);
};

struct Section {
  std::int64_t number;
  std::string heading, body;
  static constexpr auto columns = std::tuple(&Section::number, &Section::heading, &Section::body);
};

struct Amendment {
  std::string decided_on, what;
  static constexpr auto columns = std::tuple(&Amendment::decided_on, &Amendment::what);
};

Response& to_be_checked(Response& response) {
  return response.set("Cache-Control", "private, no-cache");
}

// A law may be amended tonight, so that readers have to ask whether what they have is still in force.
Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("law");
  const auto law = services.db.query_one<Law>(law_sql, id);
  if (!law) throw NotFound("there is no by-law " + std::to_string(id));
  const Validators validators{
      .etag =
          etag_of("law-" + request.knobs.query_string() + "-" + std::to_string(law->version), request.format),
      .last_modified = std::nullopt};
  if (auto known = not_modified(request, validators, services.clock.now())) return to_be_checked(*known);

  const auto sections = services.db.query<Section>(sections_sql, id);
  const auto amendments = services.db.query<Amendment>(amended_sql, id);
  Rows paragraphs({"number", "heading", "body"}), changes({"on", "what"});
  for (const Section& each : sections) paragraphs.add(each.number, each.heading, each.body);
  for (const Amendment& each : amendments) changes.add(each.decided_on, each.what);
  Response response = services.page(Value::object({{"title", law->title},
                                                   {"in_force_from", law->in_force_from},
                                                   {"sections", std::move(paragraphs)},
                                                   {"amendments", std::move(changes)}}));
  return set_validators(to_be_checked(response), validators);
}

}  // namespace

GalleryPage by_law() {
  return {
      .summary = "a by-law of a municipality with all sections and its amendments",
      .why =
          "Innocent: the long texts of all sections are fetched, but they are what the page shows. Whoever "
          "has the version that is in force gets a 304 after one lookup of that version, before any text is "
          "read.",
      .knobs = {{.name = "law", .help = "number of the by-law", .initial = 6, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
