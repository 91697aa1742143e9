#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/database/database.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

// The rows of a query, "1|NULL|a" each, by the two ways that rows come.
std::string printed(const Cursor& cursor) {
  std::string row;
  for (std::size_t column = 0; column < cursor.column_count(); ++column)
    row += (column == 0 ? "" : "|") + (cursor.is_null(column) ? "NULL" : cursor.text(column));
  return row;
}
std::vector<std::string> buffered(Database& db, std::string_view sql) {
  std::vector<std::string> rows;
  Cursor cursor = db.run(sql, {});
  while (cursor.next()) rows.push_back(printed(cursor));
  return rows;
}
std::vector<std::string> streamed(Database& db, std::string_view sql) {
  std::vector<std::string> rows;
  db.run_each(sql, {}, [&](Cursor& cursor) {
    rows.push_back(printed(cursor));
    return true;
  });
  return rows;
}

bool names_column(const DatabaseError& error) {
  return std::string_view(error.what()).find("'value'") != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cursor, ScratchDatabase)

BOOST_AUTO_TEST_CASE(null_and_values_follow_each_other_in_a_column) {
  execute("CREATE TABLE t (id INT PRIMARY KEY, number SMALLINT UNSIGNED, text VARCHAR(10), at DATETIME)");
  execute(
      "INSERT INTO t VALUES (1, NULL, 'a', NULL), (2, 7, NULL, '2024-02-29 01:02:03'), (3, NULL, '', NULL), "
      "(4, 0, NULL, '2024-02-29 00:00:00')");
  const std::vector<std::string> expected{"1|NULL|a|NULL", "2|7|NULL|2024-02-29 01:02:03", "3|NULL||NULL",
                                          "4|0|NULL|2024-02-29 00:00:00"};
  View view(*this);
  BOOST_TEST(buffered(view.db, "SELECT * FROM t ORDER BY id") == expected, boost::test_tools::per_element());
  BOOST_TEST(streamed(view.db, "SELECT * FROM t ORDER BY id") == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_join_without_a_match_is_null_in_each_of_its_columns) {
  execute("CREATE TABLE a (id INT PRIMARY KEY)");
  execute(
      "CREATE TABLE b (id INT PRIMARY KEY, number BIGINT NOT NULL, text TEXT NOT NULL, at TIME NOT NULL)");
  execute("INSERT INTO a VALUES (1), (2), (3)");
  execute("INSERT INTO b VALUES (1, 10, 'one', '01:00:00'), (3, 30, 'three', '03:00:00')");
  const std::string sql = "SELECT a.id, b.* FROM a LEFT JOIN b ON b.id = a.id ORDER BY a.id";
  const std::vector<std::string> expected{"1|1|10|one|01:00:00", "2|NULL|NULL|NULL|NULL",
                                          "3|3|30|three|03:00:00"};
  View view(*this);
  BOOST_TEST(buffered(view.db, sql) == expected, boost::test_tools::per_element());
  BOOST_TEST(streamed(view.db, sql) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(columns_are_read_in_any_order_and_again) {
  View view(*this);
  Cursor cursor = view.db.run("SELECT 1, 'two', 3e0", {});
  BOOST_REQUIRE(cursor.next());
  BOOST_TEST(cursor.real(2) == 3.0);
  BOOST_TEST(cursor.text(1) == "two");
  BOOST_TEST(cursor.integer(0) == 1);
  BOOST_TEST(cursor.text(1) == "two");
  BOOST_TEST(cursor.text(0) == "1");
  BOOST_TEST(cursor.text(2) == "3");
}

BOOST_AUTO_TEST_CASE(a_large_value_between_small_ones_comes_back_whole) {
  execute("CREATE TABLE t (id INT PRIMARY KEY, text MEDIUMTEXT)");
  execute("INSERT INTO t VALUES (1, 'a'), (2, REPEAT('xyz', 1000000)), (3, 'b')");
  std::string large;
  for (int count = 0; count < 1'000'000; ++count) large += "xyz";
  View view(*this);
  for (const auto& rows : {buffered(view.db, "SELECT text FROM t ORDER BY id"),
                           streamed(view.db, "SELECT text FROM t ORDER BY id")}) {
    BOOST_REQUIRE(rows.size() == 3U);
    BOOST_TEST(rows[0] == "a");
    BOOST_TEST((rows[1] == large));
    BOOST_TEST(rows[2] == "b");
  }
}

// The connector has 64 bytes for it, and the client library cuts the rest off.
BOOST_AUTO_TEST_CASE(a_decimal_that_the_connector_cuts_off_is_an_error_or_whole) {
  const std::string whole = "12345678901234567890123456789012345.123456789012345678901234567890";
  View view(*this);
  const std::string sql = "SELECT CAST(-" + whole + " AS DECIMAL(65,30)) AS value";
  BOOST_CHECK_EXCEPTION(buffered(view.db, sql), DatabaseError, [](const DatabaseError& error) {
    return std::string_view(error.what()).find("67 bytes does not fit into the 64 bytes") !=
           std::string_view::npos;
  });
  BOOST_TEST(streamed(view.db, sql) == std::vector<std::string>{"-" + whole},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_results_that_are_read_in_turns_keep_their_own_rows) {
  View view(*this);
  for (const std::string second :
       {"SELECT seq, seq + 10 FROM seq_1_to_3", "SELECT seq, seq FROM seq_1_to_3"}) {
    Cursor left = view.db.run("SELECT seq, seq FROM seq_1_to_3", {});
    Cursor right = view.db.run(second, {});
    std::string seen;
    while (left.next() && right.next())
      seen += left.text(0) + right.text(0) + "=" + left.text(1) + "," + right.text(1) + " ";
    BOOST_TEST(seen == (second.find("10") == std::string::npos ? "11=1,1 22=2,2 33=3,3 "
                                                               : "11=1,11 22=2,12 33=3,13 "));
  }
}

BOOST_AUTO_TEST_CASE(a_moved_cursor_goes_on_where_it_was) {
  View view(*this);
  Cursor first = view.db.run("SELECT seq, CONCAT('text ', seq) FROM seq_1_to_3", {});
  BOOST_REQUIRE(first.next());
  Cursor second = std::move(first);
  BOOST_TEST(printed(second) == "1|text 1");
  BOOST_REQUIRE(second.next());
  BOOST_TEST(printed(second) == "2|text 2");
}

BOOST_AUTO_TEST_CASE(the_same_query_sees_the_types_of_a_changed_table) {
  execute("CREATE TABLE t (value TINYINT NOT NULL)");
  execute("INSERT INTO t VALUES (7)");
  View view(*this);
  const std::string sql = "SELECT value FROM t";
  BOOST_TEST(buffered(view.db, sql) == std::vector<std::string>{"7"}, boost::test_tools::per_element());
  execute("ALTER TABLE t MODIFY value BIGINT NOT NULL");
  execute("UPDATE t SET value = 5000000000");
  BOOST_TEST(buffered(view.db, sql) == std::vector<std::string>{"5000000000"},
             boost::test_tools::per_element());
  execute("ALTER TABLE t MODIFY value VARCHAR(100) NOT NULL");
  execute("UPDATE t SET value = REPEAT('text', 20)");
  const std::vector<std::string> texts = buffered(view.db, sql);
  BOOST_REQUIRE(texts.size() == 1U);
  BOOST_TEST(texts[0].size() == 80U);
}

BOOST_AUTO_TEST_CASE(a_column_of_another_type_is_an_error_that_names_it) {
  View view(*this);
  Cursor cursor = view.db.run("SELECT 'text' AS value", {});
  BOOST_REQUIRE(cursor.next());
  BOOST_CHECK_EXCEPTION(cursor.integer(0), DatabaseError, names_column);
  BOOST_CHECK_EXCEPTION(cursor.real(0), DatabaseError, names_column);
  Cursor real = view.db.run("SELECT 0.5e0 AS value", {});
  BOOST_REQUIRE(real.next());
  BOOST_CHECK_EXCEPTION(real.integer(0), DatabaseError, names_column);
}

BOOST_AUTO_TEST_CASE(reading_without_a_row_is_an_error) {
  View view(*this);
  Cursor cursor = view.db.run("SELECT 1", {});
  BOOST_CHECK_THROW(cursor.integer(0), std::out_of_range);
  BOOST_REQUIRE(cursor.next());
  BOOST_CHECK_THROW(cursor.is_null(1), std::out_of_range);
  BOOST_TEST(!cursor.next());
  BOOST_CHECK_THROW(cursor.text(0), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()
