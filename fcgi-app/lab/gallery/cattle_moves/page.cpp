#include <algorithm>
#include <unordered_map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 200;

constexpr std::string_view moves_sql =
    "SELECT id, animal_id, from_holding, to_holding, moved_on FROM cattle_move ORDER BY id DESC LIMIT ?";

struct Move {
  std::int64_t id, animal_id, from_holding, to_holding;
  std::string moved_on;
  static constexpr auto columns =
      std::tuple(&Move::id, &Move::animal_id, &Move::from_holding, &Move::to_holding, &Move::moved_on);
};

struct Animal {
  std::int64_t id;
  std::string ear_tag, breed, born;
  static constexpr auto columns = std::tuple(&Animal::id, &Animal::ear_tag, &Animal::breed, &Animal::born);
};

struct Holding {
  std::int64_t id;
  std::string name, health_status;
  static constexpr auto columns = std::tuple(&Holding::id, &Holding::name, &Holding::health_status);
};

using Ids = std::vector<std::int64_t>;

Ids distinct(Ids ids) {
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

// The rows with these ids, by id. Each query has the same number of parameters; the last id fills it up.
template <class Row>
std::unordered_map<std::int64_t, Row> by_id(Database& db, std::string sql, const Ids& ids) {
  sql += " WHERE id IN (?";
  for (std::size_t i = 1; i < chunk; ++i) sql += ", ?";
  sql += ")";
  std::unordered_map<std::int64_t, Row> rows;
  for (std::size_t from = 0; from < ids.size(); from += chunk) {
    std::vector<Parameter> some;
    for (std::size_t at = from; at < from + chunk; ++at)
      some.push_back(to_parameter(ids[std::min(at, ids.size() - 1)]));
    for (Cursor cursor = db.run(sql, some); cursor.next();) {
      auto row = map_row<Row>(cursor);
      rows.emplace(row.id, std::move(row));
    }
  }
  return rows;
}

void write_holding(io::JsonWriter& json, const Holding& holding) {
  json.begin_object().key("name").text(holding.name).key("status").text(holding.health_status).end_object();
}

// Calves of a dealer are moved again and again, between few holdings.
Response run(const Request& request, Services& services) {
  const auto moves = services.db.query<Move>(moves_sql, request.knobs.n());
  Ids animal_ids, holding_ids;
  for (const Move& move : moves) {
    animal_ids.push_back(move.animal_id);
    holding_ids.insert(holding_ids.end(), {move.from_holding, move.to_holding});
  }
  const auto animals = by_id<Animal>(services.db, "SELECT id, ear_tag, breed, born FROM cattle_animal",
                                     distinct(std::move(animal_ids)));
  const auto holdings = by_id<Holding>(services.db, "SELECT id, name, health_status FROM cattle_holding",
                                       distinct(std::move(holding_ids)));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("moves").begin_list();
                     for (const Move& move : moves) {
                       const Animal& animal = animals.at(move.animal_id);
                       json.begin_object().key("number").number(move.id).key("on").text(move.moved_on);
                       json.key("ear_tag").text(animal.ear_tag).key("breed").text(animal.breed);
                       json.key("born").text(animal.born).key("from");
                       write_holding(json, holdings.at(move.from_holding));
                       json.key("to");
                       write_holding(json, holdings.at(move.to_holding));
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage cattle_moves() {
  return {
      .summary =
          "the newest movements of cattle with animals and holdings, as JSON for the veterinary office",
      .why =
          "Innocent: animals and holdings are looked up by lists of ids, and more movements take more "
          "lookups. But a list has 200 ids whatever the length of the page. An animal that was moved often "
          "is sent once, which a join would not do.",
      .knobs = {items_knob("movements to return", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
