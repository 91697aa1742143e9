#include "read/symptom_tree.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "core/errors.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_suspects = 3;

std::string lesson_of(const PortfolioEntry& entry) {
  return "the lesson of " + entry.the_case->slug;
}

class Tree {
 public:
  void add(const PortfolioEntry& entry, const Sign& sign) {
    // Equal for words that differ only in case or punctuation.
    const std::string id = slug_of(sign.words);
    const auto [first, is_new] = first_.emplace(id, First{&entry, &sign});
    if (!is_new) check_same(first->second, entry, sign);
    Symptom& symptom = is_new ? added(sign, id) : known(sign.place, id);
    for (const Suspect& each : symptom.suspects)
      if (each.entry == &entry)
        throw ConfigError(lesson_of(entry) + " has the symptom '" + sign.words + "' twice");
    if (symptom.suspects.size() == max_suspects)
      throw ConfigError(lesson_of(entry) + ": the symptom '" + sign.words + "' already leads to " +
                        std::to_string(max_suspects) +
                        " cases, which is the maximum; use words that only this case fits");
    symptom.suspects.push_back({&entry, sign.check});
  }

  std::vector<SymptomPlace> places() && {
    std::ranges::sort(places_, {}, &SymptomPlace::place);
    for (SymptomPlace& each : places_)
      std::ranges::stable_sort(each.symptoms, std::greater(),
                               [](const Symptom& symptom) { return symptom.suspects.size(); });
    return std::move(places_);
  }

 private:
  struct First {
    const PortfolioEntry* entry;
    const Sign* sign;
  };

  static void check_same(const First& first, const PortfolioEntry& entry, const Sign& sign) {
    if (first.sign->words != sign.words)
      throw ConfigError(lesson_of(entry) + ": the symptom '" + sign.words + "' is nearly the same as '" +
                        first.sign->words + "' in " + lesson_of(*first.entry) + "; use the same words");
    if (first.sign->place != sign.place)
      throw ConfigError("the symptom '" + sign.words + "' is at the place '" +
                        std::string(name_of(sign.place)) + "' in " + lesson_of(entry) + ", but at '" +
                        std::string(name_of(first.sign->place)) + "' in " + lesson_of(*first.entry));
  }

  SymptomPlace& at(Place place) {
    const auto found = std::ranges::find(places_, place, &SymptomPlace::place);
    return found == places_.end() ? places_.emplace_back(SymptomPlace{place, {}}) : *found;
  }
  Symptom& added(const Sign& sign, const std::string& id) {
    return at(sign.place).symptoms.emplace_back(Symptom{id, sign.words, {}});
  }
  Symptom& known(Place place, const std::string& id) {
    return *std::ranges::find(at(place).symptoms, id, &Symptom::id);
  }

  std::vector<SymptomPlace> places_;
  std::map<std::string, First> first_;
};

}  // namespace

std::vector<SymptomPlace> symptom_tree(const Portfolio& portfolio) {
  Tree tree;
  for (const PortfolioEntry& entry : portfolio.entries())
    for (const Sign& sign : entry.lesson.signs) tree.add(entry, sign);
  return std::move(tree).places();
}

}  // namespace caseload::site
