#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The facets describe these hits, and the page says so.
constexpr std::int64_t max_hits = 200;
constexpr std::size_t shown = 20;
constexpr std::size_t facets_shown = 8;

constexpr std::string_view hits_sql =
    "SELECT id, title, country, contract, salary FROM vacancy "
    "WHERE MATCH(title) AGAINST (? IN BOOLEAN MODE) LIMIT ?";

struct Vacancy {
  std::int64_t id;
  std::string title, country, contract;
  std::int64_t salary;
  static constexpr auto columns =
      std::tuple(&Vacancy::id, &Vacancy::title, &Vacancy::country, &Vacancy::contract, &Vacancy::salary);
};

std::string_view band_of(std::int64_t salary) {
  if (salary < 30'000) return "below 30,000";
  return salary < 60'000 ? "30,000 to 60,000" : "60,000 and more";
}

Value facet(std::string_view title, const std::vector<Vacancy>& hits,
            std::string_view (*value_of)(const Vacancy&)) {
  std::map<std::string_view, std::int64_t> counts;
  for (const Vacancy& hit : hits) ++counts[value_of(hit)];
  std::vector<std::pair<std::string_view, std::int64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(), [](const auto& each) { return each.second; });
  if (sorted.size() > facets_shown) sorted.resize(facets_shown);
  Value values = Value::list();
  for (const auto& [value, hits_with] : sorted)
    values.add(Value::object({{"value", value}, {"hits", hits_with}}));
  return Value::object({{"title", title}, {"values", std::move(values)}});
}

void check_word(std::string_view text) {
  const bool is_word =
      std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (!is_word || text.size() > 30 || (!text.empty() && text.size() < 3))
    throw BadRequest("the parameter word must have 3 to 30 letters");
}

Response show(const Request& request, Services& services) {
  std::string_view word = request.knobs.text("word");
  if (word.empty()) word = "Manager";
  auto hits = services.db.query<Vacancy>(hits_sql, "+" + std::string(word), max_hits);
  Value facets = Value::list();
  facets.add(facet("Country", hits, [](const Vacancy& hit) { return std::string_view(hit.country); }));
  facets.add(facet("Contract", hits, [](const Vacancy& hit) { return std::string_view(hit.contract); }));
  facets.add(facet("Salary", hits, [](const Vacancy& hit) { return band_of(hit.salary); }));

  std::ranges::sort(hits, [](const Vacancy& one, const Vacancy& other) {
    return one.salary != other.salary ? one.salary > other.salary : one.id < other.id;
  });
  Rows rows({"id", "title", "country", "contract", "salary"});
  for (std::size_t at = 0; at < std::min(hits.size(), shown); ++at)
    rows.add(hits[at].id, hits[at].title, hits[at].country, hits[at].contract, hits[at].salary);
  return services
      .page(Value::object({{"word", word},
                           {"hits", hits.size()},
                           {"has_more", std::ssize(hits) == max_hits},
                           {"facets", std::move(facets)},
                           {"vacancies", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage vacancy_search() {
  return {
      .summary = "a search for vacancies: the best paid hits beside the facets to narrow them down",
      .why =
          "More hits are fetched than shown, but all of them are counted in the facets, in code because "
          "one query then serves three facets and the list. A FULLTEXT index finds at most two hundred.",
      .knobs =
          {{.name = "word", .type = KnobType::text, .help = "a word of the title", .check_text = check_word},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
