#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using Publishers = orm::List<orm::Publisher>;

// For the directory, the map and the export.
Publishers publishers_with_titles(Database& db, std::int64_t max) {
  orm::Session session(db);
  return session.query<orm::Publisher>()
      .join(&orm::Publisher::country)
      .prefetch(&orm::Publisher::books)
      .order_by(&orm::Publisher::id)
      .limit(max)
      .all();
}

// The map widget groups pins by this code.
std::string group_of(const orm::Publisher& publisher) {
  return std::string(publisher.country().code()) + "-" + std::to_string(publisher.id() % 16);
}

Response run(const Request& request, Services& services) {
  const Publishers publishers = publishers_with_titles(services.db, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("pins").begin_list();
    for (const orm::Publisher& publisher : publishers) {
      json.begin_object().key("label").text(publisher.name());
      json.key("country").text(publisher.country().name());
      json.key("group").text(group_of(publisher)).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage publisher_map() {
  return {
      .summary = "the pins on a map of publishers, as JSON for the widget",
      .why =
          "The function that loads publishers was written for the directory and fetches all their books. A "
          "pin "
          "has a name and a country, so thousands of books are loaded and never read.",
      .knobs = {items_knob("pins on the map", 1'000), dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
