#include <map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int names_kept_s = 86'400;

constexpr std::string_view canteen_sql = "SELECT name FROM canteen WHERE id = ?";
constexpr std::string_view dishes_sql =
    "SELECT number, name, cents, allergens FROM canteen_dish WHERE canteen_id = ? ORDER BY number LIMIT ?";
constexpr std::string_view names_sql = "SELECT code, name FROM allergen ORDER BY code";

struct Canteen {
  std::string name;
  static constexpr auto columns = std::tuple(&Canteen::name);
};

struct Dish {
  std::int64_t number;
  std::string name;
  std::int64_t cents;
  std::string allergens;  // codes: "A,C,G"
  static constexpr auto columns = std::tuple(&Dish::number, &Dish::name, &Dish::cents, &Dish::allergens);
};

struct Allergen {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Allergen::code, &Allergen::name);
};

// The names behind the codes. They are in the cache, one entry for each code.
class Legend {
 public:
  explicit Legend(Services& services) : services_(services) {}

  std::string name_of_code(const std::string& code) {
    if (const auto kept = services_.cache.get(key_of(code))) return *kept;
    if (loaded_.empty()) load();
    const auto found = loaded_.find(code);
    return found == loaded_.end() ? code : found->second;
  }

 private:
  std::string key_of(const std::string& code) const {
    return "allergen/" + std::string(name_of(services_.db.dataset())) + "/" + code;
  }

  void load() {
    for (const Allergen& each : services_.db.query<Allergen>(names_sql)) {
      services_.cache.set(key_of(each.code), each.name, names_kept_s);
      loaded_.emplace(each.code, each.name);
    }
  }

  Services& services_;
  std::map<std::string, std::string> loaded_;
};

std::string spelled_out(const Dish& dish, Legend& legend) {
  std::string text;
  for (const std::string& code : split(dish.allergens, ",")) {
    if (!text.empty()) text += ", ";
    text += legend.name_of_code(code);
  }
  return text;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("canteen");
  const auto canteen = services.db.query_one<Canteen>(canteen_sql, id);
  if (!canteen) throw NotFound("there is no canteen " + std::to_string(id));
  const auto dishes = services.db.query<Dish>(dishes_sql, id, request.knobs.n());
  Legend legend(services);
  Rows rows({"number", "name", "price", "allergens"});
  for (const Dish& each : dishes)
    rows.add(each.number, each.name, price_of(each.cents), spelled_out(each, legend));
  return services.page(Value::object({{"canteen", canteen->name}, {"dishes", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage allergen_card() {
  return {
      .summary = "a canteen's dishes with their allergens spelled out",
      .why =
          "Each code of each dish is looked up in the cache with its own get, several for each dish, and "
          "mostly the same few codes over and over. One call for all fourteen names, or one entry with the "
          "whole legend, would be enough for the page.",
      .knobs =
          {items_knob("dishes on the card", 640),
           {.name = "canteen", .help = "number of the canteen", .initial = 2, .minimum = 1, .maximum = 6},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
