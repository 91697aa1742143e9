// Pages that anybody may keep: nothing that one visitor sends is in another's page, and no error is kept.
#include <boost/test/unit_test.hpp>
#include <ctime>

#include "core/catalogue.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

// Another spelling of what is accepted is another entry of nginx's cache, so that the first request fills it.
const std::string own_entry = "Accept: text/html;q=0.9, application/x-" + std::to_string(std::time(nullptr));

std::vector<std::string> public_pages() {
  std::vector<std::string> paths;
  for (const Case& each : catalogue()) {
    if (each.writes()) continue;
    for (const Variant& variant : each.variants) {
      const std::string path = path_of(each, variant);
      const auto response = test::fetch(test::base_url(), {.target = path});
      if (response.header("cache-control").value_or("").starts_with("public")) paths.push_back(path);
    }
  }
  return paths;
}

std::string all_of(const test::HttpResponse& response) {
  std::string text = response.body;
  for (const auto& [name, value] : response.headers) text += "\n" + name + ": " + value;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_pages)

BOOST_AUTO_TEST_CASE(B17_what_a_visitor_sends_is_in_nobody_elses_page) {
  const auto paths = public_pages();
  BOOST_TEST(!paths.empty());
  for (const std::string& path : paths) {
    const auto first =
        test::fetch(test::base_url(),
                    {.target = path,
                     .headers = {own_entry, "Host: evil.example", "X-Forwarded-Host: evil.example",
                                 "X-Forwarded-Proto: evil", "X-Forwarded-Port: 666",
                                 "X-Forwarded-Scheme: evil", "Forwarded: host=evil.example",
                                 "X-Original-URL: /evil", "X-Rewrite-URL: /evil", "Cookie: visitor=evil"}});
    const auto second = test::fetch(test::base_url(), {.target = path, .headers = {own_entry}});
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(first.status == 200);
      BOOST_TEST(second.status == 200);
      BOOST_TEST(first.body == second.body);
      for (const auto* response : {&first, &second}) {
        BOOST_TEST(all_of(*response).find("evil") == std::string::npos);
        BOOST_TEST(!response->header("set-cookie").has_value());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(B17_an_error_is_never_kept) {
  std::size_t pages = 0;
  for (const Case& each : catalogue()) {
    for (const Variant& variant : each.variants) {
      if (!variant.cached_by_nginx) continue;
      ++pages;
      for (int round = 0; round < 2; ++round) {
        const auto response =
            test::fetch(test::base_url(), {.target = path_of(each, variant) + "?no-such-knob=1"});
        BOOST_TEST(response.status == 400);
        BOOST_TEST(response.header("cache-status").value_or("") == "caseload; fwd=uri-miss");
        BOOST_TEST(response.header("cache-control").value_or("") == "no-store");
      }
    }
  }
  BOOST_TEST(pages > 0U);
}

BOOST_AUTO_TEST_CASE(a_page_that_nginx_keeps_says_where_it_comes_from_and_not_what_others_work_cost) {
  for (const Case& each : catalogue()) {
    for (const Variant& variant : each.variants) {
      if (!variant.cached_by_nginx) continue;
      const test::HttpRequest request{.target = path_of(each, variant)};
      test::fetch(test::base_url(), request);
      const auto again = test::fetch(test::base_url(), request);
      BOOST_TEST(again.header("cache-status").value_or("").starts_with("caseload; hit"));
      BOOST_TEST(!again.header("evidence").has_value());
      BOOST_TEST(!again.header("server-timing").has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
