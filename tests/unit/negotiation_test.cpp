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

BOOST_AUTO_TEST_CASE(neither_is_said) {
  BOOST_TEST(!negotiate("image/png").has_value());
  BOOST_TEST(!negotiate("text/html;q=0").has_value());
  BOOST_TEST(!negotiate("application/json;q=abc").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
