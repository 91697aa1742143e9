#include "core/query_digest.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

using namespace caseload;

namespace {

std::string digest(std::string_view sql) {
  return digest_of(sql).text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(query_digest)

BOOST_AUTO_TEST_CASE(folds_space_and_case_of_keywords_and_keeps_names) {
  BOOST_TEST(digest("SELECT  id,\n name FROM author\tWHERE id = ?") ==
             "select id, name from author where id = ?");
  BOOST_TEST(digest("select id , name from author where id=?;") ==
             "select id, name from author where id = ?");
  BOOST_TEST(digest("SELECT b.Title FROM Book AS b") == "select b.Title from Book as b");
  BOOST_TEST(digest("SELECT COUNT(*), Sum( price ) FROM book") == "select count(*), sum(price) from book");
  BOOST_TEST(digest("SELECT `Order`.id FROM `Order`") == "select `Order`.id from `Order`");
}

BOOST_AUTO_TEST_CASE(takes_literals_out) {
  const std::string expected = "select * from t where a = ? and b = ?";
  for (const char* sql : {
           "SELECT * FROM t WHERE a = 1 AND b = 'x'",
           "SELECT * FROM t WHERE a = -1.5e-3 AND b = \"it's\"",
           "SELECT * FROM t WHERE a = .5 AND b = 'it''s'",
           "SELECT * FROM t WHERE a = 0x1F AND b = 'a\\'b'",
           "SELECT * FROM t WHERE a = TRUE AND b = x'1F'",
           "SELECT * FROM t WHERE a = NULL AND b = _utf8mb4'\xF0\x9F\x98\x89'",
           "SELECT * FROM t WHERE a = ? AND b = ?",
       }) {
    BOOST_TEST(digest(sql) == expected, sql << " gave " << digest(sql));
  }
  BOOST_TEST(digest("SELECT a-1, x4, t1.c FROM t1 WHERE c IS NOT NULL LIMIT 10, 20") ==
             "select a - ?, x4, t1.c from t1 where c is not null limit ?, ?");
}

BOOST_AUTO_TEST_CASE(drops_comments) {
  BOOST_TEST(digest("/* page 7 */ SELECT 1 -- one\n + 2 # three") == "select ? + ?");
  BOOST_TEST(digest("SELECT a--1 FROM t") == "select a - ? from t");
  BOOST_TEST(digest("SELECT '-- no comment', `# no comment` FROM t") == "select ?, `# no comment` from t");
}

BOOST_AUTO_TEST_CASE(a_comment_ends_behind_its_own_end) {
  BOOST_TEST(digest("/*/ 1 */ SELECT 2") == "select ?");
  BOOST_TEST(digest("/**/SELECT 2/**/") == "select ?");
  BOOST_TEST(digest("SELECT 2 --") == "select ?");
  BOOST_TEST(digest("SELECT 2 --\tx\n, 3") == "select ?, ?");
}

BOOST_AUTO_TEST_CASE(numbers_and_names_have_their_first_and_last_characters) {
  for (const char* number : {"0", "9", "1.", "1.5", ".9", "1e5", "1E+5", "9e-9", "0x0", "0XaF", "1.e5"})
    BOOST_TEST(digest("SELECT " + std::string(number) + " FROM t") == "select ? from t", number);
  for (const char* name : {"a", "z9", "A0", "Zz", "_x", "x$", "@v", "1a", "1e5f", "é"})
    BOOST_TEST(digest("SELECT " + std::string(name) + " FROM t") == "select " + std::string(name) + " from t",
               name);
  BOOST_TEST(digest("SELECT 1+2, a:=3, a[4") == "select ? + ?, a := ?, a [ ?");
  BOOST_TEST(digest("SELECT\v1\f+\r2") == "select ? + ?");
}

BOOST_AUTO_TEST_CASE(a_sign_belongs_to_a_number_where_a_value_is_expected) {
  BOOST_TEST(digest("-1") == "?");
  BOOST_TEST(digest("SELECT -1, +?, a -1, `a` -1, é -1, @v -1, (1) -1, 2 -1, a IN (1, 2) -1") ==
             "select ?, ?, a - ?, `a` - ?, é - ?, @v - ?, (?) - ?, ? - ?, a in (...) - ?");
  BOOST_TEST(digest("SELECT a WHERE b = - c") == "select a where b = - c");
}

BOOST_AUTO_TEST_CASE(operators_of_several_characters_stay_together) {
  for (const char* sign : {"<=>", "->>", "<=", ">=", "<>", "!=", "||", "&&", ":=", "<<", ">>", "->"})
    BOOST_TEST(digest("SELECT a" + std::string(sign) + "b") == "select a " + std::string(sign) + " b", sign);
}

BOOST_AUTO_TEST_CASE(folds_in_lists_of_any_length) {
  const std::string expected = "select id from book where author_id in (...) order by id";
  for (const char* list : {"(?)", "(?, ?, ?)", "(1,2,3,4)", "('a', -2)"}) {
    BOOST_TEST(digest("SELECT id FROM book WHERE author_id IN " + std::string(list) + " ORDER BY id") ==
               expected);
  }
  BOOST_TEST(digest("SELECT 1 FROM t WHERE (a, b) NOT IN ((?, ?), (?, ?))") ==
             "select ? from t where (a, b) not in (...)");
  BOOST_TEST(digest("SELECT 1 FROM t WHERE a IN (SELECT b FROM u WHERE c = 5)") ==
             "select ? from t where a in (select b from u where c = ?)");
}

BOOST_AUTO_TEST_CASE(folds_rows_of_values) {
  const std::string expected = "insert into book (title, year) values (?, ?)";
  BOOST_TEST(digest("INSERT INTO book(title, year) VALUES (?, ?)") == expected);
  BOOST_TEST(digest("INSERT INTO book (title, year) VALUES (?, ?), (?, ?), ('x', NULL)") == expected);
  BOOST_TEST(digest("INSERT INTO t VALUES (?, 1), (?, now())") == "insert into t values (?, ?), (?, now())");
  BOOST_TEST(digest("SELECT f(a, (?), (?)) FROM t") == digest("SELECT f(a, (1), (2)) FROM t"));
}

BOOST_AUTO_TEST_CASE(C17_folds_rows_of_values_with_calls) {
  const std::string expected = "insert into t values (?, now())";
  BOOST_TEST(digest("INSERT INTO t VALUES (?, NOW())") == expected);
  BOOST_TEST(digest("INSERT INTO t VALUES (?, NOW()), (?, NOW()), (?, NOW())") == expected);
  BOOST_TEST(
      digest("INSERT INTO t VALUES (1, lower(concat('a', ?))), (2, lower(concat('b', ?))) ON DUPLICATE KEY "
             "UPDATE n = 3") ==
      digest("INSERT INTO t VALUES (?, lower(concat(?, ?))) ON DUPLICATE KEY UPDATE n = ?"));
  BOOST_TEST(digest("SELECT f(now()), (now()), (now()) FROM t") != digest("SELECT f(now()), (now()) FROM t"));
}

BOOST_AUTO_TEST_CASE(folds_rows_that_are_written_with_the_word) {
  BOOST_TEST(digest("INSERT INTO t VALUES ROW(1, 2), ROW(3, 4), ROW(5, 6)") ==
             "insert into t values row (?, ?)");
  BOOST_TEST(digest("SELECT row, (1) FROM t") == "select row, (?) from t");
  BOOST_TEST(digest("SELECT a, row, row FROM t") == "select a, row, row from t");
}

BOOST_AUTO_TEST_CASE(a_repeated_phrase_ends_with_its_parenthesis_or_its_case) {
  BOOST_TEST(digest("SELECT (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3), 4 FROM t") ==
             "select (select ? union all select ?), ? from t");
  BOOST_TEST(digest("SELECT 1 UNION SELECT 2 UNION SELECT 3") == "select ? union select ? union select ?");
  BOOST_TEST(digest("SELECT CASE a WHEN f(1) THEN 2 WHEN f(3) THEN 4 ELSE 5 END FROM t") ==
             "select case a when f(?) then ? else ? end from t");
}

BOOST_AUTO_TEST_CASE(folds_what_bulk_updates_repeat) {
  BOOST_TEST(digest("UPDATE t SET price = CASE id WHEN ? THEN ? WHEN ? THEN ? WHEN ? THEN ? END WHERE id IN "
                    "(?, ?, ?)") == "update t set price = case id when ? then ? end where id in (...)");
  BOOST_TEST(
      digest("UPDATE t JOIN (SELECT ? AS id, ? AS p UNION ALL SELECT ?, ? UNION ALL SELECT ?, ?) n USING "
             "(id) SET t.p = n.p") ==
      digest("UPDATE t JOIN (SELECT ? AS id, ? AS p UNION ALL SELECT ?, ?) n USING (id) SET t.p = n.p"));
  BOOST_TEST(digest("SELECT CASE WHEN a = 1 THEN 'x' WHEN b = 2 THEN 'y' END FROM t") ==
             "select case when a = ? then ? when b = ? then ? end from t");
}

BOOST_AUTO_TEST_CASE(different_questions_stay_different) {
  BOOST_TEST(digest("SELECT id FROM book WHERE author_id = ?") !=
             digest("SELECT id FROM book WHERE publisher_id = ?"));
  BOOST_TEST(digest("SELECT id FROM book ORDER BY id") != digest("SELECT id FROM book ORDER BY id DESC"));
  BOOST_TEST(digest("SELECT id FROM Book") != digest("SELECT id FROM book"));
}

BOOST_AUTO_TEST_CASE(knows_writes_from_reads) {
  for (const char* sql :
       {"INSERT INTO t VALUES (1)", "/* x */ update t set a = 1", "DELETE FROM t",
        "REPLACE INTO t VALUES (1)", "WITH x AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM x)",
        "CREATE TABLE t (a INT)", "TRUNCATE t", "INSERT INTO t SELECT 1"}) {
    BOOST_TEST(digest_of(sql).is_write, sql);
  }
  for (const char* sql : {"SELECT 1", "(SELECT 1) UNION (SELECT 2)", "WITH x AS (SELECT 1) SELECT * FROM x",
                          "SHOW STATUS", "SELECT * FROM job FOR UPDATE SKIP LOCKED",
                          "SELECT REPLACE(a, 'x', 'y') FROM t", "EXPLAIN UPDATE t SET a = 1", "", ";", "("}) {
    BOOST_TEST(!digest_of(sql).is_write, sql);
  }
}

BOOST_AUTO_TEST_CASE(finds_placeholders_outside_of_quotes_and_comments) {
  const std::string sql = "SELECT '?', \"?\", `?`, ? /* ? */ FROM t # ?\n WHERE a = ? -- ?";
  const std::vector<std::size_t> found = placeholders_in(sql);
  BOOST_TEST(found.size() == 2U);
  for (const std::size_t offset : found) BOOST_TEST(sql[offset] == '?');
  BOOST_TEST(sql.substr(found[0], 4) == "? /*");
  BOOST_TEST(sql.substr(found[1], 4) == "? --");
}

BOOST_AUTO_TEST_CASE(any_text_has_a_digest_and_its_digest_is_its_own) {
  for (const char* sql :
       {"'unclosed", "`unclosed", "/* unclosed",   "\\",        "'\\",       "((((",
        "))))",      "in (",      "values (?), (", "case when", "union all", "union all select",
        "-",         "--",        "\xFF\xFE",      "x'",        "_",         "0x",
        "1e",        ".",         "a.1b"}) {
    BOOST_TEST(digest(digest(sql)) == digest(sql), sql);
  }
  std::mt19937 random(20240229);
  const std::string_view alphabet = "?'\"`(),.;-/*# \n\\ainvlues1x_=@";
  for (int round = 0; round < 20'000; ++round) {
    std::string sql;
    for (int length = static_cast<int>(random() % 24); length > 0; --length)
      sql += alphabet[random() % alphabet.size()];
    BOOST_CHECK_NO_THROW(digest_of(sql));
    for (const std::size_t offset : placeholders_in(sql)) BOOST_REQUIRE(sql.at(offset) == '?');
  }
}

BOOST_AUTO_TEST_SUITE_END()
