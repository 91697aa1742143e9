// All cases as their folders declare them, in the order of the folders' names (core/portfolio.hpp adds the
// lessons). Generated from fcgi-app/cases/ by the Makefile; built once, before threads start, and read-only
// after.
#pragma once

#include <string_view>
#include <vector>

#include "core/case.hpp"
#include "core/value.hpp"

namespace caseload {

const std::vector<Case>& catalogue();

// What the compiler can't see about a declaration: std::logic_error with the file and the rule that it
// breaks. All cases are checked before any is served.
void check(const Case& the_case);

const Case* find_case(std::string_view slug);  // nullptr when there is none

// /cases/<slug>/<variant>, or /cached/<slug>/<variant> where nginx's cache serves it.
std::string path_of(const Case& the_case, const Variant& variant);

// The address of the variant's floor: /cases/<slug>/<variant>/floor.
std::string path_of_floor(const Case& the_case, const Variant& variant);

// POST there with /apply or /undo behind it: /cases/<slug>/interventions/<name>.
std::string path_of(const Case& the_case, const Intervention& intervention);

// A knob as /catalogue.json has it.
Value knob_document(const KnobSpec& knob);

}  // namespace caseload
