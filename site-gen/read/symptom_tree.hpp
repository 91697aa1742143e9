// From where a person notices a problem, to what that person sees, to the cases that it can be.
#pragma once

#include <string>
#include <vector>

#include "core/portfolio.hpp"

namespace caseload::site {

struct Suspect {
  const PortfolioEntry* entry;
  std::string check;  // Markdown
};

struct Symptom {
  std::string id;  // for links: "killed-out-of-memory"
  std::string words;
  std::vector<Suspect> suspects;  // in the portfolio's order
};

struct SymptomPlace {
  Place place;
  std::vector<Symptom> symptoms;  // those with the most cases first, then in the portfolio's order
};

// Without places that no lesson names. Throws ConfigError if a symptom leads to more than three cases, if it
// is at two places, or if two symptoms have nearly the same words.
std::vector<SymptomPlace> symptom_tree(const Portfolio& portfolio);

}  // namespace caseload::site
