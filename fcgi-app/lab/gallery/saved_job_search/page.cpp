#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;

struct Employer : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::string> portrait;  // HTML, for the employer's own page

  static const Mapping<Employer>& mapping();
};

struct Offer : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> trade;
  Column<std::string> title;
  Column<std::string> town;
  Column<std::string> posted_on;
  Column<std::int64_t> employer_id;

  orm::ToOne<Employer> employer;

  static const Mapping<Offer>& mapping();
};

const Mapping<Employer>& Employer::mapping() {
  static const auto mapping = Mapping<Employer>("job_employer")
                                  .column("id", &Employer::id)
                                  .column("name", &Employer::name)
                                  .column("portrait", &Employer::portrait);
  return mapping;
}

const Mapping<Offer>& Offer::mapping() {
  static const auto mapping = Mapping<Offer>("job_offer")
                                  .column("id", &Offer::id)
                                  .column("trade", &Offer::trade)
                                  .column("title", &Offer::title)
                                  .column("town", &Offer::town)
                                  .column("posted_on", &Offer::posted_on)
                                  .column("employer_id", &Offer::employer_id)
                                  .to_one("employer", &Offer::employer, &Offer::employer_id);
  return mapping;
}

// Of a candidate, as it was saved.
struct Search {
  std::string trade, title;
  static constexpr auto columns = std::tuple(&Search::trade, &Search::title);
};

Search search_of(Database& db, std::int64_t id) {
  auto search = db.query_one<Search>("SELECT trade, title FROM job_search WHERE id = ?", id);
  return search ? *std::move(search) : Search{.trade = "bakery", .title = "Everything from the bakery"};
}

// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
void write_item(io::JsonWriter& json, const Offer& offer) {
  const std::string id = std::to_string(offer.id());
  json.begin_object().key("id").text(id).key("url").text("https://jobs.example/offers/" + id);
  json.key("title").text(offer.title()).key("content_text");
  json.text(std::string(offer.employer().name()) + " in " + std::string(offer.town()));
  json.key("date_published").text(std::string(offer.posted_on()) + "T00:00:00Z");
  json.key("tags").begin_list().text(offer.trade()).end_list().end_object();
}

Response run(const Request& request, Services& services) {
  const Search search = search_of(services.db, request.knobs.integer("search"));
  const auto offers = orm::Session(services.db)
                          .query<Offer>()
                          .join(&Offer::employer)
                          .where(&Offer::trade, search.trade)
                          .order_by_descending(&Offer::posted_on)
                          .limit(request.knobs.n())
                          .all();
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("version").text("https://jsonfeed.org/version/1.1");
    json.key("title").text(search.title).key("items").begin_list();
    for (const Offer& offer : offers) write_item(json, offer);
    json.end_list().end_object();
  });
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage saved_job_search() {
  return {
      .summary = "the offers that a candidate's saved search finds, newest first, as a JSON feed",
      .why =
          "The employers are joined, which is right, but with all of their columns: each row of the feed "
          "brings the employer's portrait of several kilobytes, which only the employer's own page shows.",
      .knobs = {items_knob("offers in the feed", 640),
                {.name = "search",
                 .help = "number of the saved search",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 100},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
