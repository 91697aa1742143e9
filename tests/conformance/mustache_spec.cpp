// Runs the official Mustache tests (github.com/mustache/spec, files *.json) through the template loader:
//   mustache_spec FOLDER
// prints the misses and "mustache-spec: 136 of 136"; exits 1 where one fails, 2 where there is nothing to
// run.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "io/json/json.hpp"
#include "io/templates/templates.hpp"

namespace {

using caseload::Value;

Value read_json(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  std::string reason;
  auto document = caseload::io::from_json(text, &reason);
  if (!document) throw std::runtime_error(file.string() + ": " + reason);
  return *std::move(document);
}

std::string render(const Value& test) {
  std::vector<std::pair<std::string, std::string>> texts;
  if (const auto* partials = test["partials"].members()) {
    for (const auto& [name, text] : *partials) texts.emplace_back(name, text.text_or(""));
  }
  // A name that no partial of the tests can have.
  texts.emplace_back("the test's own template", test["template"].text_or(""));
  const caseload::io::TemplateSources sources(texts, caseload::io::MissingPartial::is_empty);
  return caseload::io::Templates(sources).render("the test's own template", test["data"]);
}

bool passes(const std::string& file, const Value& test) {
  std::string actual;
  try {
    actual = render(test);
  } catch (const std::exception& error) {
    actual = std::string("error: ") + error.what();
  }
  if (actual == test["expected"].text_or("")) return true;
  std::cout << file << ": " << test["name"].text_or("") << "\n  expected "
            << caseload::io::to_json(test["expected"]) << "\n  got      " << caseload::io::to_json(actual)
            << '\n';
  return false;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: mustache_spec FOLDER\n";
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
    // Files that begin with '~' are the spec's optional parts.
    if (file.path().extension() == ".json" && !file.path().filename().string().starts_with('~'))
      files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  int passed = 0, all = 0;
  for (const auto& file : files) {
    const auto document = read_json(file);
    const auto* tests = document["tests"].items();
    if (tests == nullptr) throw std::runtime_error(file.string() + " has no list of tests");
    for (const auto& test : *tests) {
      ++all;
      if (passes(file.filename().string(), test)) ++passed;
    }
  }
  std::cout << "mustache-spec: " << passed << " of " << all << '\n';
  if (all == 0) return 2;
  return passed == all ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "mustache_spec: " << error.what() << '\n';
  return 2;
}
