#include <algorithm>
#include <functional>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Nobody leafs through more. Ids go up with time.
constexpr std::int64_t max_hits = 1'000;
constexpr std::string_view hits_sql =
    "SELECT id FROM press_photo WHERE MATCH(caption) AGAINST (? IN BOOLEAN MODE) LIMIT ?";
constexpr std::string_view photos_sql =
    "SELECT id, caption, photographer, taken_on, width, height FROM press_photo WHERE id IN (";
constexpr std::string_view collections_sql = "SELECT name, photos FROM press_collection ORDER BY name";
constexpr std::size_t photos_shown = 24;

struct Hit {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Hit::id);
};

struct Photo {
  std::int64_t id;
  std::string caption, photographer, taken_on;
  std::int64_t width, height;
  static constexpr auto columns = std::tuple(&Photo::id, &Photo::caption, &Photo::photographer,
                                             &Photo::taken_on, &Photo::width, &Photo::height);
};

struct Collection {
  std::string name;
  std::int64_t photos;
  static constexpr auto columns = std::tuple(&Collection::name, &Collection::photos);
};

void check_word(std::string_view text) {
  const bool is_word =
      std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (!is_word || text.size() > 20 || (!text.empty() && text.size() < 3))
    throw BadRequest("the parameter word must have 3 to 20 letters");
}

std::vector<Photo> newest_of(std::vector<Hit> hits, Database& db) {
  const std::size_t shown = std::min(photos_shown, hits.size());
  std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(shown), std::ranges::greater(),
                            &Hit::id);
  std::string sql(photos_sql);
  std::vector<Parameter> ids;
  for (std::size_t at = 0; at < shown; ++at) {
    sql += at == 0 ? "?" : ", ?";
    ids.push_back(to_parameter(hits[at].id));
  }
  std::vector<Photo> photos;
  if (shown == 0) return photos;
  for (Cursor found = db.run(sql + ") ORDER BY id DESC", ids); found.next();)
    photos.push_back(map_row<Photo>(found));
  return photos;
}

Response show(const Request& request, Services& services) {
  std::string_view word = request.knobs.text("word");
  if (word.empty()) word = "Premiere";
  auto hits = services.db.query<Hit>(hits_sql, "+" + std::string(word), max_hits + 1);
  const auto found = static_cast<std::int64_t>(hits.size());
  const auto photos = newest_of(std::move(hits), services.db);
  const auto collections = services.db.query<Collection>(collections_sql);

  Rows rows({"id", "caption", "photographer", "taken_on", "is_upright"}), shelves({"name", "photos"});
  for (const Photo& each : photos)
    rows.add(each.id, each.caption, each.photographer, each.taken_on, each.height > each.width);
  for (const Collection& each : collections) shelves.add(each.name, grouped(each.photos));
  return services
      .page(Value::object(
          {{"word", word},
           {"hits", found > max_hits ? "more than " + grouped(max_hits) : std::to_string(found)},
           {"photos", std::move(rows)},
           {"shelves", std::move(shelves)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage press_photos() {
  return {
      .summary = "a picture agency's search: hits for a word, the newest of them, and the collections",
      .why =
          "Innocent: a thousand ids are fetched and 24 photos shown. But the ids are the count, which ends "
          "at a thousand, and a FULLTEXT index finds them. The photos are then looked up by primary key in "
          "one query. The numbers beside the fourteen collections are stored, not counted.",
      .knobs = {{.name = "word",
                 .type = KnobType::text,
                 .help = "a word of the caption",
                 .check_text = check_word},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
