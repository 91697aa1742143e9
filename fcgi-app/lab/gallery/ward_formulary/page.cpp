#include <chrono>

#include "core/conditional.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view edition_sql =
    "SELECT number, valid_from, editor FROM formulary_edition ORDER BY number DESC LIMIT 1";
constexpr std::string_view drugs_sql =
    "SELECT code, name, agent, strength, shelf, advice FROM formulary_drug ORDER BY code LIMIT ?";

struct Edition {
  std::int64_t number;
  std::string valid_from, editor;
  static constexpr auto columns = std::tuple(&Edition::number, &Edition::valid_from, &Edition::editor);
};
struct Drug {
  std::string code, name, agent, strength, shelf, advice;
  static constexpr auto columns =
      std::tuple(&Drug::code, &Drug::name, &Drug::agent, &Drug::strength, &Drug::shelf, &Drug::advice);
};

void write_drug(io::JsonWriter& json, const Drug& drug) {
  json.begin_object().key("code").text(drug.code).key("name").text(drug.name).key("agent").text(drug.agent);
  json.key("strength").text(drug.strength).key("shelf").text(drug.shelf).key("advice").text(drug.advice);
  json.end_object();
}

// Tablets on the wards ask before each round whether their list is the current one.
Response with_date(Response response, const Services& services) {
  const auto built = std::chrono::floor<std::chrono::seconds>(services.clock.now());
  set_validators(response, {.etag = {}, .last_modified = built});
  response.set("Cache-Control", "private, no-cache");
  return response;
}

Response run(const Request& request, Services& services) {
  const Edition edition = services.db.query_one<Edition>(edition_sql).value();
  const auto drugs = services.db.query<Drug>(drugs_sql, request.knobs.n());
  return with_date(data_page(services,
                             [&](std::string& body) {
                               io::JsonWriter json(body);
                               json.begin_object().key("edition").number(edition.number);
                               json.key("valid_from").text(edition.valid_from);
                               json.key("editor").text(edition.editor).key("drugs").begin_list();
                               for (const Drug& each : drugs) write_drug(json, each);
                               json.end_list().end_object();
                             }),
                   services);
}

}  // namespace

GalleryPage ward_formulary() {
  return {
      .summary = "the drugs that a hospital keeps, as JSON for the tablets on its wards",
      .why =
          "Last-Modified is the time at which the response was built, so a tablet that asks again always "
          "gets the whole list, although an edition is valid for months. Its date or number would be the "
          "right validator, and could be compared before the drugs are queried.",
      .knobs = {{.name = "n",
                 .help = "drugs in the list",
                 .initial = 640,
                 .minimum = 1,
                 .maximum = 2'560,
                 .ladder = {40, 160, 640, 2'560}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
