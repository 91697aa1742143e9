#include "shop/visitors.hpp"

#include <boost/test/unit_test.hpp>

#include "io/database/connection.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct VisitorFixture {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{test::database_settings()};
  Trace trace{clock, false};
  Database db{connections, trace, Dataset::x1};
};

Request with_cookie(std::string value) {
  Request request;
  request.headers.emplace_back("cookie", std::move(value));
  return request;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(visitors, VisitorFixture)

BOOST_AUTO_TEST_CASE(a_demo_visitor_is_known_by_the_cookie_in_every_dataset) {
  for (const Dataset dataset : test::datasets()) {
    Database shop(connections, trace, dataset);
    for (const DemoVisitor& each : demo_visitors()) {
      const auto visitor = visitor_of(with_cookie("theme=dark; " + std::string(each.cookie)), shop);
      BOOST_TEST_REQUIRE(visitor.has_value());
      BOOST_TEST(visitor->name == each.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(who_has_no_session_is_a_guest_without_a_query) {
  BOOST_TEST(!visitor_of(Request{}, db).has_value());
  for (const char* cookie :
       {"session=", "session=short", "session=' OR 1=1 --                     ",
        "other=a402e106492d6aa72953b3a012d93950", "session=a402e106492d6aa72953b3a012d939500",
        "session=A402E106492D6AA72953B3A012D93950"})
    BOOST_TEST(!visitor_of(with_cookie(cookie), db).has_value(), cookie);
  BOOST_TEST(trace.queries().empty());
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_or_that_nobody_was_given_is_a_guests) {
  const std::string ended = "session=8597f48536e6770bdf01530bea85c861";  // of customer 131
  BOOST_TEST(!visitor_of(with_cookie(ended), db).has_value());
  BOOST_TEST(!visitor_of(with_cookie("session=00000000000000000000000000000000"), db).has_value());
}

BOOST_AUTO_TEST_CASE(a_session_that_goes_on_is_known_and_a_demo_visitor_s_without_a_query) {
  BOOST_TEST(!has_session(Request{}, db));
  for (const DemoVisitor& each : demo_visitors())
    BOOST_TEST(has_session(with_cookie(std::string(each.cookie)), db));
  BOOST_TEST(trace.queries().empty());
  BOOST_TEST(has_session(with_cookie("session=780c1f0008486aae4ff7bad0463fed67"), db));   // of customer 100
  BOOST_TEST(!has_session(with_cookie("session=8597f48536e6770bdf01530bea85c861"), db));  // it has ended
  BOOST_TEST(!has_session(with_cookie("session=00000000000000000000000000000000"), db));
}

BOOST_AUTO_TEST_CASE(a_demo_visitor_s_session_comes_before_the_other_cookies) {
  const auto first = std::string(demo_visitors()[0].cookie);
  BOOST_TEST(as_demo_visitor(Request{}).header("cookie").value() == first);
  BOOST_TEST(as_demo_visitor(with_cookie("theme=dark")).header("cookie").value() == first + "; theme=dark");
}

BOOST_AUTO_TEST_CASE(the_session_of_another_program_is_none) {
  const Request given = with_cookie("session=eyJ1c2VyIjoxfQ.signed");
  BOOST_TEST(!has_session(given, db));
  const Request request = as_demo_visitor(given);
  BOOST_TEST(visitor_of(request, db).value().name == demo_visitors()[0].name);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
