// Pages that call partner services which are down, or fail in part. The services are the program
// caseload-partners behind an nginx, both the test's own.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/app_under_test.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

using test::contains;

struct Shop : test::AppUnderTest {
  tests::TemporaryFolder folder;

  void call(const std::string& address) {
    io::Config settings = stack_config();
    settings.partners = test::partner_settings();
    settings.partners.address = address;
    start(std::move(settings));
  }
  bool variants_are_equal(const std::string& slug) {
    const auto document = io::from_json(fetch("/api/examples/" + slug + "/").body);
    const bool* equal = (*document)["equal"].boolean();
    return equal != nullptr && *equal;
  }
};

// `location`: what nginx does before it asks the services.
class Partners {
 public:
  Partners(const std::string& folder, const std::string& location)
      : socket_(folder + "/partners.sock"),
        program_({"/usr/bin/env", "CASELOAD_SERVER_LISTEN=" + socket_,
                  "CASELOAD_DATABASE_SOCKET=" + test::required_variable("CASELOAD_TEST_DB_SOCKET"),
                  "CASELOAD_PARTNERS_THREADS=2",
                  test::required_variable("CASELOAD_TEST_BUILD") + "/caseload-partners"},
                 folder + "/log"),
        nginx_(folder + "/nginx", socket_, location) {
    BOOST_TEST_REQUIRE(test::becomes_true([&] { return static_cast<bool>(test::connect_unix(socket_)); }));
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(nginx_.port()); }

 private:
  std::string socket_;
  test::ChildProcess program_;
  test::PrivateNginx nginx_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(partner_calls, Shop)

BOOST_AUTO_TEST_CASE(without_the_services_pages_say_what_they_do_not_know) {
  call(folder.path() + "/nobody.sock");
  for (const char* slug : {"call-loop", "sequential-calls"}) {
    BOOST_TEST(variants_are_equal(slug), slug);
    const Response page = fetch("/cases/" + std::string(slug) + "/slow");
    BOOST_TEST(page.status == 200);
    BOOST_TEST(contains(page.body, "not known at the moment"), page.body);
  }
}

BOOST_AUTO_TEST_CASE(of_three_services_one_may_fail_alone) {
  const Partners partners(folder.path(), "location = /price { return 503; }");
  call(partners.address());
  BOOST_TEST(variants_are_equal("sequential-calls"));
  const std::string page = fetch("/cases/sequential-calls/fast").body;
  BOOST_TEST(contains(page, " in stock"), page);
  BOOST_TEST(contains(page, " days"));
  BOOST_TEST(contains(page, "not known at the moment"));
}

BOOST_AUTO_TEST_CASE(one_call_of_many_that_fails_gives_the_same_page_in_both_variants) {
  const Partners partners(folder.path(), "if ($arg_sku ~ NB-0025-03) { return 503; }");
  call(partners.address());
  BOOST_TEST(variants_are_equal("call-loop"));
  BOOST_TEST(contains(fetch("/cases/call-loop/slow").body, "not known at the moment"));
}

BOOST_AUTO_TEST_CASE(services_that_respond_with_something_else_are_not_known_either) {
  const Partners partners(folder.path(), "return 200 '<p>Welcome!';");
  call(partners.address());
  for (const char* slug : {"call-loop", "sequential-calls"}) {
    BOOST_TEST(variants_are_equal(slug), slug);
    BOOST_TEST(contains(fetch("/cases/" + std::string(slug) + "/fast").body, "not known at the moment"),
               slug);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
