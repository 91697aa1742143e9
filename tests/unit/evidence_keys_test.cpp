// Each evidence key has one source: the table in core/evidence_keys.cpp.
#include "core/evidence_keys.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace caseload {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(keys_of_evidence)

BOOST_AUTO_TEST_CASE(each_row_is_whole_and_its_name_is_the_only_one) {
  std::set<std::string_view> names;
  for (const EvidenceKey& row : evidence_keys()) {
    BOOST_TEST(names.insert(row.name).second, row.name);
    for (const std::string_view text : {row.one, row.many, row.title, row.meaning, row.source})
      BOOST_TEST(!text.empty(), row.name);
    BOOST_TEST(find_evidence_key(row.name) == &row);
    BOOST_TEST(&evidence_key(row.key) == &row);
  }
  BOOST_TEST(find_evidence_key("no-such-key") == nullptr);
}

BOOST_AUTO_TEST_CASE(evidence_keeps_what_was_measured_in_the_order_of_the_table) {
  Evidence evidence;
  evidence.put(Key::total, 9);
  evidence.put(Key::sql, 0);
  std::string listed;
  evidence.each([&](const EvidenceKey& row, std::int64_t value) {
    listed += std::string(row.name) + "=" + std::to_string(value) + " ";
  });
  BOOST_TEST(listed == "sql=0 total=9 ");
  BOOST_TEST(evidence.has(Key::sql));
  BOOST_TEST(!evidence.has(Key::rows));
  BOOST_TEST(evidence.get_or_0(Key::rows) == 0);
}

// Names of one word are words, so only those with a dash can be looked for.
BOOST_AUTO_TEST_CASE(no_key_is_spelled_outside_the_table) {
  for (const char* folder : {"fcgi-app", "site-gen", "templates"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp" && extension != ".js") continue;
      if (entry.path() == "fcgi-app/core/evidence_keys.cpp" ||
          entry.path() == "fcgi-app/core/evidence_keys.hpp")
        continue;
      const std::string text = text_of(entry.path());
      for (const EvidenceKey& row : evidence_keys()) {
        if (row.name.find('-') == std::string_view::npos) continue;
        const bool is_spelled = text.find("\"" + std::string(row.name) + "\"") != std::string::npos;
        BOOST_TEST(!is_spelled, entry.path().string() << " spells " << row.name);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
