#include "tests/support/server_rewrites.hpp"

#include <regex>
#include <utility>

namespace caseload::test {

bool is_read_as_a_range(std::string_view server_version, const std::string& query) {
  static const std::regex version_pattern(R"((\d+)\.(\d+)\..*MariaDB.*)");
  static const std::regex condition(R"(\b(date|year)\([\w.]+\) *(=|<|>))", std::regex::icase);
  std::smatch version;
  const std::string text(server_version);
  return std::regex_match(text, version, version_pattern) &&
         std::pair(std::stoi(version[1]), std::stoi(version[2])) >= std::pair(11, 1) &&
         std::regex_search(query, condition);
}

}  // namespace caseload::test
