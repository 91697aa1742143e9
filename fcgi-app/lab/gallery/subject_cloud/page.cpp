#include <algorithm>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// The edition of the catalogue goes up by one each night, when the new books arrive.
constexpr std::string_view edition_sql = "SELECT MAX(edition) FROM catalogue_edition";
constexpr std::string_view subjects_sql =
    "SELECT t.name, counted.books FROM (SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id "
    "ORDER BY books DESC, tag_id LIMIT 60) AS counted JOIN tag t ON t.id = counted.tag_id ORDER BY t.name";
constexpr std::string_view favourite_sql =
    "SELECT t.name, COUNT(*) AS books FROM review r JOIN book_tag m ON m.book_id = r.book_id "
    "JOIN tag t ON t.id = m.tag_id WHERE r.customer_id = ? GROUP BY t.id, t.name ORDER BY books DESC, t.id "
    "LIMIT 3";

struct Edition {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Edition::number);
};

struct Subject {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Subject::name, &Subject::books);
};

// Sizes from 1 to 5, by the number of digits and a little more.
std::int64_t size_of(std::int64_t books, std::int64_t max_books) {
  std::int64_t size = 5;
  while (size > 1 && books * 2 < max_books) {
    max_books /= 2;
    --size;
  }
  return size;
}

Value cloud_of(Database& db) {
  const auto subjects = db.query<Subject>(subjects_sql);
  std::int64_t max_books = 1;
  for (const Subject& each : subjects) max_books = std::max(max_books, each.books);
  Value cloud = Value::list();
  for (const Subject& each : subjects)
    cloud.add(Value::object({{"name", each.name}, {"size", size_of(each.books, max_books)}}));
  return cloud;
}

Value kept_cloud(Services& services) {
  const std::int64_t edition = services.db.query_one<Edition>(edition_sql).value().number;
  const CachedText kept{.key = "subject cloud " + std::string(name_of(services.db.dataset())) + " edition " +
                               std::to_string(edition),
                        .depends = {},
                        .lifetime_s = 86'400};
  return io::from_json(services.texts.get(kept, [&] { return io::to_json(cloud_of(services.db)); }).text)
      .value();
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"cloud", kept_cloud(services)}});
  if (visitor) {
    Value favourites = Value::list();
    for (const Subject& each : services.db.query<Subject>(favourite_sql, visitor->id))
      favourites.add(Value::object({{"name", each.name}, {"books", each.books}}));
    model.set("reader", Value::object({{"name", visitor->name}, {"favourites", std::move(favourites)}}));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage subject_cloud() {
  return {
      .summary = "the cloud of subjects, with those that the visitor reads most",
      .why =
          "The cloud counts every assignment of a subject, but once for each edition of the catalogue: the "
          "edition is part of its key in the cache. What the visitor reads is found through indexes.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
