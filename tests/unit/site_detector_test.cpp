// What pages say of a detection in which a page answered with an error.
#include <boost/test/unit_test.hpp>

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
  BOOST_TEST(contains(page, "Failed.</strong> <span>Responded with an error, so not judged: 1. </span>"));
  BOOST_TEST(contains(page, "<span class=\"outcome bad\">not judged</span>"));
}

BOOST_AUTO_TEST_CASE(each_reason_why_the_gate_is_not_passed_is_named) {
  const SiteMaterial material;
  build(material, detection_of(2, R"("case-1 (n=10): slow | fast")"));
  const std::string page = material.page("detector.html");
  BOOST_TEST(contains(page, "not judged: 2. Responses differ: case-1 (n=10): slow | fast. </span>"));
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

BOOST_AUTO_TEST_SUITE_END()
