// The whole site from whole and from broken material.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "core/trace.hpp"
#include "io/json/json.hpp"
#include "io/text/read_file.hpp"
#include "site-gen/read/evidence_text.hpp"
#include "site-gen/site.hpp"
#include "site-gen/write/last_build.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using namespace caseload::site;
using namespace caseload::tests;

namespace {

namespace fs = std::filesystem;

const std::string first_id = "20240201T120000Z-abcdef0-load";
const std::string second_id = "20240202T120000Z-abcdef0-load";

std::map<std::string, std::string> files_of(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.emplace(entry.path().lexically_relative(folder).string(), io::read_file(entry.path()).value());
  return files;
}

std::string failure_of(const Options& options) {
  try {
    build_site(options);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no failure";
}

// Words that a page shows only where a hole was taken for a number.
void check_no_nonsense(const SiteMaterial& material) {
  for (const auto& [path, text] : files_of(material.file("site"))) {
    if (!path.ends_with(".html")) continue;
    for (const char* word : {"NaN", "nan ", ">nan", "-nan", ">inf", "not a number", "-9223372036854775808"})
      BOOST_TEST(!contains(text, word), path << " has " << word);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_build)

BOOST_AUTO_TEST_CASE(case_page_says_what_the_run_recorded) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 1U);
  BOOST_TEST(report.skipped.empty());
  BOOST_TEST(report.remarks.empty());
  const std::string page = material.page("cases/case-1/index.html");
  BOOST_TEST(contains(page,
                      "101 queries before, 1 after. The mistake takes 10.0 times as long as the fix (95 % "
                      "interval 9.0 to 11.0)."));
  BOOST_TEST(contains(page, "The page of case-1 is <em>slow</em>."));
  BOOST_TEST(contains(page, "<svg class=\"chart\""));
  BOOST_TEST(contains(page, "Fitted exponent"));
  BOOST_TEST(contains(page, "<figure class=\"code annotated slow\">"));
  BOOST_TEST(contains(page, "<figure class=\"code annotated fast\">"));
  BOOST_TEST(contains(page, "make load CASE=case-1"));
  BOOST_TEST(contains(page, "href=\"../../runs/20240201t120000z-abcdef0-load.html#case-case-1\""));
  BOOST_TEST(!contains(page, "The code has changed since this run."));
  BOOST_TEST(contains(material.page("index.html"), "One run so far."));
  BOOST_TEST(contains(material.page("runs.html"), "One run so far."));
  BOOST_TEST(
      contains(material.page("sitemap.xml"), "<loc>http://127.0.0.1/docs/cases/case-1/index.html</loc>"));
}

BOOST_AUTO_TEST_CASE(a_change_to_the_database_is_shown_before_and_after) {
  SiteMaterial material;
  Value run = run_of(material.slugs(), first_id);
  const auto side = [](int rows, int low, int high) {
    return io::from_json(
               R"({"evidence": {"rows-examined": )" + std::to_string(rows) +
               R"(}, "measurement": {"purpose": "intervention", "requests": 2, "service_time": {"histogram":
                         {"precision_bits": 7, "minimum": )" +
               std::to_string(low) + R"(, "maximum": )" + std::to_string(high) +
               R"(, "buckets": [[10, 2]]}, "percentiles": {}}}})")
        .value();
  };
  const Value made = io::from_json(R"({"us": 1500000,
      "before": {"table_bytes": 1024, "index_bytes": 0, "insert_rows": 5000, "inserts_per_second": 90000},
      "after": {"table_bytes": 1024, "index_bytes": 2048, "insert_rows": 5000}})")
                         .value();
  Value change = Value::object({{"name", "create-index"},
                                {"title", "an index on <b>"},
                                {"variant", "slow"},
                                {"key", "rows-examined"},
                                {"statement", "CREATE INDEX x ON y (z)"},
                                {"before", side(800000, 500000, 700000)},
                                {"made", made},
                                {"after", side(9, 1000, 1000)}});
  member(run, {"cases", "0"}).set("interventions", Value(Value::List{change, Value(7), Value::object({})}));
  material.write_run(first_id, run);
  const BuildReport report = build_site(material.options());
  const std::string page = material.page("cases/case-1/index.html");
  for (const char* text :
       {"The change: an index on &lt;b&gt;.", "Making the change took 1.5 s.", ">800,000<", ">9<",
        ">500 ms to 700 ms<", ">1 ms<", ">90,000<", ">none<", ">2.05 kB<", "five inserts of 5,000 rows"})
    BOOST_TEST(contains(page, text), text);
  BOOST_TEST(!contains(page, "Reverting it took"));
  BOOST_TEST(!contains(material.page("cases/case-2/index.html"), "id=\"change\""));
  BOOST_REQUIRE(report.remarks.size() == 1);
  BOOST_TEST(contains(report.remarks[0], "cases[0].interventions[1]: is not an object (and 1 more)"));
}

BOOST_AUTO_TEST_CASE(what_a_trivial_page_costs_is_shown_beside_and_is_not_taken_for_the_page) {
  SiteMaterial material;
  Value catalogue = io::from_json(io::read_file(material.file("catalogue.json")).value()).value();
  const Value claim = io::from_json(R"({"variant": "slow", "key": "sql", "formula": "7", "relation": "equals",
                                        "when": "any", "on_floor": true})")
                          .value();
  Value::List& claims = *member(catalogue, {"cases", "0", "claims"}).items();
  claims.insert(claims.begin(), claim);
  material.write("catalogue.json", io::to_json(catalogue));
  Value run = run_of(material.slugs(), first_id);
  Value& slow = member(run, {"cases", "0", "variants", "0"});
  Value measured = member(slow, {"measurements", "0"});
  measured.set("purpose", "floor");
  member(slow, {"measurements"}).add(std::move(measured));
  const Value seen = io::from_json(R"({"key": "sql", "formula": "7", "relation": "equals", "on_floor": true,
                                       "observed": [{"knobs": {"n": 100}, "value": 7}]})")
                         .value();
  Value::List& all_seen = *member(slow, {"claims"}).items();
  all_seen.insert(all_seen.begin(), seen);
  material.write_run(first_id, run);
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.remarks.empty());
  const std::string page = material.page("cases/case-1/index.html");
  for (const char* text : {"id=\"floor\"", ">on a trivial page<", "101 queries before, 1 after"})
    BOOST_TEST(contains(page, text), text);
  BOOST_TEST(!contains(material.page("cases/case-2/index.html"), "id=\"floor\""));
}

BOOST_AUTO_TEST_CASE(plans_and_memory_are_drawn_where_the_run_has_them) {
  SiteMaterial material;
  Value run = run_of(material.slugs(), first_id);
  Value& seen = member(run, {"cases", "0", "variants", "0", "observations", "0"});
  member(seen, {"digests", "0"})
      .set("explain", io::from_json(R"({"node": "table", "table": "author", "access": "ALL"})").value());
  seen.set("memory", io::from_json(R"([{"at_us": 0, "app": 0}, {"at_us": 400, "app": 2048, "driver": 1024},
                                       {"at_us": 300, "app": 1}, {"app": 5}])")
                         .value());
  material.write_run(first_id, run);
  const BuildReport report = build_site(material.options());
  const std::string page = material.page("cases/case-1/index.html");
  BOOST_TEST(contains(page, "access: ALL"));
  BOOST_TEST(contains(page, "id=\"memory-over-time\""));
  BOOST_TEST(contains(page, "slow: at most 3.07 kB in 400 µs."));
  BOOST_TEST(!contains(material.page("cases/case-2/index.html"), "id=\"memory-over-time\""));
  BOOST_REQUIRE(report.remarks.size() == 1);
  BOOST_TEST(contains(report.remarks[0], "memory[2].at_us: goes back (and 1 more)"));
}

BOOST_AUTO_TEST_CASE(the_portfolio_gets_the_verdicts_of_the_newest_whole_detection) {
  SiteMaterial material;
  build_site(material.options());
  BOOST_TEST(!material.has("verdicts.json"));
  const auto detection = [](const std::string& label) {
    return io::from_json(R"({"mode": "blind", "pages": [
        {"truth": "case-1", "variant": "slow", "pace": "slow",
         "verdict": {"outcome": "found", "findings": [{"labels": [")" +
                         label + R"("], "rule": "r", "summary": "s"}]}},
        {"truth": "a negative", "pace": "negative", "verdict": {"outcome": "silent", "findings": []}}],
        "confusion": {"labels": [], "slow": [], "fast": [], "negatives": []},
        "score": {"slow": 1, "found": 1, "quiet": 1, "false": 0}})")
        .value();
  };
  Value run = run_of(material.slugs(), first_id);
  run.set("detection", detection("</script>"));
  material.write_run(first_id, run);
  Value later = run_of({"case-1"}, second_id);
  later.set("detection", detection("other"));
  member(later, {"settings"}).set("cases", Value(Value::List{Value("case-1")}));
  material.write_run(second_id, later);
  build_site(material.options());
  const auto verdicts = io::from_json(material.page("verdicts.json"));
  BOOST_REQUIRE(verdicts.has_value());
  BOOST_TEST((*verdicts)["run"].text_or("") == first_id);
  const Value& judged = (*verdicts)["cases"]["case-1"];
  BOOST_TEST(judged["page"].text_or("") == "cases/case-1/index.html#detector");
  BOOST_REQUIRE(judged["variants"].items()->size() == 1);
  BOOST_TEST((*judged["variants"].items()->at(0)["labels"].items())[0].text_or("") == "</script>");
  BOOST_TEST((*verdicts)["cases"].members()->size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_clear_difference_is_said_as_such) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id, 1.02));
  build_site(material.options());
  BOOST_TEST(
      contains(material.page("cases/case-1/index.html"), "shows no clear difference in time: ratio 1.02"));
}

BOOST_AUTO_TEST_CASE(changed_code_marks_the_result_as_stale) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  material.write("cases/case_1/case.cpp",
                 "// [slow]\nint other;\n// [/slow]\n// [fast]\nint x;\n// [/fast]\n");
  build_site(material.options());
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "The code has changed since this run."));
  BOOST_TEST(!contains(material.page("cases/case-2/index.html"), "The code has changed since this run."));
  BOOST_TEST(contains(material.page("index.html"), "code changed since"));
}

BOOST_AUTO_TEST_CASE(a_full_run_counts_before_a_newer_quick_one) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id, 10));
  Value quick = run_of(material.slugs(), second_id, 5);
  quick.set("quick", true);
  material.write_run(second_id, quick);
  build_site(material.options());
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "takes 10.0 times"));
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), second_id));
}

BOOST_AUTO_TEST_CASE(history_joins_like_runs_only_and_compare_opens_on_the_newest_two_of_them) {
  const std::string third_id = "20240203T120000Z-abcdef2-load";
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id, 10));
  material.write_run(third_id, run_of(material.slugs(), third_id, 10));
  Value quick = run_of(material.slugs(), second_id, 5);
  quick.set("quick", true);
  material.write_run(second_id, quick);
  build_site(material.options());
  const std::string history = material.page("cases/case-1/history.html");
  BOOST_TEST(contains(history, ">machine 1<"));
  BOOST_TEST(contains(history, ">machine 1, quick<"));
  BOOST_TEST(!contains(history, "machine 2"));
  BOOST_TEST(contains(material.page("compare.html"),
                      "data-first=\"runs/20240201t120000z-abcdef0-load.js\" "
                      "data-second=\"runs/20240203t120000z-abcdef2-load.js\""));
}

BOOST_AUTO_TEST_CASE(runs_none_of_which_is_like_another_compare_on_demand_only) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  Value quick = run_of(material.slugs(), second_id);
  quick.set("quick", true);
  material.write_run(second_id, quick);
  build_site(material.options());
  BOOST_TEST(!contains(material.page("compare.html"), "data-first"));
}

BOOST_AUTO_TEST_CASE(of_older_runs_only_what_history_shows_is_read) {
  SiteMaterial material;
  const auto id_of = [](int day) {
    return "202402" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T120000Z-abcdef0-load";
  };
  for (int day = 1; day <= 35; ++day) {
    Value run = run_of(material.slugs(), id_of(day), 5 + day);
    if (day > 1) run.set("quick", true);
    if (day == 1) member(run, {"cases", "0", "growth", "0", "points", "0", "value"}) = -3.5;
    if (day == 2) member(run, {"requests"}) = -5;
    material.write_run(id_of(day), run);
  }
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 35U);
  // The newest 32, the newest again for the guide, and the one full run for the pages of the cases.
  BOOST_TEST(report.read_in_full == 34U);
  BOOST_REQUIRE(report.remarks.size() == 1);
  BOOST_TEST(contains(report.remarks[0], id_of(2) + ".json: requests: is negative"));
  const std::string page = material.page("cases/case-1/index.html");
  BOOST_TEST(contains(page, "takes 6.0 times"));
  BOOST_TEST(contains(page, "Fitted exponent"));
  BOOST_TEST(contains(page, "id=\"latency\""));
  const auto row_of = [&](int day) {
    const std::string text =
        material.page("runs/202402" + id_of(day).substr(6, 2) + "t120000z-abcdef0-load.html");
    return text.substr(text.find("id=\"case-case-2\""),
                       200 + text.find("Throughput") - text.find("id=\"case-case-2\""));
  };
  // An older run's page says the same as a newer one's, but for the numbers that differ.
  BOOST_TEST(!contains(row_of(3), "not measured"));
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), id_of(1)));

  Options strict = material.options();
  strict.strict = true;
  BOOST_TEST(
      contains(failure_of(strict), id_of(1) + ".json: cases[0].growth[0].points[0].value: is negative"));
}

BOOST_AUTO_TEST_CASE(comparable_runs_are_compared_and_times_only_within_one_machine) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id, 10));
  Value other = run_of(material.slugs(), second_id, 20);
  material.write_run(second_id, other);
  build_site(material.options());
  std::string page = material.page("runs/20240202t120000z-abcdef0-load.html");
  BOOST_TEST(contains(page, "Compared with the previous comparable run"));
  BOOST_TEST(contains(page, ">higher<"));
  BOOST_TEST(contains(page, "times are shown too"));

  member(other, {"machine", "cpu_model"}) = "Another processor";
  material.write_run(second_id, other);
  build_site(material.options());
  BOOST_TEST(
      contains(material.page("runs/20240202t120000z-abcdef0-load.html"), "so only ratios are compared"));

  member(other, {"settings", "pairs"}) = 3;
  material.write_run(second_id, other);
  build_site(material.options());
  BOOST_TEST(!contains(material.page("runs/20240202t120000z-abcdef0-load.html"),
                       "Compared with the previous comparable run"));
}

BOOST_AUTO_TEST_CASE(B20_no_runs_at_all) {
  SiteMaterial material;
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 0U);
  BOOST_TEST(contains(material.page("index.html"), "No runs yet."));
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "Not measured yet."));
  BOOST_TEST(!contains(material.page("cases/case-1/index.html"), "<svg class=\"chart\""));
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), "No run has measured this case yet."));
  fs::remove_all(material.file("runs"));
  BOOST_TEST(build_site(material.options()).runs == 0U);
}

BOOST_AUTO_TEST_CASE(B20_run_with_a_case_missing) {
  SiteMaterial material;
  material.write_run(first_id, run_of({"case-1"}, first_id));
  build_site(material.options());
  BOOST_TEST(contains(material.page("cases/case-2/index.html"), "Not measured yet."));
  BOOST_TEST(contains(material.page("index.html"), "not measured"));
}

BOOST_AUTO_TEST_CASE(B20_values_that_are_no_values_are_left_out_and_named) {
  SiteMaterial material;
  Value run = run_of(material.slugs(), first_id);
  member(run, {"requests"}) = -5;
  member(run, {"errors"}) = "many";
  member(run, {"cases", "0", "comparisons", "0", "ratio"}) = Value();
  member(run, {"cases", "0", "variants", "0", "observations", "0", "evidence", "sql"}) = -1;
  member(run, {"cases", "0", "variants", "0", "claims"}) = "none";
  member(run, {"cases", "0", "variants", "0", "measurements", "0", "service_time", "histogram", "buckets"}) =
      7;
  member(run, {"cases", "0", "growth", "0", "points", "0", "value"}) = -3.5;
  member(run, {"cases", "1", "comparisons", "0", "ratio", "low"}) = 1e6;
  member(run, {"machine"}) = Value::list();
  material.write_run(first_id, run);
  const BuildReport report = build_site(material.options());
  BOOST_REQUIRE(report.remarks.size() == 1);
  BOOST_TEST(contains(report.remarks[0], first_id + ".json: "));
  const std::string page = material.page("runs/20240201t120000z-abcdef0-load.html");
  for (const char* line : {"requests: is negative", "errors: is not a whole number",
                           "machine: is not an object", "cases[0].comparisons[0].ratio: is null",
                           "cases[0].variants[0].observations[0].evidence.sql: is negative",
                           "cases[0].growth[0].points[0].value: is negative",
                           "cases[1].comparisons[0].ratio: its low, median and high are out of order"})
    BOOST_TEST(contains(page, line), line);
  BOOST_TEST(contains(page, "not recorded"));
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "Not measured yet."));
  check_no_nonsense(material);

  Options strict = material.options();
  strict.strict = true;
  BOOST_TEST(contains(failure_of(strict), first_id + ".json: "));
}

BOOST_AUTO_TEST_CASE(B20_files_that_are_no_runs_are_named_and_do_not_stop_the_others) {
  SiteMaterial material;
  const std::string whole = io::to_json(run_of(material.slugs(), first_id));
  material.write("runs/" + first_id + ".json", whole);
  material.write("runs/a-cut.json", whole.substr(0, whole.size() / 2));
  material.write("runs/b-empty.json", "");
  material.write("runs/c-no-number.json", "{\"schema\": 1, \"requests\": NaN}");
  material.write("runs/d-infinite.json", "{\"schema\": 1, \"requests\": 1e999}");
  material.write("runs/e-list.json", "[]");
  material.write("runs/f-future.json", "{\"schema\": 99}");
  material.write("runs/g-none.json", "{}");
  material.write("runs/h-deep.json", std::string(100'000, '['));
  material.write("runs/notes.txt", "no run");
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 1U);
  BOOST_REQUIRE(report.skipped.size() == 8);
  const std::string page = material.page("runs.html");
  for (const SkippedFile& each : report.skipped) BOOST_TEST(contains(page, each.name), each.name);
  BOOST_TEST(contains(page, "has schema version 99; this program reads version 1"));
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "takes 10.0 times"));
  check_no_nonsense(material);

  Options strict = material.options();
  strict.strict = true;
  BOOST_TEST(contains(failure_of(strict), "f-future.json: has schema version 99"));
}

BOOST_AUTO_TEST_CASE(B20_hostile_texts_stay_texts) {
  SiteMaterial material;
  const std::string hostile = "</script><script>alert(1)</script>{{title}}{{{x}}}\" onload=\"x\xff";
  Value run = run_of(material.slugs(), first_id);
  for (const std::vector<std::string>& path : std::vector<std::vector<std::string>>{
           {"id"},
           {"kind"},
           {"started"},
           {"source", "commit"},
           {"machine", "cpu_model"},
           {"versions", "nginx"},
           {"cases", "0", "title"},
           {"cases", "0", "variants", "0", "path"},
           {"cases", "0", "variants", "0", "observations", "0", "digests", "0", "text"},
           {"cases", "0", "variants", "0", "observations", "0", "phases", "0", "name"},
           {"cases", "0", "comparisons", "0", "conclusion"},
           {"cases", "0", "growth", "0", "over"}})
    member(run, path) = hostile;
  run.set("notes", Value(Value::List{Value(hostile)}));
  material.write_run(first_id, run);
  Value odd = run_of({"../../etc", "a b", ""}, first_id);
  material.write_run("sp ace & <b>", odd);
  material.write_run("SP-ACE-B", run_of(material.slugs(), "SP-ACE-B"));
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 3U);
  BOOST_TEST(material.has("runs/sp-ace-b.html"));
  BOOST_TEST(material.has("runs/sp-ace-b-2.html"));
  for (const auto& [path, text] : files_of(material.file("site"))) {
    if (!path.ends_with(".html")) continue;
    BOOST_TEST(!contains(text, "<script>alert"), path);
    BOOST_TEST(!contains(text, "\" onload=\""), path);
    BOOST_TEST(!contains(text, "\xff"), path);
  }
  BOOST_TEST(contains(material.page("runs/20240201t120000z-abcdef0-load.html"), "{{title}}"));
}

BOOST_AUTO_TEST_CASE(the_same_material_gives_the_same_bytes) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  material.write_run(second_id, run_of(material.slugs(), second_id, 12));
  Options options = material.options();
  build_site(options);
  options.out = material.file("again");
  build_site(options);
  const auto first = files_of(material.file("site"));
  BOOST_TEST((first == files_of(material.file("again"))));
  BOOST_TEST(first.size() > 20U);
}

BOOST_AUTO_TEST_CASE(a_broken_link_or_anchor_fails_and_leaves_the_old_site) {
  SiteMaterial material;
  build_site(material.options());
  const auto before = files_of(material.file("site"));
  material.write("docs/glossary.md", "# Glossary\n\n[x](adding-a-case.md#no-such-step)\n");
  BOOST_TEST(contains(failure_of(material.options()),
                      "guide/glossary.html: missing id: guide/adding-a-case.html#no-such-step"));
  BOOST_TEST((before == files_of(material.file("site"))));
  std::size_t folders = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(material.file("site")).parent_path()))
    if (entry.path().filename().string().starts_with("site")) ++folders;
  BOOST_TEST(folders == 1U);
}

BOOST_AUTO_TEST_CASE(a_broken_marker_fails_with_its_file) {
  SiteMaterial material;
  material.write("cases/case_2/case.cpp", "// [slow]\nint x;\n// [fast]\nint y;\n// [/fast]\n");
  const std::string failure = failure_of(material.options());
  BOOST_TEST(contains(failure, "case_2/case.cpp: line 3: [fast] is opened inside [slow]"));
  BOOST_TEST(!material.has("index.html"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_no_site_is_not_replaced) {
  SiteMaterial material;
  material.write("site/important.txt", "keep me");
  BOOST_TEST(contains(failure_of(material.options()), "contains something other than a site"));
  BOOST_TEST(material.has("important.txt"));
}

BOOST_AUTO_TEST_CASE(the_page_about_evidence_has_every_key_as_the_code_has_it) {
  const std::string page = io::read_file("docs/evidence.md").value_or("");
  for (const auto& key : caseload::evidence_keys()) {
    const std::string row = "| `" + std::string(key.name) + "` | " + std::string(name_of(key.unit)) + " | " +
                            std::string(key.meaning) + " | " + std::string(name_of(key.cost)) + " |";
    BOOST_TEST(contains(page, row), row);
  }
}

BOOST_AUTO_TEST_CASE(a_text_in_the_search_index_ends_with_a_whole_character) {
  SiteMaterial material;
  material.write("docs/glossary.md", "# Glossary\n\nIn a café");
  build_site(material.options());
  BOOST_TEST(contains(material.page("static/search-index.js"), "\"In a café\""));
}

BOOST_AUTO_TEST_CASE(an_unusable_catalogue_fails) {
  SiteMaterial material;
  material.write("catalogue.json", "{}");
  BOOST_TEST(contains(failure_of(material.options()), "cases: is not a list"));
  material.write("catalogue.json", "{");
  BOOST_TEST(contains(failure_of(material.options()), "the catalogue is not JSON"));
}

BOOST_AUTO_TEST_CASE(edit_links_are_there_where_a_repository_is_known) {
  SiteMaterial material;
  build_site(material.options());
  BOOST_TEST(!contains(material.page("guide/glossary.html"), "Edit this page"));
  Options options = material.options();
  options.repository_url = "https://example.org/caseload";
  build_site(options);
  BOOST_TEST(contains(material.page("guide/glossary.html"),
                      "https://example.org/caseload/edit/main/docs/glossary.md"));
}

BOOST_AUTO_TEST_CASE(pages_hold_no_inline_script_or_style) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  build_site(material.options());
  for (const auto& [path, text] : files_of(material.file("site"))) {
    if (!path.ends_with(".html")) continue;
    BOOST_TEST(!contains(text, "<script>"), path);
    BOOST_TEST(!contains(text, "<style"), path);
    BOOST_TEST(!contains(text, " style=\""), path);
    BOOST_TEST(!contains(text, " onclick="), path);
  }
}

BOOST_AUTO_TEST_CASE(a_site_that_was_not_built_last_is_built_anew) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id));
  material.write_run(second_id, run_of(material.slugs(), second_id, 12));
  build_site(material.options());
  const auto right = files_of(material.file("site"));
  const std::string page = "site/runs/" + std::string("20240201t120000z-abcdef0-load.html");
  const std::string note = material.file(".site.last-build");
  for (const std::string& damage : {std::string(), std::string("short"), std::string(4000, 'x')}) {
    material.write(".site.last-build", damage);
    build_site(material.options());
    BOOST_TEST((right == files_of(material.file("site"))), damage.size());
  }
  // The whole site was replaced: its pages are none of the last build's.
  material.write("site/index.html", "another site");
  material.write(page, "another page");
  build_site(material.options());
  BOOST_TEST((right == files_of(material.file("site"))));
  // A page that is missing is written, and a run that has changed is read.
  fs::remove(material.file(page));
  build_site(material.options());
  BOOST_TEST((right == files_of(material.file("site"))));
  material.write_run(first_id, run_of(material.slugs(), first_id, 3));
  build_site(material.options());
  BOOST_TEST(contains(material.page("runs/20240201t120000z-abcdef0-load.html"), ">3.0<"));
  BOOST_TEST(fs::exists(note));
}

BOOST_AUTO_TEST_CASE(C19_folders_of_killed_builds_are_removed_and_those_in_use_are_not) {
  SiteMaterial material;
  build_site(material.options());
  material.write("site.next-1/index.html", "killed");
  material.write("site.old-1/index.html", "killed");
  material.write("site.next-2/index.html", "still building");
  const int in_use = ::open(material.file("site.next-2").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  BOOST_REQUIRE(::flock(in_use, LOCK_EX | LOCK_NB) == 0);
  build_site(material.options());
  BOOST_TEST(!fs::exists(material.file("site.next-1")));
  BOOST_TEST(!fs::exists(material.file("site.old-1")));
  BOOST_TEST(fs::exists(material.file("site.next-2/index.html")));
  ::close(in_use);
  build_site(material.options());
  BOOST_TEST(!fs::exists(material.file("site.next-2")));
}

BOOST_AUTO_TEST_CASE(a_run_in_doubt_is_marked_with_the_reason_and_is_no_headline) {
  SiteMaterial material;
  material.write_run(first_id, run_of(material.slugs(), first_id, 8));
  Value busy = run_of(material.slugs(), second_id, 99);
  busy.set("doubts", Value(Value::List{"the machine was busy with something else"}));
  material.write_run(second_id, busy);
  build_site(material.options());
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "takes 8.0 times"));
  BOOST_TEST(!contains(material.page("index.html"), ">99"));
  for (const char* path :
       {"runs.html", "runs/20240202t120000z-abcdef0-load.html", "cases/case-1/history.html"})
    BOOST_TEST(contains(material.page(path), "the machine was busy with something else"), path);
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), ">1 runs with their intervals."));

  // Alone, it gives counts and no time. Older runs have a note instead.
  fs::remove(material.file("runs/" + first_id + ".json"));
  busy.set("doubts", Value());
  busy.set("notes", Value(Value::List{"the machine was busy when the run started: load average 2.5"}));
  material.write_run(second_id, busy);
  build_site(material.options());
  const std::string page = material.page("cases/case-1/index.html");
  BOOST_TEST(contains(page, "Time was not measured"));
  BOOST_TEST(contains(page, "not used here, because the machine was busy when the run started"));
  BOOST_TEST(contains(material.page("index.html"), "2 cases, 0 measured"));
}

BOOST_AUTO_TEST_CASE(C10_cases_that_one_run_lacks_are_named) {
  SiteMaterial material;
  const auto run_with = [&](const std::string& id, std::size_t lacks) {
    Value run = run_of(material.slugs(), id);
    Value::List kept;
    for (std::size_t i = 0; i < 2; ++i)
      if (i != lacks) kept.push_back(member(run, {"cases", std::to_string(i)}));
    run.set("cases", Value(std::move(kept)));
    material.write_run(id, run);
  };
  run_with(first_id, 0);
  run_with(second_id, 1);
  build_site(material.options());
  const std::string words = tests::words_of(material.page("runs/20240202t120000z-abcdef0-load.html"));
  BOOST_TEST(contains(words, "Missing in this run: Title of case-2"));
  BOOST_TEST(contains(words, "Missing in " + first_id + ": Title of case-1"));
}

BOOST_AUTO_TEST_CASE(what_got_slower_is_listed_with_its_commits_and_its_interval) {
  SiteMaterial material;
  build_site(material.options());
  BOOST_TEST(
      contains(material.page("regressions.html"), "No two runs can be compared yet, so nothing is known"));
  const auto write = [&](const std::string& id, const char* commit, double fast, double reach) {
    Value run = run_of(material.slugs(), id);
    member(run, {"source"}).set("commit", commit);
    for (const char* place : {"0", "1"}) {
      Value& comparison = member(run, {"cases", place, "comparisons", "0"});
      const double time = place == std::string("0") ? fast : 500;
      comparison.set("fast_us",
                     Value::object({{"median", time}, {"low", time / reach}, {"high", time * reach}}));
      comparison.set("slow_us", Value::object({{"median", 9000.0}, {"low", 8000.0}, {"high", 9900.0}}));
    }
    material.write_run(id, run);
  };
  write(first_id, "aaaaaaa111", 500, 1.1);
  write(second_id, "bbbbbbb222", 800, 1.1);
  build_site(material.options());
  const std::string words = tests::words_of(material.page("regressions.html"));
  BOOST_TEST(contains(words, "In 1 of 4 comparisons between two commits, a variant got clearly slower"));
  BOOST_TEST(contains(words, "Title of case-1"));
  BOOST_TEST(!contains(words, "Title of case-2"));
  BOOST_TEST(contains(words, "aaaaaaa"));
  BOOST_TEST(contains(words, "500 µs (455 µs to 550 µs)"));
  BOOST_TEST(contains(words, "800 µs (727 µs to 880 µs)"));
  BOOST_TEST(contains(words, "1.60 | 1.32 to 1.94"));
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), "Time of the fix, commit by commit"));

  write(second_id, "bbbbbbb222", 800, 1.6);  // the ranges overlap
  build_site(material.options());
  BOOST_TEST(contains(material.page("regressions.html"),
                      "In 4 comparisons between two commits, nothing got clearly slower"));
  write(second_id, "aaaaaaa111", 800, 1.1);  // the same commit
  build_site(material.options());
  BOOST_TEST(contains(material.page("regressions.html"), "nothing is known"));
}

BOOST_AUTO_TEST_CASE(two_thousand_runs_of_twenty_one_cases) {
  SiteMaterial material(21);
  Value run = run_of(material.slugs(), "x");
  for (int i = 0; i < 2000; ++i) {
    const std::string number = std::to_string(10'000 + i).substr(1);
    run.set("id", "2024" + number + "T120000Z-abcdef0-load");
    material.write_run("2024" + number + "T120000Z-abcdef0-load", run);
  }
  const BuildReport report = build_site(material.options());
  BOOST_TEST(report.runs == 2000U);
  BOOST_TEST(report.skipped.empty());
  // Each run has a page, its data and the file as it was written; each case a page, a history and a sheet.
  std::size_t run_files = 0;
  for (const auto& entry : fs::directory_iterator(material.file("site/runs")))
    run_files += entry.is_regular_file() ? 1 : 0;
  BOOST_TEST(run_files == 6000U);
  BOOST_TEST(material.has("runs-3.html"));
  BOOST_TEST(contains(material.page("runs-2.html"), "Entries 501 to 1,000"));
  BOOST_TEST(contains(material.page("cases/case-1/history-1.html"), "20240000T120000Z"));
  BOOST_TEST(!contains(material.page("cases/case-1/history.html"), "20240000T120000Z"));
  BOOST_TEST(material.has("cases/case-21/history.html"));
  BOOST_TEST(contains(material.page("runs.html"), "2,000 runs"));
  BOOST_TEST(contains(material.page("cases/case-21/history.html"), ">120 runs with their intervals."));

  // One more run: only what depends on it is made, and the site is the one that would be built anew.
  run.set("id", "20249999T120000Z-abcdef0-load");
  material.write_run("20249999T120000Z-abcdef0-load", run);
  const auto inode = [&](const std::string& path) { return stamp_of(material.file("site/" + path)).inode; };
  const std::uint64_t kept = inode("runs/20240007t120000z-abcdef0-load.html");
  const std::uint64_t newest = inode("runs/20241999t120000z-abcdef0-load.html");
  const std::uint64_t part = inode("cases/case-1/history-2.html");
  build_site(material.options());
  BOOST_TEST(inode("runs/20240007t120000z-abcdef0-load.html") == kept);
  BOOST_TEST(inode("cases/case-1/history-2.html") == part);
  BOOST_TEST(inode("runs/20241999t120000z-abcdef0-load.html") != newest);  // it has a next run now
  const auto by_parts = files_of(material.file("site"));
  Options afresh = material.options();
  afresh.afresh = true;
  build_site(afresh);
  BOOST_TEST(inode("runs/20240007t120000z-abcdef0-load.html") != kept);
  BOOST_TEST((by_parts == files_of(material.file("site"))));
}

BOOST_AUTO_TEST_SUITE_END()
