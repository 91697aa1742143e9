// Changes to the database that cases declare, through nginx: each does what it says, tells what it cost, and
// is gone without a trace when it is taken back. Nothing here knows a case.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

test::HttpResponse fetch(const std::string& method, const std::string& target) {
  return test::fetch(
      test::base_url(),
      {.method = method, .target = target, .headers = {"Accept: application/json", "Probe: 1"}, .body = {}});
}

Value document(const test::HttpResponse& response) {
  return io::from_json(response.body).value_or(Value{});
}

struct Page {
  std::int64_t count;
  std::string body;
};

Page page_with_count(const std::string& path, const std::string& key) {
  const test::HttpResponse response = fetch("GET", path);
  const Value evidence = document(fetch("GET", "/evidence/" + response.header("x-request-id").value_or("")));
  return {.count = evidence["evidence"][key].integer_or(-1), .body = response.body};
}

std::string path_of_variant(const Value& the_case, std::string_view name) {
  for (const Value& variant : *the_case["variants"].items())
    if (variant["name"].text_or("") == name) return std::string(variant["path"].text_or(""));
  return {};
}

void check_made_and_taken_back(const std::string& path, const std::string& page, const std::string& key) {
  fetch("POST", path + "/undo");  // what a run that broke off left behind
  const Page before = page_with_count(page, key);

  const test::HttpResponse applied = fetch("POST", path + "/apply");
  const Page between = page_with_count(page, key);
  const test::HttpResponse again = fetch("POST", path + "/apply");
  const test::HttpResponse undone = fetch("POST", path + "/undo");
  const Page after = page_with_count(page, key);

  BOOST_TEST(applied.status == 200);
  const Value cost = document(applied);
  BOOST_TEST(cost["us"].integer_or(0) > 0);
  BOOST_TEST(cost["after"]["index_bytes"].integer_or(0) > cost["before"]["index_bytes"].integer_or(0));
  for (const char* side : {"before", "after"}) {
    BOOST_TEST(cost[side]["insert_rows"].integer_or(0) > 0);
    BOOST_TEST(cost[side]["inserts_per_second"].integer_or(0) > 0);
  }
  const std::string name = path.substr(path.rfind('/') + 1);
  BOOST_TEST(again.status == 409);
  BOOST_TEST(document(again)["detail"].text_or("") == "The intervention " + name + " is already applied");
  BOOST_TEST(undone.status == 200);
  const test::HttpResponse undone_again = fetch("POST", path + "/undo");
  BOOST_TEST(undone_again.status == 409);
  BOOST_TEST(document(undone_again)["detail"].text_or("") == "The intervention " + name + " is not applied");
  BOOST_TEST(fetch("POST", path + "-not/apply").status == 404);
  BOOST_TEST(fetch("POST", path + "/other").status == 404);
  BOOST_TEST(between.count * 100 < before.count);
  BOOST_TEST(after.count == before.count);
  BOOST_TEST(before.count > 0);
  BOOST_TEST(between.body == before.body);
  BOOST_TEST(after.body == before.body);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(interventions)

BOOST_AUTO_TEST_CASE(each_does_what_it_says_and_is_reverted_by_undo) {
  int seen = 0;
  const Value catalogue = document(fetch("GET", "/catalogue.json"));
  for (const Value& the_case : *catalogue["cases"].items()) {
    const Value::List* interventions = the_case["interventions"].items();
    if (interventions == nullptr) continue;
    for (const Value& each : *interventions) {
      ++seen;
      BOOST_TEST_CONTEXT(each["path"].text_or("")) {
        check_made_and_taken_back(std::string(each["path"].text_or("")),
                                  path_of_variant(the_case, each["variant"].text_or("")),
                                  std::string(each["key"].text_or("")));
      }
    }
  }
  BOOST_TEST(seen > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
