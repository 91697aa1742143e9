#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view usual_ingredient = "walnut";
constexpr auto with_ingredients =
    "SELECT id, title, ingredients, votes FROM recipe "
    "WHERE ingredients LIKE CONCAT('%', ?, '%') AND ingredients NOT LIKE CONCAT('%', ?, '%') "
    "ORDER BY votes DESC, id LIMIT ?";

struct Recipe {
  std::int64_t id;
  std::string title, ingredients;
  std::int64_t votes;
  static constexpr auto columns =
      std::tuple(&Recipe::id, &Recipe::title, &Recipe::ingredients, &Recipe::votes);
};

void check_ingredient(std::string_view word) {
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") != word.npos || word.size() > 30)
    throw BadRequest("an ingredient must be at most 30 small letters; got '" +
                     std::string(word.substr(0, 40)) + "'");
}

Response search(const Request& request, Services& services) {
  std::string_view with = request.knobs.text("with"), without = request.knobs.text("without");
  if (with.empty()) with = usual_ingredient;
  if (without.empty()) without = "celery";
  const auto recipes = services.db.query<Recipe>(with_ingredients, with, without, request.knobs.n());
  Rows rows({"id", "title", "ingredients", "votes"});
  for (const Recipe& each : recipes) rows.add(each.id, each.title, each.ingredients, each.votes);
  return services.page(Value::object({{"with", with}, {"without", without}, {"recipes", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage recipe_finder() {
  return {
      .summary = "recipes with one ingredient and without another, the most liked ones first",
      .why =
          "The ingredients are a text in which the word may be anywhere, so each recipe is read and "
          "searched. A table with a row for each ingredient, or a FULLTEXT index, would find them.",
      .knobs = {items_knob("recipes on the page", 640),
                {.name = "with",
                 .type = KnobType::text,
                 .help = "an ingredient; walnut if empty",
                 .check_text = check_ingredient},
                {.name = "without",
                 .type = KnobType::text,
                 .help = "another ingredient; celery if empty",
                 .check_text = check_ingredient},
                dataset_knob()},
      .run = search,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
