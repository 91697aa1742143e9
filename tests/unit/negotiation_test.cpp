#include "core/negotiation.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {

BOOST_AUTO_TEST_SUITE(negotiation)

BOOST_AUTO_TEST_CASE(html_is_for_browsers_and_for_those_who_do_not_say) {
  BOOST_TEST((negotiate(std::nullopt) == Format::html));
  BOOST_TEST((negotiate("") == Format::html));
  BOOST_TEST((negotiate("*/*") == Format::html));
  BOOST_TEST((negotiate("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8") ==
              Format::html));
  BOOST_TEST((negotiate("text/*;q=0.5") == Format::html));
}

BOOST_AUTO_TEST_CASE(json_is_for_those_who_prefer_it) {
  BOOST_TEST((negotiate("application/json") == Format::json));
  BOOST_TEST((negotiate("application/problem+json") == Format::json));
  BOOST_TEST((negotiate("APPLICATION/JSON; charset=utf-8") == Format::json));
  BOOST_TEST((negotiate("text/html;q=0.4, application/json;q=0.5") == Format::json));
  BOOST_TEST((negotiate("application/json, */*;q=0.1") == Format::json));
}

BOOST_AUTO_TEST_CASE(at_an_address_for_programs_html_is_for_those_who_prefer_it) {
  BOOST_TEST((negotiate(std::nullopt, Format::json) == Format::json));
  BOOST_TEST((negotiate("*/*", Format::json) == Format::json));
  BOOST_TEST((negotiate("text/html,application/xml;q=0.9,*/*;q=0.8", Format::json) == Format::html));
  BOOST_TEST((negotiate("text/html", Format::json) == Format::html));
}

BOOST_AUTO_TEST_CASE(the_closest_range_decides_for_a_type) {
  BOOST_TEST((negotiate("text/html;q=0, */*") == Format::json));
  BOOST_TEST((negotiate("*/*, application/json;q=0.1") == Format::html));
}

BOOST_AUTO_TEST_CASE(a_weight_is_from_0_to_1_and_what_is_none_counts_as_0) {
  BOOST_TEST((negotiate("text/html;q=0.3, application/json;q=7") == Format::json));
  BOOST_TEST((negotiate("text/html;q=1, application/json;q=7") == Format::html));  // no more than 1
  BOOST_TEST(!negotiate("application/json;q=-1").has_value());
  BOOST_TEST(!negotiate("application/json;q=").has_value());
  BOOST_TEST(!negotiate("application/json;q=0.5x").has_value());
  BOOST_TEST((negotiate("text/html;Q=0.4, application/json;Q=0.5") == Format::json));
  // Neither has a weight: other parameters, or no value at all.
  BOOST_TEST((negotiate("text/html;q=0.9, application/json;q") == Format::json));
  BOOST_TEST((negotiate("text/html;q=0.9, application/json;r=0.1;x=y") == Format::json));
  BOOST_TEST((negotiate("text/html;q=0.9, application/json;v=1;q=0.1") == Format::html));
}

BOOST_AUTO_TEST_CASE(of_ranges_that_are_as_close_the_heavier_counts) {
  BOOST_TEST((negotiate("application/json;q=0.1, application/json;q=0.9, text/html;q=0.5") == Format::json));
  BOOST_TEST((negotiate("application/json;q=0.9, application/json;q=0.1, text/html;q=0.5") == Format::json));
  BOOST_TEST(
      (negotiate("text/html;q=0.9, text/html;q=0.1, application/json;q=0.5", Format::json) == Format::html));
}

BOOST_AUTO_TEST_CASE(a_main_type_is_closer_than_any_type) {
  BOOST_TEST((negotiate("application/*;q=0.2, */*;q=0.9") == Format::html));
  BOOST_TEST((negotiate("*/*;q=0.9, application/*;q=0.2", Format::json) == Format::html));
  BOOST_TEST((negotiate("application/*;q=0.9, text/html;q=0.5") == Format::json));
  BOOST_TEST((negotiate("text/*;q=0.2, */*;q=0.9") == Format::json));
  BOOST_TEST((negotiate("application/json;q=0.2, application/*;q=0.9, text/html;q=0.5") == Format::html));
}

BOOST_AUTO_TEST_CASE(only_what_is_an_application_can_be_json_by_its_ending) {
  BOOST_TEST(!negotiate("image/x+json").has_value());
  BOOST_TEST(!negotiate("application/xhtml+xml").has_value());
  BOOST_TEST(!negotiate("text/json").has_value());
}

BOOST_AUTO_TEST_CASE(where_both_are_as_welcome_the_address_decides) {
  for (const Format format : {Format::html, Format::json})
    BOOST_TEST((negotiate("text/html;q=0.5, application/json;q=0.5", format) == format));
}

BOOST_AUTO_TEST_CASE(neither_is_said) {
  BOOST_TEST(!negotiate("image/png").has_value());
  BOOST_TEST(!negotiate("text/html;q=0").has_value());
  BOOST_TEST(!negotiate("application/json;q=abc").has_value());
}

BOOST_AUTO_TEST_CASE(a_weight_that_is_not_written_in_digits_counts_as_none) {
  for (const char* weight : {"nan", "inf", "infinity", "-1", "1e0", "0x1"})
    BOOST_TEST((negotiate(std::string("text/html;q=") + weight + ", application/json;q=0.1") == Format::json),
               weight);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
