// Work that a page leaves to the worker, from the request to its result, through nginx.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

const std::string case_path = "/cases/background-task/";

test::HttpResponse get(const std::string& target, const std::string& accept = "application/json") {
  return test::fetch(test::base_url(), {.target = target, .headers = {"Accept: " + accept}});
}

test::HttpResponse post(const std::string& target, std::vector<std::string> headers = {}) {
  headers.emplace_back("Accept: application/json");
  return test::fetch(test::base_url(), {.method = "POST", .target = target, .headers = std::move(headers)});
}

Value json_of(const test::HttpResponse& response) {
  return io::from_json(response.body).value_or(Value{});
}

// Where the job's page is, once the job is done.
std::string page_of_a_done_job(const std::string& query) {
  const auto response = post(case_path + "fast?" + query);
  BOOST_TEST_REQUIRE(response.status == 202);
  const std::string address = response.header("location").value_or("");
  BOOST_TEST(address == json_of(response)["job"]["address"].text_or(""));
  BOOST_TEST_REQUIRE(
      test::becomes_true([&] { return json_of(get(address))["state"].text_or("") == "done"; }));
  return address;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(background_jobs)

BOOST_AUTO_TEST_CASE(the_report_of_the_job_is_the_one_that_the_slow_page_makes) {
  for (const std::string query : {"quarters=12&publisher=58", "quarters=1&publisher=7"}) {
    const std::string address = page_of_a_done_job(query);
    const Value job = json_of(get(address));
    const auto slow = post(case_path + "slow?" + query);
    BOOST_TEST(slow.status == 200);
    BOOST_TEST(io::to_json(job["result"]) == slow.body);
    BOOST_TEST(job["progress"].integer_or(0) == 100);
    BOOST_TEST(job["attempts"].integer_or(0) >= 1);
  }
}

BOOST_AUTO_TEST_CASE(the_results_on_the_page_of_the_case_lead_to_the_job) {
  const auto page =
      test::fetch(test::base_url(),
                  {.method = "POST", .target = case_path + "?quarters=1", .headers = {"Accept: text/html"}});
  BOOST_TEST(page.status == 200);
  const std::size_t link = page.body.find("<a href=\"/jobs/");
  BOOST_TEST_REQUIRE(link != std::string::npos);
  const std::size_t begin = page.body.find('/', link);
  BOOST_TEST(get(page.body.substr(begin, page.body.find('"', begin) - begin)).status == 200);
}

BOOST_AUTO_TEST_CASE(the_page_of_a_done_job_shows_its_result_and_follows_no_more) {
  const std::string address = page_of_a_done_job("quarters=1&publisher=58");
  const auto page = get(address, "text/html");
  BOOST_TEST(page.status == 200);
  BOOST_TEST(page.header("cache-control").value_or("") == "no-store");
  BOOST_TEST(page.body.find("data-job=\"done\"") != std::string::npos);
  BOOST_TEST(page.body.find("2025 Q4") != std::string::npos);
  BOOST_TEST(page.body.find("http-equiv=\"refresh\"") == std::string::npos);
  BOOST_TEST(page.body.find("job.js") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_not_there_is_a_404_that_says_so) {
  for (const char* address : {"/jobs/x1/999999999999", "/jobs/x1/0", "/jobs/x1/-1", "/jobs/x1/1x",
                              "/jobs/x1/", "/jobs/x2/1", "/jobs/x1/99999999999999999999"})
    BOOST_TEST(get(address).status == 404, address);
}

BOOST_AUTO_TEST_CASE(another_site_can_put_no_job_into_the_queue) {
  BOOST_TEST(post(case_path + "fast", {"Sec-Fetch-Site: cross-site"}).status == 403);
  BOOST_TEST(get(case_path + "fast").status == 405);
}

BOOST_AUTO_TEST_CASE(the_delay_of_the_destination_is_set_and_taken_back) {
  BOOST_TEST(post("/test/sink-delay?ms=1").status == 204);
  BOOST_TEST(post(case_path + "slow?quarters=1").status == 200);
  BOOST_TEST(post("/test/sink-delay?ms=0").status == 204);
  BOOST_TEST(post("/test/sink-delay?ms=-1").status == 400);
  BOOST_TEST(post("/test/sink-delay?ms=60000").status == 400);
  BOOST_TEST(get("/test/sink-delay?ms=1").status == 405);
}

BOOST_AUTO_TEST_CASE(the_metrics_show_the_queue) {
  page_of_a_done_job("quarters=1");
  const std::string text = get("/metrics").body;
  for (const char* metric :
       {"waiting", "running", "oldest_waiting_seconds", "done_total", "failed_total", "retried_total"})
    BOOST_TEST(text.find("caseload_jobs_" + std::string(metric) + "{dataset=\"x1\"} ") != std::string::npos,
               metric);
  BOOST_TEST(text.find("caseload_jobs_done_total{dataset=\"x1\"} 0\n") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
