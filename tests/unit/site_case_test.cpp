// What a case's page says of counts, ratios and charts, where a plain reading of the run would mislead.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "io/json/json.hpp"
#include "io/text/read_file.hpp"
#include "site-gen/draw/figures.hpp"
#include "site-gen/site.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using tests::contains;
using tests::member;
using tests::SiteMaterial;

namespace {

constexpr const char* id = "20240201T120000Z-abcdef0-load";

// The page of the first case, from a run that `change` altered: result of that case.
template <typename Change>
std::string page_of(Change change, double ratio = 10) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id, ratio);
  change(member(run, {"cases", "0"}));
  material.write_run(id, run);
  site::build_site(material.options());
  return material.page("cases/case-1/index.html");
}

Value observation(int n, int statements) {
  return Value::object({{"knobs", Value::object({{"n", n}})},
                        {"visit", "cold"},
                        {"status", 200},
                        {"evidence", Value::object({{"sql", statements}})}});
}

void set_statements(Value& result, const char* variant, int at_100, int at_640) {
  Value& observations = member(result, {"variants", variant, "observations"});
  observations = Value(Value::List{observation(100, at_100), observation(640, at_640)});
  member(result, {"variants", variant, "claims"}) = Value::list();
}

constexpr const char* later_id = "20240202T120000Z-abcdef0-load";
constexpr const char* latest_id = "20240203T120000Z-abcdef0-load";

Value parsed(const std::string& json) {
  return io::from_json(json).value();
}

// A histogram of four buckets around `middle`, with all percentiles, in a measurement.
std::string measured(const std::string& purpose, const std::string& times, int middle,
                     const std::string& more) {
  const auto of = [&](double factor) { return std::to_string(static_cast<int>(middle * factor)); };
  return R"({"purpose": ")" + purpose +
         R"(", "knobs": {"n": 100}, "load_model": {"kind": "closed", "users": 1}, "requests": 1200,
      "errors": 3, ")" +
         times + R"(": {"histogram": {"unit": "us", "precision_bits": 7, "count": 200, "minimum": )" +
         of(0.5) + R"(, "maximum": )" + of(3) + R"(, "sum": 1, "buckets": [[)" + of(0.5) + ", 30], [" +
         of(1) + ", 110], [" + of(2) + ", 57], [" + of(3) + R"(, 3]]}, "percentiles": {"p50": )" + of(1) +
         R"(, "p90": )" + of(2) + R"(, "p99": )" + of(2.5) + R"(, "p99.9": )" + of(3) + "}}" + more + "}";
}

// A run in which no two numbers of a kind are the same, and that has something of everything.
Value full_run(const SiteMaterial& material, const std::string& run_id, double ratio, int step) {
  Value run = tests::run_of(material.slugs(), run_id, ratio);
  run.set("started", run_id.substr(0, 4) + "-02-0" + run_id.substr(7, 1) + "T12:00:00Z");
  run.set("errors", 17 + step).set("requests", 12'345 + step);
  run.set("error_kinds", parsed(R"([{"name": "slow", "message": "timeout", "count": 1234}])"));
  run.set("generator", parsed(R"({"cpu_share": 0.4321, "bottleneck": false})"));
  run.set("notes", parsed(R"(["the machine was busy"])"));
  run.set("dataset", parsed(R"({"seed": 7, "sizes": {"x1": {"book": 10000, "author": 2000}}})"));
  run.set(
      "detection",
      parsed(
          R"({"mode": "blind", "pages": [], "confusion": {"labels": [], "slow": [], "fast": [], "negatives": []},
      "score": {"slow": 21, "found": 19, "single": 18, "missed": 2, "quiet": 30, "false": 4, "not_judged": 0}})"));
  for (int variant = 0; variant < 2; ++variant) {
    const int factor = (variant == 0 ? 10 : 1) * (1 + step);
    Value& seen = member(run, {"cases", "0", "variants", std::to_string(variant)});
    Value& measurements = member(seen, {"measurements"});
    measurements.add(
        parsed(measured("paced", "response_time", 500 * factor, R"(, "throughput_per_second": 77)")));
    measurements.add(parsed(measured("floor", "service_time", 70 * factor, "")));
    measurements.add(parsed(measured("capacity", "service_time", 600 * factor,
                                     R"(, "throughput_per_second": )" + std::to_string(1234.5 / factor))));
    member(measurements, {"3", "load_model"}) = parsed(R"({"kind": "closed", "users": 8})");
    member(seen, {"measurements", "0", "service_time", "percentiles", "p50"}) = 410 * factor;
    // Of the same request under other circumstances: neither the median nor the curve of the pairs.
    Value::List& all = *measurements.items();
    all.insert(all.begin(), parsed(measured("growth", "service_time", 999 * factor, "")));
    Value& observation = member(seen, {"observations", "0"});
    observation.set("phases", parsed(R"([{"name": "total", "wall_us": 99}, {"name": "db", "wall_us": )" +
                                     std::to_string(310 * factor) + R"(}, {"name": "app", "wall_us": )" +
                                     std::to_string(40 * factor) +
                                     R"(}, {"name": "send", "wall_us": 0}, {"name": "cache"}])"));
    observation.set("evidence",
                    parsed(R"({"sql": )" + std::to_string(10 * factor + 1) + R"(, "mem-peak-driver": )" +
                           std::to_string(3000 * factor) + R"(, "mem-peak-app": )" +
                           std::to_string(5000 * factor) + (variant == 0 ? R"(, "mem-peak-render": 0)" : "") +
                           R"(, "mem-peak": )" + std::to_string(7000 * factor) + "}"));
    Value memory = Value::list();
    for (int i = 0; i < 20; ++i)
      memory.add(parsed(R"({"at_us": )" + std::to_string(100 * i) + R"(, "app": )" +
                        std::to_string((i == 13 ? 90 : i) * factor * 100) +
                        (i % 2 == 0 ? R"(, "driver": )" + std::to_string(i * 10) : "") + "}"));
    observation.set("memory", std::move(memory));
    observation.set(
        "digests",
        parsed(R"([{"text": "SELECT a", "times": )" + std::to_string(10 * factor) +
               R"(, "distinct": 5, "rows": 1,
        "us": )" +
               std::to_string(300 * factor) +
               R"(}, {"text": "INSERT b", "times": 2, "distinct": 1, "rows": 7, "us": 1, "write": true,
        "explain": {"node": "table", "inner": [{"rows": 3}]}}, {"text": "SELECT c", "times": 1, "distinct": 1, "rows": 2, "us": 5}])"));
    member(seen, {"claims", "0", "observed"})
        .add(parsed(R"({"knobs": {"n": 10}, "value": )" + std::to_string(2 * factor) +
                    R"(, "expected": 3, "holds": false})"));
  }
  Value& comparison = member(run, {"cases", "0", "comparisons", "0"});
  comparison.set("noise", parsed(R"({"median": 1.01, "low": 0.96, "high": 1.07})"));
  comparison.set("pairs", parsed(R"([{"used": true}, {"used": true}, {"used": false}])"));
  Value& growth = member(run, {"cases", "0", "growth"});
  member(growth, {"0", "exponent"}).set("standard_error", 0.034);
  const auto curve = [&](const std::string& variant, const std::string& key, const std::string& unit,
                         const std::string& over, const std::string& points, const std::string& exponent) {
    growth.add(parsed(R"({"variant": ")" + variant + R"(", "key": ")" + key + R"(", "unit": ")" + unit +
                      R"(", "over": ")" + over + R"(", "points": [)" + points +
                      R"(], "exponent": {"value": )" + exponent + R"(, "standard_error": 0.001}})"));
  };
  curve("slow", "service-time", "us", "dataset",
        R"({"at": "x1", "size": 1, "value": 900}, {"at": "x4", "size": 4, "value": 3700})", "1.01");
  curve("fast", "service-time", "us", "dataset", R"({"at": "x1", "size": 1, "value": 800})", "-0.25");
  // Bytes that stay within what shows, and bytes that do not.
  curve("slow", "sql", "bytes", "page",
        R"({"at": 1, "size": 1, "value": 1000}, {"at": 2, "size": 2, "value": 1020})", "0");
  curve("fast", "sql", "bytes", "page",
        R"({"at": 1, "size": 1, "value": 1000}, {"at": 2, "size": 2, "value": 1000})", "0");
  curve("slow", "sql", "bytes", "rows",
        R"({"at": 1, "size": 1, "value": 1000}, {"at": 2, "size": 2, "value": 1021})", "0");
  curve("slow", "unclaimed", "count", "n",
        R"({"at": 1, "size": 1, "value": 1}, {"at": 2, "size": 2, "value": 9})", "1");
  // The second case: the fix is the slower one, and a body differed.
  member(run, {"cases", "1", "comparisons", "0"}) =
      parsed(R"({"slow": "slow", "fast": "fast", "knobs": {"n": 100}, "pairs": [],
      "ratio": {"median": 0.5, "low": 0.4, "high": 0.7}, "noise": {"median": 1, "low": 0.9, "high": 1.1}, "conclusion": "faster"})");
  member(run, {"cases", "1", "equality"}) = parsed(
      R"([{"knobs": {}, "equal": true}, {"knobs": {}, "equal": false}, {"knobs": {}, "equal": true}])");
  member(run, {"cases", "1"}).set("problems", parsed(R"(["a body differed"])"));
  member(run, {"cases", "1", "variants", "0"})
      .set("verdict", parsed(R"({"outcome": "missed", "findings": []})"));
  member(run, {"cases", "1", "variants", "1"})
      .set("verdict", parsed(R"({"outcome": "silent", "findings": []})"));
  return run;
}

void build_full_site(const SiteMaterial& material) {
  material.write_run(id, full_run(material, id, 10, 0));
  Value later = full_run(material, later_id, 20, 1);
  later.set("source", parsed(R"({"commit": "0123456789abcdef", "clean": false, "build": "release"})"));
  material.write_run(later_id, later);
  Value latest = full_run(material, latest_id, 10.5, 2);
  member(latest, {"machine", "cpu_model"}) = "Another processor";
  latest.set("generator", parsed(R"({"cpu_share": 0.99, "bottleneck": true})"));
  material.write_run(latest_id, latest);
  site::build_site(material.options());
}

// What a page shows as numbers: the cells of its tables, the shapes and texts of its pictures, the data of
// its rows. No prose.
std::string figures_in(std::string_view html) {
  std::string figures;
  bool in_cell = false, in_picture = false;
  while (!html.empty()) {
    const std::size_t open = html.find('<');
    if ((in_cell || in_picture) && open != 0) {
      const std::string words = tests::words_of(html.substr(0, open));
      if (words != " ") figures += words;
    }
    if (open == std::string_view::npos) break;
    const std::size_t close = html.find('>', open);
    const std::string_view tag = html.substr(open + 1, close - open - 1);
    if (tag.starts_with("tr")) figures += "\n" + std::string(tag.starts_with("tr ") ? tag : "");
    if (tag.starts_with("svg")) in_picture = true, figures += "\n";
    if (tag.starts_with("/svg")) in_picture = false;
    if (tag.starts_with("td"))
      in_cell = true, figures += tag.find("bad") == std::string::npos ? " | " : " | (bad) ";
    if (tag.starts_with("/td")) in_cell = false;
    for (const char* shape : {"line ", "path ", "rect ", "circle ", "text "})
      if (in_picture && tag.starts_with(shape)) figures += "\n  " + std::string(tag) + " ";
    if (tag.starts_with("title ") || tag.starts_with("desc "))
      html.remove_prefix(html.find('>', html.find("</", close)) + 1);
    else
      html.remove_prefix(close + 1);
  }
  return figures;
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    while (line.ends_with(' ')) line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_case)

// After a change that is meant to show: CASELOAD_TEST_UPDATE=1 writes the file anew; read what its diff says.
BOOST_AUTO_TEST_CASE(the_numbers_of_every_page_are_as_they_were) {
  SiteMaterial material;
  build_full_site(material);
  std::string found;
  for (const std::string path :
       {"index.html", "runs.html", "runs/20240201t120000z-abcdef0-load.html",
        "runs/20240202t120000z-abcdef0-load.html", "runs/20240203t120000z-abcdef0-load.html",
        "cases/case-1/index.html", "cases/case-1/history.html", "cases/case-2/index.html",
        "cases/case-2/history.html"})
    found += "== " + path + "\n" + figures_in(material.page(path)) + "\n";
  for (const std::string run : {"20240201", "20240202", "20240203"})
    found += "== data of " + run + "\n" + material.page("runs/" + run + "t120000z-abcdef0-load.js") + "\n";
  const std::vector<std::string> now = lines_in(found);
  const std::string file = "tests/unit/site_numbers.expected";
  if (std::getenv("CASELOAD_TEST_UPDATE") != nullptr) {
    std::ofstream out(file);
    for (const std::string& line : now) out << line << "\n";
  }
  std::ifstream in(file);
  const std::vector<std::string> expected = lines_in(std::string(std::istreambuf_iterator<char>(in), {}));
  BOOST_TEST(now.size() == expected.size());
  int differences = 0;
  for (std::size_t i = 0; i < std::min(now.size(), expected.size()) && differences < 10; ++i) {
    if (now[i] == expected[i]) continue;
    ++differences;
    BOOST_ERROR(file << ", line " << i + 1 << ":\n  wanted " << expected[i] << "\n  found  " << now[i]);
  }
}

BOOST_AUTO_TEST_CASE(what_a_query_did_is_shown_in_words) {
  SiteMaterial material;
  build_full_site(material);
  const std::string page = tests::words_of(material.page("cases/case-1/index.html"));
  for (const char* facts :
       {"1 row · 5 parameter sets · 6 ms", "7 rows · always the same parameters · 1 µs · writes",
        "2 rows · 5 µs", "200 ×", "20 ×"})
    BOOST_TEST(contains(page, facts), facts);
  BOOST_TEST(contains(page, "All variants sent the same bytes in 1 of 1"));
  BOOST_TEST(!contains(tests::words_of(material.page("cases/case-2/index.html")),
                       "All variants sent the same bytes"));
  const std::string links = material.page("cases/case-2/index.html");
  BOOST_TEST(contains(links, "href=\"../case-1/index.html\""));
  BOOST_TEST(contains(material.page("cases/case-1/index.html"), "href=\"../case-2/index.html\""));
}

BOOST_AUTO_TEST_CASE(the_comparison_of_the_first_variants_is_the_headline) {
  const auto ratio_of_page = [](const char* first, const char* second) {
    return page_of([&](Value& result) {
      Value& comparisons = member(result, {"comparisons"});
      const Value main = member(comparisons, {"0"});
      Value other = main;
      other.set("slow", "other").set("ratio", parsed(R"({"median": 3, "low": 2.5, "high": 3.5})"));
      Value again = other;
      again.set("slow", "slow");
      Value bare = main;
      bare.set("ratio", Value());
      comparisons = Value::list();
      for (const std::string name : {first, second})
        comparisons.add(name == "main" ? main : name == "other" ? other : name == "again" ? again : bare);
    });
  };
  for (const auto& [first, second] : {std::pair("main", "other"), std::pair("other", "main"),
                                      std::pair("bare", "main"), std::pair("main", "again")})
    BOOST_TEST(contains(ratio_of_page(first, second), "takes 10.0 times as long"), first << " " << second);
  // The first variants are what the page is about, even where only others were timed.
  BOOST_TEST(!contains(ratio_of_page("other", "bare"), "takes 3.0 times as long"));
}

BOOST_AUTO_TEST_CASE(only_what_is_claimed_of_first_visits_to_the_page_itself_is_drawn_as_it_grows) {
  const auto page_with = [](const char* member_name, const Value& value) {
    SiteMaterial material;
    Value catalogue = parsed(io::read_file(material.file("catalogue.json")).value());
    for (const char* claim : {"0", "1"})
      member(catalogue, {"cases", "0", "claims", claim}).set(member_name, value);
    material.write("catalogue.json", io::to_json(catalogue));
    material.write_run(id, tests::run_of(material.slugs(), id));
    site::build_site(material.options());
    return material.page("cases/case-1/index.html");
  };
  BOOST_TEST(contains(page_with("unknown", true), "id=\"growth-sql-over-n\""));
  BOOST_TEST(!contains(page_with("when", "warm"), "id=\"growth-sql-over-n\""));
  BOOST_TEST(!contains(page_with("on_floor", true), "id=\"growth-sql-over-n\""));
}

BOOST_AUTO_TEST_CASE(a_count_that_moves_by_one_has_its_chart) {
  const std::string page = page_of([](Value& result) {
    for (const char* curve : {"0", "1"})
      for (const auto& [point, value] : {std::pair("0", 100), std::pair("1", 100), std::pair("2", 101)})
        member(result, {"growth", curve, "points", point, "value"}) = value;
  });
  BOOST_TEST(contains(page, "id=\"growth-sql-over-n\""));
}

BOOST_AUTO_TEST_CASE(a_ratio_below_1_within_the_noise_says_what_the_noise_was) {
  const std::string page = page_of(
      [](Value& result) {
        member(result, {"comparisons", "0", "noise"}) =
            parsed(R"({"median": 0.9, "low": 0.71, "high": 1.12})");
      },
      0.8);
  BOOST_TEST(contains(page,
                      "ratio 0.80 (95 % interval 0.72 to 0.88), while the fix compared with itself ranged "
                      "from 0.71 to 1.12"));
}

BOOST_AUTO_TEST_CASE(runs_on_unknown_machines_are_not_taken_for_the_same) {
  SiteMaterial material;
  for (const char* run_id : {id, later_id}) {
    Value run = tests::run_of(material.slugs(), run_id);
    run.set("machine", Value::object({}));
    material.write_run(run_id, run);
  }
  site::build_site(material.options());
  BOOST_TEST(
      contains(material.page("runs/20240202t120000z-abcdef0-load.html"), "so only ratios are compared"));
}

BOOST_AUTO_TEST_CASE(a_case_is_compared_at_the_same_size_only) {
  SiteMaterial material;
  material.write_run(id, tests::run_of(material.slugs(), id));
  Value later = tests::run_of(material.slugs(), later_id);
  member(later, {"cases", "0", "comparisons", "0", "knobs"}) = parsed(R"({"n": 640})");
  material.write_run(later_id, later);
  site::build_site(material.options());
  const std::string compared = tests::part_of(material.page("runs/20240202t120000z-abcdef0-load.html"),
                                              "Compared with the previous comparable run", "Environment");
  BOOST_TEST(contains(tests::words_of(compared), "Measured at another size: Title of case-1"));
  BOOST_TEST(!contains(compared, "<th scope=\"row\">Title of case-1"));
  BOOST_TEST(contains(compared, "<th scope=\"row\">Title of case-2"));
}

BOOST_AUTO_TEST_CASE(a_run_page_shows_the_load_generator_its_neighbours_and_what_was_false) {
  SiteMaterial material;
  build_full_site(material);
  const std::string page = material.page("runs/20240202t120000z-abcdef0-load.html");
  BOOST_TEST(contains(page, "43.2 %"));
  BOOST_TEST(contains(page, ">18 errors<"));
  BOOST_TEST(contains(tests::words_of(page), "Previous 20240201T120000Z"));
  BOOST_TEST(contains(tests::words_of(page), "Next 20240203T120000Z"));
  BOOST_TEST(contains(page, "href=\"20240201t120000z-abcdef0-load.html\""));
  BOOST_TEST(contains(page, "href=\"20240203t120000z-abcdef0-load.html\""));
  BOOST_TEST(contains(page, ">1,234<"));
  BOOST_TEST(contains(material.page("index.html"), "2 cases, 2 measured"));
  Value quiet = full_run(material, latest_id, 10, 0);
  member(quiet, {"detection", "score"}).set("false", 0);
  member(quiet, {"cases", "0", "comparisons", "0"}).set("ratio", Value());
  material.write_run(latest_id, quiet);
  Value other_settings = full_run(material, later_id, 20, 1);
  member(other_settings, {"settings"}).set("pairs", 3);
  material.write_run(later_id, other_settings);
  site::build_site(material.options());
  const std::string row = tests::part_of(tests::words_of(material.page("runs.html")),
                                         "20240203T120000Z-abcdef0-load", "20240202");
  BOOST_TEST(contains(row, "19 of 21"));
  BOOST_TEST(!contains(row, "false"));
  BOOST_TEST(contains(material.page("cases/case-1/history.html"), ">machine 1, other settings<"));
}

BOOST_AUTO_TEST_CASE(a_case_without_a_ratio_is_not_counted_as_measured) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id);
  member(run, {"cases", "0", "comparisons"}) = Value::list();
  for (const auto& [variant, outcome] : {std::pair("0", "found"), std::pair("1", "silent")})
    member(run, {"cases", "1", "variants", variant})
        .set("verdict", Value::object({{"outcome", outcome}, {"findings", Value::list()}}));
  member(run, {"cases", "0", "variants", "0"})
      .set("verdict", parsed(R"({"outcome": "silent", "findings": []})"));
  material.write_run(id, run);
  site::build_site(material.options());
  const std::string overview = material.page("index.html");
  BOOST_TEST(contains(overview, "2 cases, 1 measured"));
  BOOST_TEST(contains(tests::part_of(overview, "<tr id=\"case-1\"", ">"), "data-detector=\"silent\""));
  BOOST_TEST(contains(tests::part_of(overview, "<tr id=\"case-2\"", ">"), "data-detector=\"named\""));
  BOOST_TEST(!contains(material.page("compare.html"), "<select"));  // one run can't be compared
}

BOOST_AUTO_TEST_CASE(a_question_is_about_the_size_with_the_highest_count) {
  SiteMaterial material;
  build_full_site(material);
  BOOST_TEST(contains(tests::words_of(material.page("cases/case-1/index.html")),
                      "“slow” at n = 100: how many queries? | Show the answer 101 "));
}

BOOST_AUTO_TEST_CASE(half_of_the_requests_are_half_and_not_one_more) {
  const std::string page = page_of([](Value& result) {
    member(result, {"variants", "0", "measurements", "0", "service_time", "histogram"}) = parsed(
        R"({"unit": "us", "precision_bits": 7, "count": 100, "minimum": 100, "maximum": 200, "buckets": [[100, 50], [200, 50]]})");
  });
  BOOST_TEST(contains(page, "slow: half of the requests took up to 101 µs"));
}

BOOST_AUTO_TEST_CASE(the_table_of_memory_has_at_most_16_moments_and_the_highest) {
  const auto moments = [](int samples) {
    const std::string page = page_of([&](Value& result) {
      Value memory = Value::list();
      for (int i = 0; i < samples; ++i)
        memory.add(Value::object({{"at_us", 1000 * i}, {"app", i == 1 ? 5000 : 1000}}));
      member(result, {"variants", "0", "observations", "0"}).set("memory", std::move(memory));
    });
    const std::string figure = tests::part_of(page, "id=\"memory-over-time\"", "</figure>");
    std::string found;
    for (std::size_t at = figure.find(">slow, "); at != std::string::npos;
         at = figure.find(">slow, ", at + 1))
      found += figure.substr(at + 7, figure.find('<', at) - at - 7) + "; ";
    return found;
  };
  BOOST_TEST(moments(2) == "0; 1 ms; ");
  BOOST_TEST(moments(32) ==
             "0; 1 ms; 2 ms; 4 ms; 6 ms; 8 ms; 10 ms; 12 ms; 14 ms; 16 ms; 18 ms; 20 ms; 22 ms; "
             "24 ms; 26 ms; 28 ms; 30 ms; ");
  BOOST_TEST(moments(33) == "0; 1 ms; 3 ms; 6 ms; 9 ms; 12 ms; 15 ms; 18 ms; 21 ms; 24 ms; 27 ms; 30 ms; ");
}

BOOST_AUTO_TEST_CASE(a_variant_whose_memory_was_not_counted_has_no_bar_of_nothing) {
  const std::string page = page_of([](Value& result) {
    member(result, {"variants", "1", "observations", "0", "evidence"}) = parsed(R"({"sql": 1})");
  });
  const std::string figure = tests::part_of(page, "id=\"memory\"", "</figure>");
  BOOST_TEST(contains(figure, "414 kB"));
  BOOST_TEST(!contains(figure, ">fast<"));
}

BOOST_AUTO_TEST_CASE(counts_that_only_a_claim_saw_are_of_the_visit_that_it_is_about) {
  const std::string page = page_of([](Value& result) {
    for (const char* variant : {"0", "1"}) {
      member(result, {"variants", variant, "observations"}) = Value::list();
      Value& claims = member(result, {"variants", variant, "claims"});
      Value warm = member(claims, {"0"});
      warm.set("warm", true);
      member(warm, {"observed", "0", "value"}) = 77;
      member(claims, {"0", "observed", "0", "value"}) = variant[0] == '0' ? 9 : 2;
      claims.items()->insert(claims.items()->begin(), warm);
    }
  });
  BOOST_TEST(contains(page, "9 queries before, 2 after. The mistake"));
}

BOOST_AUTO_TEST_CASE(a_visit_again_is_shown_where_the_first_was_not_seen) {
  const std::string page = page_of([](Value& result) {
    for (const char* variant : {"0", "1"})
      member(result, {"variants", variant, "observations", "0", "visit"}) = "warm";
  });
  BOOST_TEST(contains(page, "id=\"work\""));
}

BOOST_AUTO_TEST_CASE(a_count_off_its_claim_is_marked_as_the_run_judged_it) {
  const auto page_with = [](const std::optional<bool>& holds) {
    return page_of([&](Value& result) {
      if (holds) member(result, {"variants", "0", "claims", "0", "observed", "0"}).set("holds", *holds);
    });
  };
  BOOST_TEST(contains(page_with(false), "seen differs"));
  BOOST_TEST(!contains(page_with(true), "seen differs"));
  BOOST_TEST(!contains(page_with(std::nullopt), "seen differs"));  // an older run
}

BOOST_AUTO_TEST_CASE(a_variant_has_the_look_of_its_pace_wherever_it_is_named) {
  const std::string page = page_of([](Value&) {});
  BOOST_TEST(contains(page, "<span class=\"tag slow\">slow</span>"));
  BOOST_TEST(contains(page, "<span class=\"tag fast\">fast</span>"));
  BOOST_TEST(!contains(page, "<span class=\"tag fast\">slow</span>"));
  BOOST_TEST(!contains(page, "<span class=\"tag slow\">fast</span>"));
}

BOOST_AUTO_TEST_CASE(an_interval_is_from_low_to_high_on_every_page) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id, 10);
  member(run, {"cases", "0", "comparisons", "0"})
      .set("noise", parsed(R"({"median": 1, "low": 0.8, "high": 1.3})"));
  material.write_run(id, run);
  material.write_run(later_id, tests::run_of(material.slugs(), later_id, 20));
  site::build_site(material.options());
  const std::string first = material.page("runs/20240201t120000z-abcdef0-load.html");
  const std::string second = material.page("runs/20240202t120000z-abcdef0-load.html");
  const std::string history = material.page("cases/case-1/history.html");
  const std::string overview = material.page("index.html");
  BOOST_TEST(contains(material.page("compare.html"), "<select"));
  BOOST_TEST(contains(first, ">9.0 to 11.0<"));
  BOOST_TEST(contains(first, ">0.80 to 1.30<"));
  BOOST_TEST(contains(second, "10.0 (9.0 to 11.0)"));
  BOOST_TEST(contains(second, "20.0 (18.0 to 22.0)"));
  BOOST_TEST(contains(history, ">9.0 to 11.0<"));
  BOOST_TEST(contains(history, ">18.0 to 22.0<"));
  BOOST_TEST(contains(overview, ">18.0 to 22.0<"));
  BOOST_TEST(contains(overview, "aria-label=\"ratio 20.0, interval 18.0 to 22.0\""));
  BOOST_TEST(contains(material.page("cases/case-1/answers.html"), "interval 18.0 to 22.0"));
  BOOST_TEST(contains(material.page("runs/20240202t120000z-abcdef0-load.js"), "\"ratio\":[20.0,18.0,22.0]"));
  // 9 and 11 on an axis of 180 px from 0 below to 25 above: the whisker begins at the low end.
  BOOST_TEST(contains(history, "<path class=\"whisker slow\" d=\"M80 149.2V134.8M77 149.2h6M77 134.8h6\"/>"));
}

BOOST_AUTO_TEST_CASE(runs_are_compared_by_their_whole_intervals) {
  const auto change_to = [](double ratio) {
    SiteMaterial material;
    material.write_run(id, tests::run_of(material.slugs(), id, 10));  // 9 to 11
    material.write_run(later_id, tests::run_of(material.slugs(), later_id, ratio));
    site::build_site(material.options());
    return tests::part_of(material.page("runs/20240202t120000z-abcdef0-load.html"),
                          "Compared with the previous comparable run", "Environment");
  };
  BOOST_TEST(contains(change_to(12.3), ">higher<"));           // 11.07 to 13.53
  BOOST_TEST(contains(change_to(12.2), ">no clear change<"));  // 10.98 to 13.42
  BOOST_TEST(contains(change_to(8.1), ">lower<"));             // 7.29 to 8.91
  BOOST_TEST(contains(change_to(8.3), ">no clear change<"));   // 7.47 to 9.13
}

BOOST_AUTO_TEST_CASE(variants_have_a_colour_each_by_their_place_among_their_pace) {
  Case the_case;
  for (const char* name : {"a", "b", "c", "d"})
    the_case.variants.push_back({.name = name, .pace = Pace::slow});
  for (const char* name : {"e", "f"}) the_case.variants.push_back({.name = name, .pace = Pace::fast});
  std::string colours;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"})
    colours += site::colour_of(the_case, name) + " ";
  BOOST_TEST(colours == "slow slow-2 slow-3 slow-3 fast fast-2 other ");
}

BOOST_AUTO_TEST_CASE(counts_are_of_a_larger_size_where_the_fix_does_less_only_there) {
  const std::string page = page_of([](Value& result) {
    set_statements(result, "0", 5, 640);
    set_statements(result, "1", 9, 9);
  });
  BOOST_TEST(
      contains(page, "At n = 640: 640 queries before, 9 after. At n = 100, the mistake takes 10.0 times"));
}

BOOST_AUTO_TEST_CASE(counts_that_rise_at_every_size_are_shown_as_they_are) {
  const std::string page = page_of([](Value& result) {
    set_statements(result, "0", 5, 6);
    set_statements(result, "1", 9, 9);
  });
  BOOST_TEST(contains(page, "5 queries before, 9 after. The mistake takes"));
}

BOOST_AUTO_TEST_CASE(where_the_counts_are_of_a_repeated_request_so_are_the_queries) {
  const std::string page = page_of([](Value& result) {
    for (const char* variant : {"0", "1"}) {
      Value first = observation(100, 4);
      first.set("digests",
                Value(Value::List{Value::object({{"text", "SELECT of_first_visit"}, {"times", 4}})}));
      Value again = observation(100, variant[0] == '0' ? 4 : 1);
      again.set("visit", "warm");
      again.set("digests", Value(Value::List{Value::object({{"text", "SELECT of_repeated"}, {"times", 1}})}));
      member(result, {"variants", variant, "observations"}) = Value(Value::List{first, again});
      member(result, {"variants", variant, "claims", "0"}).set("warm", true);
    }
  });
  BOOST_TEST(contains(page, "4 queries before, 1 after, on a repeated request. The mistake takes"));
  BOOST_TEST(contains(page, "One repeated request to each variant at n = 100"));
  BOOST_TEST(contains(page, "of_repeated"));
  BOOST_TEST(!contains(page, "of_first_visit"));
}

BOOST_AUTO_TEST_CASE(a_ratio_off_1_within_the_noise_says_what_the_noise_was) {
  const std::string page = page_of(
      [](Value& result) {
        member(result, {"comparisons", "0", "noise"}) =
            Value::object({{"median", 0.8}, {"low", 0.7}, {"high", 0.9}});
      },
      1.2);
  BOOST_TEST(
      contains(page,
               "shows no clear difference in time: ratio 1.20 (95 % interval 1.08 to 1.32), while the fix "
               "compared with itself ranged from 0.70 to 0.90"));
}

BOOST_AUTO_TEST_CASE(the_sum_of_the_phases_is_none_of_them) {
  const std::string page = page_of([](Value& result) {
    member(result, {"variants", "0", "observations", "0", "phases"})
        .add(Value::object({{"name", "total"}, {"wall_us", 4000}}));
  });
  BOOST_TEST(contains(page, "Where the time goes"));
  BOOST_TEST(!contains(page, "phase-total"));
}

BOOST_AUTO_TEST_CASE(what_stays_the_same_is_a_row_and_no_chart) {
  const std::string page = page_of([](Value& result) {
    for (const char* curve : {"0", "1"})
      for (const char* point : {"0", "1", "2"})
        member(result, {"growth", curve, "points", point, "value"}) = 7;
  });
  BOOST_TEST(contains(page, "What stays constant"));
  BOOST_TEST(contains(page, "Queries as n grows</th><td class=\"number\">7</td><td class=\"number\">7</td>"));
  BOOST_TEST(!contains(page, "id=\"growth-sql-over-n\""));
}

BOOST_AUTO_TEST_CASE(what_grows_for_one_variant_has_its_chart) {
  const std::string page = page_of([](Value&) {});
  BOOST_TEST(contains(page, "id=\"growth-sql-over-n\""));
  BOOST_TEST(!contains(page, "What stays constant"));
}

BOOST_AUTO_TEST_CASE(a_count_that_is_the_same_at_every_size_is_said_once) {
  const std::string page = page_of([](Value& result) {
    Value& observed = member(result, {"variants", "1", "claims", "0", "observed"});
    for (const int n : {10, 40})
      observed.add(Value::object({{"knobs", Value::object({{"n", n}})}, {"value", 1}}));
  });
  BOOST_TEST(
      contains(page, "<b class=\"number\">1</b> <span class=\"muted small\">at each of 3 sizes</span>"));
  BOOST_TEST(contains(page, "<b class=\"number\">101</b> <span class=\"muted small\">n = 100</span>"));
}

BOOST_AUTO_TEST_CASE(a_median_of_too_few_requests_is_not_called_unmeasured) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id, 10);
  member(run, {"cases", "0", "variants", "0", "measurements", "0", "service_time", "percentiles"}) =
      Value::object({});
  material.write_run(id, run);
  site::build_site(material.options());
  BOOST_TEST(contains(material.page("runs/20240201t120000z-abcdef0-load.html"), "too few requests"));
}

BOOST_AUTO_TEST_SUITE_END()
