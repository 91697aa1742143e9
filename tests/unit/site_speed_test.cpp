// The page about speed, from files of `make bench` and `make instructions`.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "site-gen/site.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using tests::contains;
using tests::member;
using tests::part_of;
using tests::SiteMaterial;
using tests::words_of;

namespace {

Value json(const std::string& text) {
  return io::from_json(text).value();
}

// `requests` by Caseload; the other serves 500.
Value bench_of(const std::string& commit, double requests, bool quick = false) {
  const auto interval = [](double median) {
    return json(R"({"median": )" + std::to_string(median) + R"(, "low": )" + std::to_string(median / 2) +
                R"(, "high": )" + std::to_string(median * 2) + "}");
  };
  Value bench = json(R"({"schema": "bench-1", "commit": ")" + commit +
                     R"(", "measured_at": "2026-03-01T10:00:00Z",
    "environment": {"cpu": "Made-up processor", "node": null, "libraries": {"libfcgi": "2.4"}},
    "settings": {"rounds": 7}, "not_comparable": ["Django does <more>."],
    "titles": {"slow": "the slow page", "fast": "the fast page", "304": "unchanged", "product": "changed"},
    "contestants": {"caseload": {"title": "Caseload", "targets": {}, "resident_mb_after": 40.5},
                    "php": {"title": "PHP-FPM", "targets": {}, "resident_mb_after": 300}},
    "database_work": {"fast": {"php": {"Rows_read": 198.5}}},
    "pages": [
      {"contestant": "caseload", "page": "fast", "requests_per_second": )" +
                     std::to_string(requests) + R"(, "p50_us": 1, "p99_us": 4310,
       "cpu_us": {"app": 200, "database": 150.5, "cache": 0, "nginx": 60, "generator": 99}, "rounds": []},
      {"contestant": "php", "page": "fast", "requests_per_second": 500, "p50_us": 1, "p99_us": 9000,
       "cpu_us": {"app": 700, "database": 100, "nginx": 50}, "rounds": []},
      {"contestant": "caseload", "page": "304", "requests_per_second": 9000, "p50_us": 1, "p99_us": 10,
       "cpu_us": {"app": 70}, "rounds": []},
      {"contestant": "caseload", "page": "product", "requests_per_second": 4000, "p50_us": 1, "p99_us": 20,
       "cpu_us": {"app": 130}, "rounds": []}],
    "ratios": [
      {"of": "caseload", "page": "304", "to": "caseload", "to_page": "product",
       "requests_per_second": null, "p99": null, "cpu": null}]})");
  bench.set("quick", quick);
  member(bench, {"contestants", "php"}).set("title", "PHP-FPM (OPcache)");
  Value ratio = json(R"({"of": "caseload", "page": "fast", "to": "php", "to_page": "fast"})");
  ratio.set("requests_per_second", interval(requests / 500))
      .set("p99", interval(0.48))
      .set("cpu", interval(2.07));
  member(bench, {"ratios"}).add(std::move(ratio));
  return bench;
}

Value counts_of(const std::string& commit, double instructions, const std::string& compiler = "g++ 12.2.0") {
  const auto page = [&](const std::string& count) {
    return R"({"name": "fast", "title": "fast page", "target": "/", "instructions": )" + count +
           R"(, "operator_new_calls": null, "allocations": 301.4, "allocated_bytes": 100000,
                "system_calls": 20, "steady_system_calls": 13.2})";
  };
  return json(R"({"schema": "instructions-1", "commit": ")" + commit +
              R"(", "measured_at": "2026-03-02T10:00:00Z", "environment": {"compiler": ")" + compiler +
              R"("}, "pages": [)" + page(std::to_string(instructions)) + R"(], "floor": [)" + page("471392") +
              "]}");
}

struct SpeedSite {
  SpeedSite() { material.write("docs/performance.md", "# Where a request's time goes\n\n[Here](bench/).\n"); }

  SiteMaterial material;
  void add(const std::string& name, const Value& document) const {
    material.write("docs/bench/" + name, io::to_json(document));
  }
  site::BuildReport build() const { return site::build_site(material.options()); }
  std::string page() const { return material.page("speed.html"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(site_speed)

BOOST_AUTO_TEST_CASE(without_files_the_page_names_the_command) {
  const SpeedSite site;
  site.build();
  BOOST_TEST(contains(words_of(site.page()), "no result has been kept yet"));
  BOOST_TEST(contains(site.material.page("guide/performance.html"), "<a href=\"../speed.html\">Here</a>"));
}

BOOST_AUTO_TEST_CASE(programs_are_shown_with_ratios_intervals_and_cpu_time_by_part) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-bench.json", bench_of("aaaaaaabbbbb", 1250));
  site.build();
  const std::string page = site.page();
  const std::string fast = words_of(part_of(page, "id=\"page-fast\"", "CPU time as a table"));
  BOOST_TEST(contains(fast, "Caseload | 1,250 | | 4.31 ms | | 411 µs"), fast);  // without the generator's
  BOOST_TEST(contains(fast,
                      "PHP-FPM (OPcache) | 500 | 2.5 1.25 to 5.0 | 9 ms | 0.48 0.24 to 0.96 | 850 µs | 2.1 "
                      "1.03 to 4.1"),
             fast);
  const std::string parts = words_of(part_of(page, "CPU time as a table", "</table>"));
  BOOST_TEST(contains(parts, "Caseload | 200 µs | 151 µs | 0 µs | 60 µs"), parts);
  BOOST_TEST(contains(parts, "PHP-FPM (OPcache) | 700 µs | 100 µs | none | 50 µs"), parts);
}

BOOST_AUTO_TEST_CASE(a_page_is_compared_with_another_page_and_too_few_rounds_have_no_ratio) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-bench.json", bench_of("aaaaaaabbbbb", 1250));
  site.build();
  const std::string unchanged = words_of(part_of(site.page(), "id=\"page-304\"", "CPU time as a table"));
  BOOST_TEST(contains(unchanged, "Caseload: changed | 4,000 | | 20 µs | | 130 µs |"), unchanged);
  BOOST_TEST(!contains(site.page(), "id=\"page-product\""));  // it is within the other
}

BOOST_AUTO_TEST_CASE(environment_and_what_is_not_comparable_are_shown) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-bench.json", bench_of("aaaaaaabbbbb+", 1250));
  site.build();
  const std::string words = words_of(site.page());
  for (const char* part : {"cpu | Made-up processor", "libfcgi | 2.4", "rounds | 7",
                           "Django does &lt;more&gt;.", "198.5", "uncommitted changes"})
    BOOST_TEST(contains(words, part), part);
}

BOOST_AUTO_TEST_CASE(a_quick_bench_is_marked_and_never_shown_in_place_of_a_full_one) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-bench-quick.json", bench_of("aaaaaaabbbbb", 1000));  // an older file
  site.build();
  BOOST_TEST(contains(site.page(), "quick bench"));
  site.add("20260302T100000Z-bbbbbbb-bench.json", bench_of("bbbbbbbccccc", 1100));
  site.add("20260303T100000Z-ccccccc-bench.json", bench_of("cccccccddddd", 1200, true));
  site.build();
  const std::string page = site.page();
  BOOST_TEST(!contains(page, "quick bench"));
  BOOST_TEST(contains(words_of(page), "| 1,100 |"));
  const std::string files = words_of(part_of(page, "id=\"files\"", "</table>"));
  BOOST_TEST(
      contains(files, "20260303T100000Z-ccccccc-bench.json | 2026-03-01 | make bench | ccccccc | quick |"),
      files);
  BOOST_TEST(site.material.has("bench/20260303t100000z-ccccccc-bench.json"));
}

BOOST_AUTO_TEST_CASE(each_target_is_shown_with_what_was_measured_also_if_it_is_missed) {
  const SpeedSite site;
  Value bench = bench_of("aaaaaaabbbbb", 1250);
  bench.set("targets", json(R"([
    {"title": "as fast as the floor", "unit": "ratio", "at_least": 0.9, "note": "a note",
     "results": [{"value": 0.85, "interval": {"median": 0.85, "low": 0.8, "high": 0.92}}]},
    {"title": "first response", "unit": "us", "at_most": 300000, "results": [{"value": 180000}]},
    {"title": "at x16", "unit": "ratio", "at_least": 0.9,
     "results": [{"name": "good", "value": 0.95}, {"name": "bad", "value": 0.7, "interval": null}]},
    {"title": "seeding", "unit": "us", "at_most": 120000000, "not_measured": "too quick"}])"));
  site.add("20260301T100000Z-aaaaaaa-bench.json", bench);
  site.build();
  const std::string words = words_of(part_of(site.page(), "id=\"targets\"", "id=\"programs\""));
  for (const char* part :
       {"1 of 3 measured targets are met. Not measured: 1.",
        "as fast as the floor a note | at least 0.90 | 0.85 (0.80 to 0.92) | missed |",
        "first response | at most 300 ms | 180 ms | met |",
        "at x16 | at least 0.90 | 0.70 bad 1 of 2 met | missed |",
        "bad | 0.70 | missed | | good | 0.95 | met |", "seeding | at most 120 s | not measured: too quick |"})
    BOOST_TEST(contains(words, part), part << " in " << words);
}

BOOST_AUTO_TEST_CASE(counts_are_a_table_and_with_a_second_file_of_the_same_compiler_charts) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-instructions.json", counts_of("aaaaaaabbbbb", 1'579'506.8));
  site.add("20260302T100000Z-bbbbbbb-instructions.json", counts_of("bbbbbbbccccc", 1, "clang 14"));
  site.build();
  BOOST_TEST(contains(words_of(site.page()), "1 of the files below"));
  BOOST_TEST(!contains(site.page(), "class=\"point\""));
  site.add("20260303T100000Z-ccccccc-instructions.json", counts_of("cccccccddddd", 733'041));
  site.build();
  const std::string page = site.page();
  const std::string table = words_of(part_of(page, "id=\"counted\"", "</table>"));
  BOOST_TEST(contains(table, "fast page | 733,041 | not counted | 301 | 100,000 | 13.2 |"), table);
  BOOST_TEST(contains(table, "fast page: the floor | 471,392 |"), table);
  const std::string chart = part_of(page, "id=\"instructions-fast\"", "</figure>");
  for (const char* mark : {"tabindex=\"0\" role=\"img\" aria-label=\"", ", aaaaaaa: 1,579,507\"",
                           ", ccccccc: 733,041\"", ", ccccccc: 471,392\""})
    BOOST_TEST(contains(chart, mark), mark);
  BOOST_TEST(!contains(chart, "bbbbbbb"));  // another compiler
  BOOST_TEST(contains(words_of(chart), "aaaaaaa, 2026-03-02 | 1,579,507 | 471,392 |"), words_of(chart));
  BOOST_TEST(contains(page, "id=\"system-calls-fast\""));
  BOOST_TEST(!contains(page, "id=\"operator-new-fast\""));  // never counted
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_is_skipped_and_named_with_its_reason) {
  const SpeedSite site;
  site.add("20260301T100000Z-aaaaaaa-bench.json", bench_of("aaaaaaabbbbb", 1250));
  site.material.write("docs/bench/2-cut.json", R"({"schema": "bench-1",)");
  site.material.write("docs/bench/3-other.json", R"({"schema": 3, "commit": "a"})");
  Value bench = bench_of("aaaaaaabbbbb", 1250);
  member(bench, {"pages", "1", "cpu_us"}).set("app", -1);
  site.add("4-negative-bench.json", bench);
  bench = bench_of("aaaaaaabbbbb", 1250);
  member(bench, {"ratios", "1", "cpu"}).set("low", 9);
  site.add("5-interval-bench.json", bench);
  Value counts = counts_of("aaaaaaabbbbb", 1);
  counts.set("pages", Value::list());
  site.add("6-empty-instructions.json", counts);
  bench = bench_of("aaaaaaabbbbb", 1250);
  member(bench, {"pages", "0"}).set("page", "another");
  site.add("7-untitled-bench.json", bench);
  site.material.write("docs/bench/bench.schema.json", R"({"no": "file of figures"})");
  const site::BuildReport report = site.build();
  std::string skipped;
  for (const site::SkippedFile& each : report.skipped) skipped += each.name + ": " + each.reason + "\n";
  for (const char* line : {"2-cut.json: is not JSON", "3-other.json: schema: is not a string",
                           "4-negative-bench.json: pages[1].cpu_us.app: is negative",
                           "5-interval-bench.json: ratios[1].cpu: does not have its median between its ends",
                           "6-empty-instructions.json: pages: covers no page",
                           "7-untitled-bench.json: pages[0].page: has no title"})
    BOOST_TEST(contains(skipped, line), line << " in " << skipped);
  BOOST_TEST(report.skipped.size() == 6u);
  BOOST_TEST(contains(words_of(site.material.page("runs.html")), "4-negative-bench.json"));
  BOOST_TEST(contains(words_of(site.page()), "| 1,250 |"));
}

BOOST_AUTO_TEST_SUITE_END()
