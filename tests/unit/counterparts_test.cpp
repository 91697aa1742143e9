#include "core/counterparts.hpp"

#include <boost/test/unit_test.hpp>

#include "core/catalogue.hpp"

namespace caseload {
namespace {

// "slow!" is slow, "fast" is fast.
Case case_of(std::initializer_list<std::string> names) {
  Case the_case;
  for (const std::string& name : names) {
    const bool is_slow = name.ends_with('!');
    the_case.variants.push_back({.name = name, .pace = is_slow ? Pace::slow : Pace::fast});
  }
  return the_case;
}

std::string counterparts(const Case& the_case, const std::string& name) {
  std::string names;
  for (const Variant* each : counterparts_of(the_case, *the_case.variant(name))) names += each->name + " ";
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counterparts_of_variants)

BOOST_AUTO_TEST_CASE(every_fast_variant_fixes_every_slow_one_before_it) {
  const Case two_mistakes = case_of({"slow!", "late!", "fast"});
  BOOST_TEST(counterparts(two_mistakes, "slow!") == "fast ");
  BOOST_TEST(counterparts(two_mistakes, "late!") == "fast ");
  BOOST_TEST(counterparts(two_mistakes, "fast") == "slow! late! ");
  const Case two_fixes = case_of({"slow!", "nginx", "memcached"});
  BOOST_TEST(counterparts(two_fixes, "slow!") == "nginx memcached ");
  BOOST_TEST(counterparts(two_fixes, "memcached") == "slow! ");
}

BOOST_AUTO_TEST_CASE(a_mistake_behind_a_fix_has_a_fix_of_its_own) {
  const Case pairs = case_of({"slow!", "fast", "cast!", "typed"});
  BOOST_TEST(counterparts(pairs, "slow!") == "fast ");
  BOOST_TEST(counterparts(pairs, "cast!") == "typed ");
  BOOST_TEST(counterparts(pairs, "typed") == "cast! ");
}

BOOST_AUTO_TEST_CASE(a_mistake_with_no_fix_behind_it_is_fixed_by_those_before) {
  BOOST_TEST(counterparts(case_of({"slow!", "fast", "late!"}), "late!") == "fast ");
  BOOST_TEST(counterparts(case_of({"fast", "slow!"}), "slow!") == "fast ");
}

BOOST_AUTO_TEST_CASE(each_variant_of_a_case_has_a_counterpart) {
  for (const Case& the_case : catalogue())
    for (const Variant& variant : the_case.variants)
      BOOST_TEST(!counterparts_of(the_case, variant).empty(), the_case.slug << " " << variant.name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
