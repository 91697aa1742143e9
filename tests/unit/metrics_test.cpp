#include "io/metrics/metrics.hpp"

#include <algorithm>
#include <boost/algorithm/string/erase.hpp>
#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace caseload::io {
namespace {

bool has_line(const std::string& line) {
  return ("\n" + metrics_text()).find("\n" + line + "\n") != std::string::npos;
}

// name{label="value",label="value"} number, or without the braces.
bool is_sample(const std::string& line) {
  const std::size_t space = line.rfind(' ');
  const std::string number = line.substr(space + 1);
  if (number.empty() || number.find_first_not_of("-.0123456789") != std::string::npos) return false;
  const std::string name = line.substr(0, line.find_first_of("{ "));
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_:") != std::string::npos)
    return false;
  std::string labels = line.substr(name.size(), space - name.size());
  if (labels.empty()) return true;
  for (const char* escape : {R"(\\)", R"(\")", R"(\n)"}) boost::algorithm::erase_all(labels, escape);
  return labels.starts_with("{") && labels.ends_with("\"}") && std::ranges::count(labels, '"') % 2 == 0 &&
         labels.find('\\') == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(counts_of_all_threads_add_up_including_those_that_ended) {
  const auto count_some = [] {
    for (int i = 0; i < 1000; ++i) count("caseload_jobs_queued_total", "test=\"threads\"");
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(count_some);
  metrics_text();  // while they count
  threads.clear();
  count_some();
  BOOST_TEST(has_line("caseload_jobs_queued_total{test=\"threads\"} 5000"));
}

BOOST_AUTO_TEST_CASE(requests_have_a_count_and_a_cumulative_histogram) {
  for (const int microseconds : {100, 400, 501, 4'000, 40'000'000})
    observe_request("histogram-test", 200, microseconds);
  observe_request("histogram-test", 404, 10'000);
  const std::string route = "route=\"histogram-test\"";
  BOOST_TEST(has_line("caseload_requests_total{" + route + ",status=\"200\"} 5"));
  BOOST_TEST(has_line("caseload_requests_total{" + route + ",status=\"404\"} 1"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"0.0005\"} 2"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"0.001\"} 3"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"0.005\"} 4"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"0.01\"} 5"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"30\"} 5"));
  BOOST_TEST(has_line("caseload_request_seconds_bucket{" + route + ",le=\"+Inf\"} 6"));
  BOOST_TEST(has_line("caseload_request_seconds_sum{" + route + "} 40.015001"));
  BOOST_TEST(has_line("caseload_request_seconds_count{" + route + "} 6"));
}

BOOST_AUTO_TEST_CASE(gauges_are_set_and_moved) {
  set_gauge("caseload_cache_up", "server=\"gauge-test\"", 1);
  set_gauge("caseload_cache_up", "server=\"gauge-test\"", 0);
  BOOST_TEST(has_line("caseload_cache_up{server=\"gauge-test\"} 0"));
  count("caseload_requests_in_flight", "test=\"moved\"");
  count("caseload_requests_in_flight", "test=\"moved\"", -1);
  BOOST_TEST(has_line("caseload_requests_in_flight{test=\"moved\"} 0"));
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_an_error) {
  BOOST_CHECK_THROW(count("caseload_no_such_total"), std::logic_error);
  BOOST_CHECK_THROW(set_gauge("caseload_no_such", "", 1), std::logic_error);
}

// Exposition format 0.0.4: HELP and TYPE once before a metric's samples, then name{labels} value.
BOOST_AUTO_TEST_CASE(the_text_is_of_prometheus_form) {
  observe_request("say \"\\hi\"\n", 200, 1);
  std::istringstream lines(metrics_text());
  std::set<std::string> typed;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) {
      BOOST_TEST(typed.insert(line.substr(7, line.find(' ', 7) - 7)).second, line);
    } else if (!line.starts_with("# HELP ")) {
      BOOST_TEST(is_sample(line), line);
      const std::string name = line.substr(0, line.find_first_of("{ "));
      BOOST_TEST((typed.contains(name) || typed.contains(name.substr(0, name.rfind('_')))), line);
    }
  }
  BOOST_TEST(typed.contains("process_resident_memory_bytes"));
  BOOST_TEST(metrics_text().find("\ncaseload_build_info{version=\"") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
