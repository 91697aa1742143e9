// The rules of the layout that a compiler can't see: one case, one folder; the folder is the registry; no
// case sleeps.
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

const fs::path case_folders = "fcgi-app/cases";

std::set<std::string> folders_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

std::set<std::string> declared_stems() {
  std::set<std::string> stems;
  for (const Case& each : catalogue()) stems.insert(each.stem);
  return stems;
}

// Code and configuration that must not know a case. Detector labels, prose, runs and golden files may.
std::vector<fs::path> files_that_know_no_case() {
  std::vector<fs::path> files{"Makefile", "fcgi-app/main.cpp", "fcgi-app/worker.cpp"};
  for (const char* folder : {"fcgi-app/app", "fcgi-app/core", "fcgi-app/io", "fcgi-app/orm", "fcgi-app/jobs",
                             "fcgi-app/lab", "fcgi-app/shop", "site-gen", "nginx", "stack", "tools", "deploy",
                             "templates", "tests/cases", "tests/support", "locust"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string path = entry.path().string();
      const bool is_text = std::regex_search(
          path, std::regex(R"(\.(cpp|hpp|py|js|mustache|conf|in|sh|toml|service|socket)$|/[a-z-]+$)"));
      const bool may_name_labels =
          path.find("locust/caseload_detector") == 0 || path.find("fcgi-app/lab/gallery") == 0 ||
          path.find("tools/mutants") == 0 || path.find("__pycache__") != std::string::npos;
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

BOOST_AUTO_TEST_SUITE(layout)

BOOST_AUTO_TEST_CASE(every_folder_of_a_case_is_a_case_and_every_case_a_folder) {
  BOOST_TEST(folders_in(case_folders) == declared_stems(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_folder_of_a_case_has_what_a_case_needs_and_nothing_else) {
  const std::set<std::string> known{"case.cpp", "lesson.md", "page.mustache", "schema.sql", "stacks.md"};
  for (const std::string& stem : declared_stems()) {
    const auto files = folders_in(case_folders / stem);
    for (const char* needed : {"case.cpp", "lesson.md", "page.mustache", "stacks.md"})
      BOOST_TEST(files.contains(needed), stem << " has no " << needed);
    for (const std::string& file : files) BOOST_TEST(known.contains(file), stem << "/" << file);
  }
}

BOOST_AUTO_TEST_CASE(no_blank_of_a_new_case_is_left) {
  for (const std::string& stem : declared_stems()) {
    for (const std::string& file : folders_in(case_folders / stem))
      BOOST_TEST(text_of(case_folders / stem / file).find("FILL IN") == std::string::npos,
                 stem << "/" << file);
  }
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
    const std::string source = text_of(case_folders / each.stem / "case.cpp");
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
  for (const fs::path& folder : {case_folders, fs::path("fcgi-app/shop"), fs::path("sql")}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.path().extension() != ".md")
        BOOST_TEST(!std::regex_search(text_of(entry.path()), forbidden), entry.path().string());
    }
  }
}

BOOST_AUTO_TEST_CASE(every_case_has_claims) {
  for (const Case& each : catalogue()) BOOST_TEST(!each.claims.empty(), each.slug);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
