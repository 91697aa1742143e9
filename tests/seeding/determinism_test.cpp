// The seed gives the same rows each time and everywhere.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <map>
#include <string>

#include "tests/seeding/seeded_shop.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

namespace {

// One line a table: name, rows, checksum. After a wanted change of the seed, the lines that this test prints.
std::map<std::string, Checksum> recorded() {
  std::ifstream in("tests/seeding/x1.checksums");
  std::map<std::string, Checksum> all;
  std::string table;
  Checksum checksum;
  while (in >> table >> checksum.rows >> checksum.sum) all[table] = checksum;
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(determinism)

BOOST_AUTO_TEST_CASE(two_seedings_agree) {
  const auto first = SeededShop::first().checksums();
  const auto second = SeededShop::second().checksums();
  BOOST_TEST_REQUIRE(first.size() == 17U);
  for (const auto& [table, checksum] : first) BOOST_TEST(second.at(table) == checksum, table);
}

BOOST_AUTO_TEST_CASE(the_rows_are_those_of_every_other_machine) {
  const auto wanted = recorded();
  for (const auto& [table, checksum] : SeededShop::first().checksums()) {
    const auto found = wanted.find(table);
    BOOST_TEST((found != wanted.end() && found->second == checksum), table << ' ' << checksum);
  }
}

// The databases of these tests are of latin1, which has none of these letters.
BOOST_AUTO_TEST_CASE(letters_survive_a_database_of_another_character_set) {
  SeededShop& shop = SeededShop::first();
  for (const char* letter : {"č", "ř", "Ł"})
    BOOST_TEST(shop.number("SELECT COUNT(*) FROM author WHERE name LIKE '%" + std::string(letter) + "%'") > 0,
               letter);
  BOOST_TEST(shop.number("SELECT COUNT(*) FROM author WHERE name LIKE '%?%'") == 0);
}

BOOST_AUTO_TEST_CASE(a_checksum_sees_one_changed_letter) {
  SeededShop& shop = SeededShop::second();
  const auto before = shop.checksums();
  shop.connection().execute("START TRANSACTION");
  shop.connection().execute("UPDATE review SET body = CONCAT(body, '.') WHERE id = 17");
  const auto after = shop.checksums();
  shop.connection().execute("ROLLBACK");
  for (const auto& [table, checksum] : before)
    BOOST_TEST((after.at(table) == checksum) == (table != "review"), table);
}

BOOST_AUTO_TEST_CASE(the_seed_says_what_it_is_and_leaves_no_tools_behind) {
  SeededShop& shop = SeededShop::first();
  BOOST_TEST(shop.value("SELECT CONCAT(factor, ' ', seed) FROM dataset") == "1 20240229");
  BOOST_TEST(shop.number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                         "table_name LIKE 'seed%'") == 0);
}

// The datasets of the running stack. The shop writes to some of their tables, so only those are compared to
// which it never does.
BOOST_AUTO_TEST_CASE(the_datasets_differ_only_in_size) {
  for (const Dataset dataset : datasets()) {
    const std::string name(name_of(dataset));
    const auto factor = static_cast<std::int64_t>(dataset);
    SeededShop shop("caseload_" + name);
    const std::map<std::string, std::int64_t> wanted = {
        {"country", 120},           {"publisher", 1000},       {"tag", 500},
        {"author", 1250 * factor},  {"book", 10'000 * factor}, {"document", 640 * factor},
        {"customer", 2500 * factor}};
    for (const auto& [table, count] : wanted)
      BOOST_TEST(shop.number("SELECT COUNT(*) FROM " + table) == count, name << ' ' << table);
    BOOST_TEST(shop.number("SELECT factor FROM dataset") == factor, name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::test
