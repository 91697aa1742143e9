// Guess first: cases without their names, under numbers that say nothing about them. The app and the
// documentation site show the same guesses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/portfolio.hpp"

namespace caseload {

struct Guess {
  int number = 0;  // three digits
  const PortfolioEntry* entry = nullptr;
};

// Sorted by number. A number is computed from the slug, so it stays the same when other cases are added,
// unless two collide.
std::vector<Guess> guesses_of(const Portfolio& portfolio);

// JavaScript that sets window.caseloadGuesses to an object with the number of each case by a hash of its
// slug: pages with links to cases find their numbers, and whoever reads the script learns nothing.
std::string guess_numbers_script(const Portfolio& portfolio);

// All cases by title: what a reader can choose. A choice is a position in this list, counted from 1, so that
// no slug is in the page.
std::vector<const PortfolioEntry*> guess_choices(const Portfolio& portfolio);

// A variant can have more than one problem, and each of them is a right guess.
bool is_right_guess(const PortfolioEntry& guess, const PortfolioEntry& entry);

// True if the title of a measure gives the case away: "CPU time of middleware" names its problem.
bool names_problem(std::string_view title_of_measure, const PortfolioEntry& entry);

// Markdown: what a person sees, then the check that decides.
std::vector<std::string> guess_hints(const Lesson& lesson);

}  // namespace caseload
