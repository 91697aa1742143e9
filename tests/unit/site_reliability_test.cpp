// The page about load, faults and attack, from the targets and the files that the commands wrote.
#include <boost/test/unit_test.hpp>

#include "site-gen/site.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using tests::contains;
using tests::part_of;
using tests::SiteMaterial;
using tests::words_of;

namespace {

constexpr std::string_view targets = R"({"schema": "reliability-targets-1", "targets": [
  {"id": "errors", "command": "make faults", "unit": "count", "at_most": 0, "title": "failed requests", "note": "once more"},
  {"id": "back", "command": "make faults", "unit": "us", "at_most": 5000000, "title": "until the first 200"},
  {"id": "crashes", "command": "make fuzz", "unit": "count", "at_most": 0, "title": "crashes"}]})";

std::string file_of(const std::string& measured, const std::string& commit = "aaaaaaabbbbb",
                    bool quick = false) {
  return R"({"schema": "reliability-1", "command": "make faults", "quick": )" +
         std::string(quick ? "true" : "false") + R"(, "commit": ")" + commit +
         R"(", "measured_at": "2026-03-01T10:00:00Z", "environment": {"cpu": "Made-up processor"},
             "settings": {"users": 50}, "measured": )" +
         measured + "}";
}

struct ReliabilitySite {
  SiteMaterial material;
  void add(const std::string& name, std::string_view text) const {
    material.write("docs/reliability/" + name, text);
  }
  site::BuildReport build() const { return site::build_site(material.options()); }
  std::string page() const { return material.page("reliability.html"); }
  std::string table() const { return words_of(part_of(page(), "id=\"targets\"", "</table>")); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(site_reliability)

BOOST_AUTO_TEST_CASE(without_targets_the_page_says_so) {
  const ReliabilitySite site;
  site.build();
  BOOST_TEST(contains(words_of(site.page()), "docs/reliability/targets.json is missing"));
}

BOOST_AUTO_TEST_CASE(what_was_never_measured_is_shown_as_such_and_names_its_command) {
  const ReliabilitySite site;
  site.add("targets.json", targets);
  site.build();
  BOOST_TEST(contains(words_of(site.page()), "0 of 0 measured targets are met. Not measured: 3."));
  BOOST_TEST(
      contains(site.table(), "crashes | at most 0 | not measured: no figures of make fuzz have been kept |"),
      site.table());
}

BOOST_AUTO_TEST_CASE(each_target_is_shown_with_its_worst_result_date_and_commit_also_if_it_is_missed) {
  const ReliabilitySite site;
  site.add("targets.json", targets);
  site.add("20260301T100000Z-aaaaaaa-faults.json",
           file_of(R"({"errors": {"results": [{"value": 0, "counted": {"requests": 12000}}]},
                       "back": {"results": [{"name": "terminated", "value": 1500000}, {"name": "killed", "value": 6200000}]}})"));
  site.build();
  const std::string table = site.table();
  for (const char* row :
       {"failed requests once more | at most 0 | 0 12,000 requests | met | 2026-03-01 aaaaaaa make faults |",
        "until the first 200 | at most 5 s | 6.2 s killed 1 of 2 met | missed |"})
    BOOST_TEST(contains(table, row), row << " in " << table);
  const std::string each = words_of(part_of(site.page(), "<details id=\"back\"", "</details>"));
  BOOST_TEST(contains(each, "killed | 6.2 s | missed | | terminated | 1.5 s | met |"), each);
  BOOST_TEST(contains(words_of(site.page()), "1 of 2 measured targets are met. Not measured: 1."));
  BOOST_TEST(contains(words_of(site.page()), "Made-up processor"));
  BOOST_TEST(site.material.has("reliability/20260301t100000z-aaaaaaa-faults.json"));
}

BOOST_AUTO_TEST_CASE(the_newest_results_are_shown_but_no_quick_ones_for_whole_ones_and_none_for_some) {
  const ReliabilitySite site;
  const auto errors = [](const std::string& value) {
    return R"({"errors": {"results": [{"value": )" + value + "}]}}";
  };
  site.add("targets.json", targets);
  site.add("20260301T100000Z-aaaaaaa-faults.json", file_of(errors("1"), "aaaaaaabbbbb", true));
  site.build();
  BOOST_TEST(contains(site.table(), "| 1 | missed | 2026-03-01 aaaaaaa quick make faults |"), site.table());
  site.add("20260302T100000Z-bbbbbbb-faults.json", file_of(errors("2"), "bbbbbbbccccc+"));
  site.add("20260303T100000Z-ccccccc-faults.json", file_of(errors("3"), "cccccccddddd", true));
  site.add(
      "20260304T100000Z-ddddddd-faults.json",
      file_of(
          R"({"errors": {"not_measured": "wrk is missing"}, "back": {"not_measured": "wrk is missing"}})"));
  site.build();
  BOOST_TEST(contains(site.table(), "| 2 | missed | 2026-03-01 bbbbbbb uncommitted changes make faults |"),
             site.table());
  BOOST_TEST(contains(site.table(), "until the first 200 | at most 5 s | not measured: wrk is missing |"),
             site.table());
  const std::string files = words_of(part_of(site.page(), "id=\"files\"", "</table>"));
  BOOST_TEST(
      contains(
          files,
          "20260303T100000Z-ccccccc-faults.json | 2026-03-01 | make faults | ccccccc | quick users 50 |"),
      files);
}

BOOST_AUTO_TEST_CASE(a_file_of_figures_that_cannot_be_used_is_skipped_and_named_with_its_reason) {
  const ReliabilitySite site;
  site.add("targets.json", targets);
  site.add("1-cut.json", R"({"schema": "reliability-1",)");
  site.add("2-other.json", R"({"schema": "bench-1"})");
  site.add("3-negative.json", file_of(R"({"errors": {"results": [{"value": -1}]}})"));
  site.add("4-silent.json", file_of(R"({"errors": {}})"));
  site.add("5-empty.json", file_of("{}"));
  const site::BuildReport report = site.build();
  std::string skipped;
  for (const site::SkippedFile& each : report.skipped) skipped += each.name + ": " + each.reason + "\n";
  for (const char* line : {"1-cut.json: is not JSON", "2-other.json: schema: is neither reliability-1 nor",
                           "3-negative.json: measured.errors.results[0].value: is negative",
                           "4-silent.json: measured.errors.results: are missing, and nothing says why",
                           "5-empty.json: measured: covers no target"})
    BOOST_TEST(contains(skipped, line), line << " in " << skipped);
  BOOST_TEST(report.skipped.size() == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
