// What the spans of calls to other services say.
#include "core/outbound_call.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

OutboundCall span(std::int64_t start, std::int64_t end) {
  return {.start_us = start, .end_us = end};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outbound_call)

BOOST_AUTO_TEST_CASE(a_shape_has_no_values) {
  BOOST_TEST(shape_of_call("GET", "/stock?sku=NB-0025-03&dataset=x1") == "GET /stock?dataset&sku");
  BOOST_TEST(shape_of_call("GET", "/items/42/prices?currency=EUR&currency=USD") ==
             "GET /items/{}/prices?currency");
  BOOST_TEST(shape_of_call("POST", "/payment") == "POST /payment");
  BOOST_TEST(shape_of_call("GET", "/") == "GET /");
}

BOOST_AUTO_TEST_CASE(values_are_in_the_path_and_in_parameters) {
  BOOST_TEST(values_in("/items/42/prices?currency=EUR&to=a%20b") == "42 EUR a b ");
  BOOST_TEST(values_in("/payment").empty());
  BOOST_TEST(values_in("/x?bad=%zz").empty());
}

BOOST_AUTO_TEST_CASE(the_longest_list_of_parameters_says_how_many_items_a_call_is_about) {
  BOOST_TEST(items_in("/stock?dataset=x1&sku=a,b,c") == 3);
  BOOST_TEST(items_in("/stock?id=1&id=2&dataset=x1") == 2);
  BOOST_TEST(items_in("/stock?sku=a%2Cb") == 2);
  BOOST_TEST(items_in("/stock") == 1);
}

BOOST_AUTO_TEST_CASE(calls_one_after_the_other_do_not_overlap) {
  const std::vector<OutboundCall> calls{span(0, 10), span(10, 20), span(25, 30)};
  BOOST_TEST(overlapping(calls) == 0);
  BOOST_TEST(waits(calls) == 3);
  BOOST_TEST(overlapping({}) == 0);
  BOOST_TEST(waits({}) == 0);
}

BOOST_AUTO_TEST_CASE(calls_together_overlap_and_are_one_wait) {
  const std::vector<OutboundCall> calls{span(0, 10), span(0, 30), span(1, 5)};
  BOOST_TEST(overlapping(calls) == 3);
  BOOST_TEST(waits(calls) == 1);
}

BOOST_AUTO_TEST_CASE(of_calls_that_overlap_partly_only_those_are_counted) {
  const std::vector<OutboundCall> calls{span(0, 10), span(5, 20), span(20, 30), span(40, 50)};
  BOOST_TEST(overlapping(calls) == 2);
  BOOST_TEST(waits(calls) == 3);
  // A long call overlaps with each of several short ones.
  BOOST_TEST(overlapping({span(0, 100), span(1, 2), span(3, 4), span(200, 201)}) == 3);
  BOOST_TEST(waits({span(0, 100), span(1, 2), span(3, 4), span(200, 201)}) == 3);
}

BOOST_AUTO_TEST_CASE(a_document_says_what_is_known) {
  const Value known = document_of({.shape = "GET /price?sku",
                                   .start_us = 3,
                                   .end_us = 9,
                                   .bytes = 40,
                                   .status = 200,
                                   .uses_earlier = true});
  BOOST_TEST(known["shape"].text_or("") == "GET /price?sku");
  BOOST_TEST(known["start_us"].integer_or(-1) == 3);
  BOOST_TEST(known["end_us"].integer_or(-1) == 9);
  BOOST_TEST(known["bytes"].integer_or(-1) == 40);
  BOOST_TEST(known["items"].integer_or(-1) == 1);
  BOOST_TEST(*known["uses_earlier"].boolean());
  BOOST_TEST(known.find("failure") == nullptr);
  const Value failed = document_of({.failure = "deadline"});
  BOOST_TEST(failed["failure"].text_or("") == "deadline");
  BOOST_TEST(failed["status"].integer_or(-1) == 0);
  BOOST_TEST(failed.find("uses_earlier") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
