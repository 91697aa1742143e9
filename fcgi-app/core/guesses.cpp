#include "core/guesses.hpp"

#include <algorithm>
#include <map>

#include "core/text.hpp"

namespace caseload {

namespace {

constexpr int first_number = 100;
constexpr std::uint32_t numbers = 900;

// FNV-1a, 32 bits.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace

std::vector<Guess> guesses_of(const Portfolio& portfolio) {
  std::map<int, const PortfolioEntry*> entries;
  for (const PortfolioEntry& entry : portfolio.entries()) {
    std::uint32_t at = hash_of(entry.the_case->slug) % numbers;
    while (!entries.emplace(first_number + static_cast<int>(at), &entry).second) at = (at + 1) % numbers;
  }
  std::vector<Guess> guesses;
  for (const auto& [number, entry] : entries) guesses.push_back({number, entry});
  return guesses;
}

std::string guess_numbers_script(const Portfolio& portfolio) {
  std::string numbers;
  for (const Guess& guess : guesses_of(portfolio))
    numbers += (numbers.empty() ? "\"" : ", \"") + std::to_string(hash_of(guess.entry->the_case->slug)) +
               "\": " + std::to_string(guess.number);
  return "window.caseloadGuesses = {" + numbers + "};\n";
}

std::vector<const PortfolioEntry*> guess_choices(const Portfolio& portfolio) {
  std::vector<const PortfolioEntry*> all;
  for (const PortfolioEntry& entry : portfolio.entries()) all.push_back(&entry);
  std::ranges::sort(all, {}, [](const PortfolioEntry* entry) { return lower_case(entry->lesson.title); });
  return all;
}

bool is_right_guess(const PortfolioEntry& guess, const PortfolioEntry& entry) {
  if (guess.the_case == entry.the_case) return true;
  const Variant* slow = entry.the_case->first(Pace::slow);
  return slow != nullptr &&
         std::ranges::find(slow->labels, guess.the_case->slug, &Label::name) != slow->labels.end();
}

bool names_problem(std::string_view title_of_measure, const PortfolioEntry& entry) {
  const Variant* slow = entry.the_case->first(Pace::slow);
  if (slow == nullptr) return false;
  const std::string title = lower_case(title_of_measure);
  return std::ranges::any_of(slow->labels, [&](const Label& label) {
    std::string words = label.name;
    std::ranges::replace(words, '-', ' ');
    return title.find(words) != std::string::npos;
  });
}

std::vector<std::string> guess_hints(const Lesson& lesson) {
  std::vector<std::string> hints{lesson.symptom};
  if (!lesson.signs.empty()) hints.push_back(lesson.signs.front().check);
  return hints;
}

}  // namespace caseload
