// The app below a prefix, as configured with app.base_url: a proxy passes /perf/... on as /....
#include <boost/test/unit_test.hpp>
#include <regex>
#include <string>

#include "tests/support/app_under_test.hpp"

namespace caseload {
namespace {

const std::string prefix = "/perf";

// Attributes that a browser or a script loads, follows or sends to.
void check_links(const std::string& page, const std::string& where, std::size_t at_least) {
  static const std::regex link(R"re((?:href|src|action|data-[a-z-]+)="(/[^"]*)")re");
  std::size_t found = 0;
  for (std::sregex_iterator at(page.begin(), page.end(), link), end; at != end; ++at, ++found)
    BOOST_TEST((*at)[1].str().starts_with(prefix + "/"), where << ": " << (*at)[0]);
  BOOST_TEST(found >= at_least, where);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mounted, test::AppUnderTest)

BOOST_AUTO_TEST_CASE(C3_every_link_of_the_app_stays_below_the_prefix) {
  config.base_url = "https://example.org" + prefix;
  start(config);
  for (const char* target :
       {"/", "/guess/", "/guess/1/", "/cases/n-plus-one/?run=1", "/cases/response-cache/",
        "/cases/pagination/?run=1", "/cases/n-plus-one/fast", "/cases/none/", "/nowhere"}) {
    check_links(fetch(target).body, target, 6);
  }
  check_links(fetch("POST /guess/1/", {}, "choice=n-plus-one").body, "a guess", 6);
}

BOOST_AUTO_TEST_CASE(C3_a_page_that_enqueues_a_job_leads_to_it_below_the_prefix) {
  config.base_url = "https://example.org" + prefix;
  start(config);
  const Response queued = fetch("POST /cases/background-task/fast");
  BOOST_TEST_REQUIRE(queued.status == 202);
  const std::string address = test::header(queued, "Location");
  BOOST_TEST_REQUIRE(address.starts_with(prefix + "/jobs/"));
  check_links(queued.body, "the response", 6);
  BOOST_TEST(test::contains(queued.body, "href=\"" + address + "\""));
  const Response page = fetch(address.substr(prefix.size()));
  BOOST_TEST(page.status == 200);
  check_links(page.body, "the job's page", 6);
}

BOOST_AUTO_TEST_CASE(C3_the_demo_visitor_is_known_below_the_prefix) {
  config.base_url = "https://example.org" + prefix;
  start(config);
  BOOST_TEST(test::contains(test::header(fetch("/cases/middleware/"), "Set-Cookie"), "; Path=/perf/cases/;"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
