// Whole requests through nginx, one file each in tests/http/*.golden:
//
//   # comment                          any number, first
//   GET /cases/n-plus-one/slow?n=0     method and target, sent as they are
//   Accept: application/json           request headers
//   ---
//   400                                status
//   content-type: application/json     headers that must be there with this value; "!name" must be absent
//   ---
//   body                               all of it; an empty part asks nothing of it
//
// {*} stands for any text.
#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "core/text.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

namespace fs = std::filesystem;

struct Golden {
  test::HttpRequest request;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> absent;
  std::string body;
};

std::vector<std::string> golden_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("tests/http")) {
    if (entry.path().extension() == ".golden") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Golden read_golden(const std::string& name) {
  std::ifstream file(fs::path("tests/http") / name);
  Golden golden;
  int part = 0;
  bool first = true;
  for (std::string line; std::getline(file, line);) {
    if (part < 2 && line == "---") {
      ++part;
      first = true;
      continue;
    }
    if (part == 0) {
      if (line.starts_with("#") || line.empty()) continue;
      if (first) {
        const std::size_t space = line.find(' ');
        golden.request.method = line.substr(0, space);
        golden.request.target = line.substr(space + 1);
        first = false;
      } else {
        golden.request.headers.push_back(line);
      }
    } else if (part == 1) {
      if (first) {
        golden.status = std::stoi(line);
        first = false;
      } else if (line.starts_with("!")) {
        golden.absent.push_back(line.substr(1));
      } else {
        const std::size_t colon = line.find(": ");
        golden.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
      }
    } else {
      golden.body += line + "\n";
    }
  }
  if (part != 2) throw std::runtime_error(name + " has not its three parts");
  return golden;
}

// Whether the text is the pattern, where {*} stands for any text.
bool matches(std::string_view pattern, std::string_view text) {
  constexpr std::string_view wildcard = "{*}";
  const std::size_t star = pattern.find(wildcard);
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star + wildcard.size());
  text.remove_prefix(star);
  for (std::size_t skipped = 0; skipped <= text.size(); ++skipped) {
    if (matches(pattern, text.substr(skipped))) return true;
  }
  return false;
}

std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_requests)

BOOST_DATA_TEST_CASE(responses_match_their_golden_files, boost::unit_test::data::make(golden_files()), name) {
  const Golden golden = read_golden(name);
  const test::HttpResponse response = test::fetch(test::base_url(), golden.request);
  BOOST_TEST_CONTEXT(name << ": " << golden.request.method << " " << golden.request.target.substr(0, 200)) {
    BOOST_TEST(response.status == golden.status);
    for (const auto& [header, value] : golden.headers) {
      const std::string found = response.header(header).value_or("(absent)");
      BOOST_TEST(matches(value, found), header << " is " << found << ", wanted " << value);
    }
    for (const std::string& header : golden.absent)
      BOOST_TEST(!response.header(header).has_value(), header << " is there");
    if (!golden.body.empty()) {
      BOOST_TEST(matches(without_last_newline(golden.body), without_last_newline(response.body)),
                 "the body is " << response.body.substr(0, 2000));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
