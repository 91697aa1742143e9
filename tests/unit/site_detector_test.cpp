// What the pages show about a detection in which a page responded with an error.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "io/json/json.hpp"
#include "site-gen/site.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using tests::contains;
using tests::member;
using tests::SiteMaterial;

namespace {

constexpr const char* run_id = "20240201T120000Z-abcdef0-load";

Value detection_of(int not_judged, const std::string& unequal = "") {
  const std::string outcome = not_judged > 0 ? "not judged" : "silent";
  return io::from_json(R"({"mode": "blind", "pages": [
      {"truth": "case-1", "variant": "slow", "pace": "slow",
       "verdict": {"outcome": "found", "findings": [{"labels": ["case-1"], "rule": "r", "summary": "s"}]}},
      {"truth": "case-1", "variant": "fast", "pace": "fast", "verdict": {"outcome": ")" +
                       outcome + R"(", "findings": []}}],
      "confusion": {"labels": [], "slow": [], "fast": [], "negatives": []},
      "score": {"slow": 1, "found": 1, "single": 1, "missed": 0, "quiet": 1, "false": 0, "not_judged": )" +
                       std::to_string(not_judged) + R"(, "unequal": [)" + unequal + R"(], "passed": )" +
                       (not_judged > 0 || !unequal.empty() ? "false" : "true") + "}}")
      .value();
}

void build(const SiteMaterial& material, const Value& detection) {
  Value run = tests::run_of(material.slugs(), run_id);
  run.set("detection", detection);
  const Value::List& pages = *detection["pages"].items();
  for (std::size_t i = 0; i < pages.size(); ++i)
    member(run, {"cases", "0", "variants", std::to_string(i)}).set("verdict", pages[i]["verdict"]);
  material.write_run(run_id, run);
  site::build_site(material.options());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_detector)

BOOST_AUTO_TEST_CASE(a_page_that_was_not_judged_is_why_the_gate_is_not_passed) {
  const SiteMaterial material;
  build(material, detection_of(1));
  const std::string page = material.page("detector.html");
  BOOST_TEST(contains(page, "Failed.</strong> <span>Pages of which nothing could be judged: 1. </span>"));
  BOOST_TEST(contains(page, "<span class=\"outcome bad\">not judged</span>"));
}

BOOST_AUTO_TEST_CASE(a_page_says_what_is_clean_and_what_was_not_judged_for_lack_of_what) {
  const SiteMaterial material;
  Value detection = detection_of(0);
  Value& verdict = member(detection, {"pages", "1", "verdict"});
  verdict.set("clean", io::from_json(R"(["iterator", "pagination"])").value());
  verdict.set("not_judged",
              io::from_json(R"({"a": "a size to vary", "b": "a plan", "c": "a size to vary"})").value());
  build(material, detection);
  for (const char* name : {"detector.html", "cases/case-1/index.html"}) {
    const std::string page = material.page(name);
    BOOST_TEST(contains(page, "Clean for 2 other problems."), name);
    BOOST_TEST(contains(page, "Not judged without a size to vary: a, c."), name);
    BOOST_TEST(contains(page, "Not judged without a plan: b."), name);
  }
}

// Of the run of the case itself if it has verdicts, otherwise of the newest detection.
BOOST_AUTO_TEST_CASE(a_case_page_says_which_run_its_verdicts_are_from) {
  const std::string detection_id = "20240202T120000Z-abcdef0-detect";
  const auto source = [&](bool with_own_verdicts) {
    const SiteMaterial material;
    Value detection = tests::run_of(material.slugs(), detection_id);
    detection.set("kind", "detect").set("cases", Value::list()).set("detection", detection_of(0));
    material.write_run(detection_id, detection);
    if (with_own_verdicts) {
      build(material, detection_of(0));
    } else {
      material.write_run(run_id, tests::run_of(material.slugs(), run_id));
      site::build_site(material.options());
    }
    const std::string section =
        tests::part_of(material.page("cases/case-1/index.html"), "id=\"detector\"", "</section>");
    return tests::part_of(section, "From <a ", "</p>");
  };
  BOOST_TEST(contains(source(true), "run " + std::string(run_id)), source(true));
  BOOST_TEST(contains(source(false), "run " + detection_id), source(false));
}

BOOST_AUTO_TEST_CASE(a_page_that_was_not_judged_at_all_says_why) {
  const SiteMaterial material;
  Value detection = detection_of(1);
  member(detection, {"pages", "1", "verdict"}).set("error", "the page redirects to /login");
  build(material, detection);
  BOOST_TEST(contains(material.page("detector.html"), "Not judged: the page redirects to /login"));
}

BOOST_AUTO_TEST_CASE(each_reason_why_the_gate_is_not_passed_is_named) {
  const SiteMaterial material;
  build(material, detection_of(2, R"("case-1 (n=10): slow | fast")"));
  const std::string page = material.page("detector.html");
  BOOST_TEST(
      contains(page, "nothing could be judged: 2. Responses differ: case-1 (n=10): slow | fast. </span>"));
  BOOST_TEST(!contains(page, "Missed: "));
}

BOOST_AUTO_TEST_CASE(a_gate_that_is_passed_says_that_every_page_was_judged) {
  const SiteMaterial material;
  build(material, detection_of(0));
  BOOST_TEST(contains(
      material.page("detector.html"),
      "No problem was missed, no finding was false, every page was judged, and all pairs were equal."));
}

BOOST_AUTO_TEST_CASE(a_page_that_was_not_judged_is_bad_on_the_overview_and_reported_to_the_portfolio) {
  const SiteMaterial material;
  build(material, detection_of(1));
  BOOST_TEST(contains(material.page("index.html"),
                      "<td class=\"detector bad\" data-label=\"Detector\">not judged</td>"));
  const auto verdicts = io::from_json(material.page("verdicts.json"));
  BOOST_REQUIRE(verdicts.has_value());
  BOOST_TEST((*verdicts)["score"]["not_judged"].integer_or(0) == 1);
  const Value& fast = (*verdicts)["cases"]["case-1"]["variants"].items()->at(1);
  BOOST_TEST(fast["outcome"].text_or("") == "not judged");
}

BOOST_AUTO_TEST_CASE(
    first_scores_are_shown_in_order_and_a_file_that_cannot_be_used_is_skipped_with_its_reason) {
  const SiteMaterial material;
  const auto score = [](const std::string& day, int named, int mistakes) {
    return R"({"schema": 1, "day": ")" + day + R"(", "commit": "0123456789abcdef", "score": {"mistakes": )" +
           std::to_string(mistakes) + R"(, "named": )" + std::to_string(named) +
           R"(, "in_a_set": 1, "half": 2, "innocent": 5, "false_on_innocent": 3}})";
  };
  const std::string folder = material.options().docs.string() + "/first-scores";
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder + "/" + name) << text;
  };
  write("02-later.json", score("2026-02-02", 3, 4));
  write("01-first.json", score("2026-01-01", 2, 8));
  write("03-cut.json", R"({"schema": 1,)");
  write("04-none.json", R"({"day": "2026-03-03", "commit": "a", "score": {"mistakes": 1}})");
  material.write_run(run_id, tests::run_of(material.slugs(), run_id));
  const site::BuildReport report = site::build_site(material.options());
  const std::string page =
      tests::words_of(tests::part_of(material.page("detector.html"), "id=\"first-scores\"", "</table>"));
  const auto first = page.find("2026-01-01 | 0123456 | 8 | 2 (25 %) | 1 | 2 | 5 | 3");
  const auto later = page.find("2026-02-02 | 0123456 | 4 | 3 (75 %) | 1 | 2 | 5 | 3");
  BOOST_TEST(first != std::string::npos, page);
  BOOST_TEST((later != std::string::npos && first < later), page);
  BOOST_TEST(!contains(page, "2026-03-03"));
  BOOST_TEST_REQUIRE(report.skipped.size() == 2U);
  BOOST_TEST(report.skipped[0].name == "03-cut.json");
  BOOST_TEST(contains(report.skipped[0].reason, "is not JSON"), report.skipped[0].reason);
  BOOST_TEST(report.skipped[1].name == "04-none.json");
  BOOST_TEST(contains(report.skipped[1].reason, "score.named: is missing"), report.skipped[1].reason);
}

BOOST_AUTO_TEST_CASE(services_of_other_stacks_are_shown_with_their_first_and_their_newest_score) {
  const SiteMaterial material;
  const std::string folder = material.options().docs.string() + "/strangers";
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& day, const std::string& service, int named, int missed,
                         int wrong) {
    std::ofstream(folder + "/" + day + ".json")
        << R"({"format": 1, "date": ")" << day << R"(", "commit": "0123456789", "results": [{"service": ")"
        << service
        << R"(", "database": "mariadb", "source": "slow log", "counts": {"mistakes": 10, "named": )" << named
        << R"(, "in_a_set": 1, "half": 0, "missed": )" << missed
        << R"(, "not_judged": 1, "innocent": 12, "false": )" << wrong << "}}]}";
  };
  write("2026-01-01", "shop", 4, 5, 3);
  write("2026-01-02", "clinic", 2, 7, 1);
  write("2026-01-03", "shop", 8, 1, 0);
  std::ofstream(folder + "/2026-01-04.json") << R"({"date": "2026-01-04", "results": []})";
  material.write_run(run_id, tests::run_of(material.slugs(), run_id));
  const site::BuildReport report = site::build_site(material.options());
  const std::string page =
      tests::words_of(tests::part_of(material.page("detector.html"), "id=\"strangers\"", "</table>"));
  BOOST_TEST(
      contains(page, "shop | mariadb | slow log | 10 | 5 (50 %) | 9 (90 %) | 1 | 0 | 1 | 1 | 12 | 3 | 0"),
      page);
  BOOST_TEST(
      contains(page, "clinic | mariadb | slow log | 10 | 3 (30 %) | 3 (30 %) | 1 | 0 | 7 | 1 | 12 | 1 | 1"),
      page);
  BOOST_TEST_REQUIRE(report.skipped.size() == 1U);
  BOOST_TEST(contains(report.skipped[0].reason, "covers no service"), report.skipped[0].reason);
}

BOOST_AUTO_TEST_SUITE_END()
