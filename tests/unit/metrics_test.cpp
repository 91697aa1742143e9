#include "io/metrics/metrics.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/algorithm/string/erase.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <ctime>
#include <fstream>
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

// At each bound that the text names, and one microsecond above it.
BOOST_AUTO_TEST_CASE(a_bucket_has_the_requests_up_to_its_bound) {
  const std::string bucket = "caseload_request_seconds_bucket{route=\"bounds-test\",le=\"";
  const auto buckets = [&] {  // the bound in microseconds, and the number of requests
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    std::istringstream lines(metrics_text());
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(bucket) && line.find("+Inf") == std::string::npos)
        found.emplace_back(std::llround(std::stod(line.substr(bucket.size())) * 1e6),
                           std::stoll(line.substr(line.rfind(' '))));
    }
    return found;
  };
  observe_request("bounds-test", 200, 0);
  const auto bounds = buckets();
  BOOST_TEST(bounds.size() > 10U);
  BOOST_TEST(std::ranges::is_sorted(bounds));
  for (const auto& [bound, requests] : bounds) {
    observe_request("bounds-test", 200, bound);
    observe_request("bounds-test", 200, bound + 1);
  }
  std::int64_t expected = 2;
  for (const auto& [bound, requests] : buckets()) {
    BOOST_TEST(requests == expected, "up to " << bound << " us");
    expected += 2;
  }
}

BOOST_AUTO_TEST_CASE(processor_time_and_memory_are_those_of_this_process) {
  const auto value_of = [](const std::string& name) {
    const std::string text = metrics_text();
    return std::stod(text.substr(text.find("\n" + name + " ") + name.size() + 2));
  };
  const auto cpu_seconds = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  };
  const double before = cpu_seconds();
  const double shown = value_of("process_cpu_seconds_total");
  BOOST_TEST(before <= shown + 1e-6);
  BOOST_TEST(shown <= cpu_seconds() + 1e-6);

  const auto resident = [] {  // proc(5): in kB
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line) && !line.starts_with("VmRSS:")) {
    }
    return std::stod(line.substr(6)) * 1024;
  };
  const double shown_bytes = value_of("process_resident_memory_bytes");
  BOOST_TEST(shown_bytes > 0.8 * resident());
  BOOST_TEST(shown_bytes < 1.2 * resident());

  BOOST_TEST(value_of("process_start_time_seconds") <= static_cast<double>(std::time(nullptr)));
  BOOST_TEST(value_of("process_start_time_seconds") > static_cast<double>(std::time(nullptr) - 24 * 3'600));
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
