#include <algorithm>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Term {
  std::string name, meaning;
  static constexpr auto columns = std::tuple(&Term::name, &Term::meaning);
};

constexpr std::size_t terms_per_page = 40;

// As in a dictionary: capitals, hyphens and what is in brackets don't count.
std::string sort_key(std::string_view name) {
  std::string key;
  for (const char letter : lower_case(name.substr(0, name.find('('))))
    if (letter != '-' && letter != ' ' && letter != '\'') key += letter;
  return key;
}

std::vector<Term> in_order(std::vector<Term> terms) {
  std::vector<std::pair<std::string, Term>> keyed;
  for (Term& term : terms) {
    std::string key = sort_key(term.name);
    keyed.emplace_back(std::move(key), std::move(term));
  }
  std::ranges::stable_sort(keyed, {}, [](const auto& each) -> const std::string& { return each.first; });
  terms.clear();
  for (auto& [key, term] : keyed) terms.push_back(std::move(term));
  return terms;
}

Value link_to(Knobs knobs, std::int64_t page) {
  knobs.set("page", std::to_string(page));
  return "?" + knobs.query_string();
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  const auto terms = in_order(services.db.query<Term>("SELECT name, meaning FROM glossary_term"));
  const std::size_t from = static_cast<std::size_t>(page - 1) * terms_per_page;
  if (from >= terms.size()) throw NotFound("the glossary has no page " + std::to_string(page));
  const std::size_t until = std::min(from + terms_per_page, terms.size());
  Rows rows({"name", "meaning"});
  for (std::size_t at = from; at < until; ++at) rows.add(terms[at].name, terms[at].meaning);
  return services
      .page(Value::object({{"page", page},
                           {"terms", std::move(rows)},
                           {"previous", page > 1 ? link_to(request.knobs, page - 1) : Value()},
                           {"next", until < terms.size() ? link_to(request.knobs, page + 1) : Value()}}))
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage glossary() {
  KnobSpec page = page_knob(6);
  page.ladder = {1, 3, 6};
  return {
      .summary = "the glossary of the trade, 40 terms on a page",
      .why =
          "All terms are fetched, sorted in code and sliced. But a glossary has 240 terms in every "
          "database, and SQL does not know its order.",
      .knobs = {page, dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
