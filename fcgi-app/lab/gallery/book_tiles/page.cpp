#include <algorithm>
#include <map>
#include <span>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t tiles_per_call = 50;
constexpr std::string_view display_sql =
    "SELECT book_id FROM display_place WHERE window_id = ? AND position <= ? ORDER BY position";

struct Place {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Place::book_id);
};

// Tiles that were stored together don't expire together: each lives between five and seven minutes.
int lifetime_s(std::int64_t book) {
  return 300 + static_cast<int>(book * 7919 % 120);
}

using Tiles = std::map<std::int64_t, Value>;

void load_missing(const std::vector<std::int64_t>& missing, Services& services, Tiles& tiles) {
  const auto books = orm::Session(services.db)
                         .query<orm::Book>()
                         .join(&orm::Book::author)
                         .only(&orm::Book::title, &orm::Book::price)
                         .only(&orm::Book::author, &orm::Author::name)
                         .where_in(&orm::Book::id, missing)
                         .all();
  for (const orm::Book& book : books) {
    Value tile =
        Value::object({{"title", book.title()}, {"author", book.author().name()}, {"price", book.price()}});
    services.cache.set(
        "tile/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(book.id()),
        io::to_json(tile), lifetime_s(book.id()));
    tiles[book.id()] = std::move(tile);
  }
}

void add_tiles(std::span<const Place> places, Services& services, Tiles& tiles) {
  std::vector<std::string> keys;
  for (const Place& each : places)
    keys.push_back("tile/" + std::string(name_of(services.db.dataset())) + "/" +
                   std::to_string(each.book_id));
  const auto found = services.cache.get_many(keys);
  std::vector<std::int64_t> missing;
  for (std::size_t at = 0; at < places.size(); ++at) {
    auto tile = found[at] ? io::from_json(*found[at]) : std::nullopt;
    if (tile)
      tiles[places[at].book_id] = std::move(*tile);
    else
      missing.push_back(places[at].book_id);
  }
  if (!missing.empty()) load_missing(missing, services, tiles);
}

Response show(const Request& request, Services& services) {
  const auto places =
      services.db.query<Place>(display_sql, request.knobs.integer("window"), request.knobs.n());
  Tiles tiles;
  for (std::size_t from = 0; from < places.size(); from += tiles_per_call)
    add_tiles(std::span(places).subspan(from, std::min(tiles_per_call, places.size() - from)), services,
              tiles);
  Value list = Value::list();
  for (const Place& each : places) list.add(tiles[each.book_id]);
  return services.page(Value::object({{"tiles", std::move(list)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage book_tiles() {
  return {
      .summary = "the tiles of a shop window, each of them from the cache",
      .why =
          "Innocent: two requests that miss the same tile both load it. But one lookup by primary key for "
          "all missing tiles is cheaper than a lock, and the lifetimes differ, so a whole window is hardly "
          "ever missing.",
      .knobs = {{.name = "n",
                 .help = "tiles in the window",
                 .initial = 60,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 40, 160}},
                {.name = "window", .help = "which window", .initial = 8, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
