// The rules of the house that a compiler can't see: one case, one file; the folder is the registry; no case
// sleeps.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/catalogue.hpp"
#include "core/excerpt.hpp"

namespace caseload {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> stems_in(const fs::path& folder, const std::string& extension) {
  std::set<std::string> stems;
  if (!fs::exists(folder)) return stems;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) stems.insert(entry.path().stem().string());
  }
  return stems;
}

std::set<std::string> declared_stems() {
  std::set<std::string> stems;
  for (const Case& each : catalogue()) stems.insert(each.stem);
  return stems;
}

// Code and configuration that must not know a case. Detector labels, prose, runs and golden files may.
std::vector<fs::path> files_that_know_no_case() {
  std::vector<fs::path> files{"Makefile", "fcgi-app/main.cpp", "fcgi-app/worker.cpp"};
  for (const char* folder :
       {"fcgi-app/app", "fcgi-app/core", "fcgi-app/io", "fcgi-app/orm", "fcgi-app/jobs", "site-gen", "nginx",
        "stack", "deploy", "templates", "tests/cases", "tests/support", "locust"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string path = entry.path().string();
      const bool is_text = std::regex_search(
          path, std::regex(R"(\.(cpp|hpp|py|js|mustache|conf|in|sh|toml|service|socket)$|/[a-z-]+$)"));
      const bool may_name_labels = path.find("locust/detector") == 0 || path.find("templates/cases/") == 0 ||
                                   path.find("__pycache__") != std::string::npos;
      if (entry.is_regular_file() && is_text && !may_name_labels) files.push_back(entry.path());
    }
  }
  return files;
}

// As a literal or a part of a path: "name", 'name', /name/, /name?, name.cpp after a slash.
bool is_quoted_in(const std::string& text, const std::string& name) {
  constexpr std::string_view before = "\"'/", after = "\"'/?.";
  for (auto at = text.find(name, 1); at != std::string::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if (end < text.size() && before.find(text[at - 1]) != before.npos && after.find(text[end]) != after.npos)
      return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(house)

BOOST_AUTO_TEST_CASE(every_file_in_the_folder_of_cases_is_a_case_and_every_case_a_file) {
  BOOST_TEST(stems_in("fcgi-app/cases", ".cpp") == declared_stems(), boost::test_tools::per_element());
  for (const auto& entry : fs::directory_iterator("fcgi-app/cases"))
    BOOST_TEST(entry.path().extension().string() == ".cpp");
}

BOOST_AUTO_TEST_CASE(every_case_has_its_template_and_no_template_or_sql_file_is_an_orphan) {
  BOOST_TEST(stems_in("templates/cases", ".mustache") == declared_stems(), boost::test_tools::per_element());
  const auto stems = declared_stems();
  for (const std::string& stem : stems_in("sql/cases", ".sql"))
    BOOST_TEST(stems.contains(stem), "sql/cases/" << stem << ".sql is an orphan");
}

BOOST_AUTO_TEST_CASE(a_case_is_named_by_a_literal_or_a_path_and_not_by_prose) {
  const std::string name = catalogue().front().slug;
  for (const std::string& text :
       {"if (slug == \"" + name + "\")", "GET /" + name + "?n=1", "'" + name + "'", "cases/" + name + ".cpp"})
    BOOST_TEST(is_quoted_in(text, name), text);
  for (const std::string& text : {"x_" + name + "(begin)", "\"an " + name + "\"", name + "\"", "\"" + name})
    BOOST_TEST(!is_quoted_in(text, name), text);
}

BOOST_AUTO_TEST_CASE(no_code_outside_the_cases_lists_cases_or_branches_on_one) {
  for (const fs::path& file : files_that_know_no_case()) {
    if (!fs::exists(file)) continue;
    const std::string text = text_of(file);
    for (const Case& each : catalogue()) {
      for (const std::string& name : {each.slug, each.stem})
        BOOST_TEST(!is_quoted_in(text, name), file.string() << " names the case " << name);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_variant_has_its_source_between_markers) {
  for (const Case& each : catalogue()) {
    const std::string source = text_of("fcgi-app/cases/" + each.stem + ".cpp");
    for (const Variant& variant : each.variants) {
      BOOST_TEST_CONTEXT(each.slug << " " << variant.name) {
        BOOST_TEST(!cut_excerpt(source, variant.name).text.empty());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_case_sleeps_waits_or_reads_a_clock) {
  const std::regex forbidden(
      "sleep|usleep|nanosleep|steady_clock|system_clock|high_resolution_clock|BENCHMARK\\(|GET_LOCK",
      std::regex::icase);
  for (const std::string& stem : stems_in("fcgi-app/cases", ".cpp")) {
    BOOST_TEST(!std::regex_search(text_of("fcgi-app/cases/" + stem + ".cpp"), forbidden), stem);
  }
  for (const auto& entry : fs::recursive_directory_iterator("sql")) {
    if (entry.is_regular_file())
      BOOST_TEST(!std::regex_search(text_of(entry.path()), forbidden), entry.path().string());
  }
}

BOOST_AUTO_TEST_CASE(every_lesson_is_whole_and_has_its_four_twins) {
  for (const Case& each : catalogue()) {
    BOOST_TEST_CONTEXT(each.slug) {
      const Lesson& lesson = each.lesson;
      for (const std::string& part :
           {lesson.symptom, lesson.why, lesson.recognise, lesson.fix, lesson.caution})
        BOOST_TEST(!part.empty());
      std::set<std::string> systems;
      for (const Twin& twin : lesson.twins) {
        systems.insert(twin.system);
        BOOST_TEST(!twin.slow.empty());
        BOOST_TEST(!twin.fast.empty());
      }
      const std::set<std::string> wanted{"Django", "Hibernate", "Rails", "SQL"};
      BOOST_TEST(systems == wanted, boost::test_tools::per_element());
      BOOST_TEST(!each.claims.empty());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
