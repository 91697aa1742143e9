#include "io/database/database.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "core/memory.hpp"
#include "io/metrics/metrics.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

struct Number {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Number::number);
};
struct Real {
  double real;
  static constexpr auto columns = std::tuple(&Real::real);
};
struct Text {
  std::string text;
  static constexpr auto columns = std::tuple(&Text::text);
};
struct NamedAuthor {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&NamedAuthor::id, &NamedAuthor::name);
};
struct Maybe {
  std::optional<std::int64_t> number;
  std::optional<std::string> text;
  std::optional<double> real;
  std::optional<bool> truth;
  static constexpr auto columns = std::tuple(&Maybe::number, &Maybe::text, &Maybe::real, &Maybe::truth);
};

// The same rows by the two ways that rows come: buffered (binary protocol) and streamed (text protocol).
template <class Row, class... Args>
std::array<std::vector<Row>, 2> both_ways(Database& db, std::string_view sql, const Args&... args) {
  std::array<std::vector<Row>, 2> rows;
  rows[0] = db.query<Row>(sql, args...);
  db.each<Row>(
      sql,
      [&](const Row& row) {
        rows[1].push_back(row);
        return true;
      },
      args...);
  return rows;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database, ScratchDatabase)

BOOST_AUTO_TEST_CASE(doubles_are_exact_to_the_bit) {
  execute("CREATE TABLE real_number (id INT PRIMARY KEY, r DOUBLE NOT NULL)");
  std::vector<double> values{0.1,
                             1.0 / 3,
                             1e-300,
                             1.7976931348623157e308,
                             2.2250738585072014e-308,
                             5e-324,
                             -0.5,
                             123456789.123456789,
                             9007199254740993.0,
                             4.35,
                             0.3,
                             1e15,
                             1e22,
                             3.141592653589793};
  std::mt19937_64 random(20240229);
  while (values.size() < 500) {
    const double value = std::bit_cast<double>(random());
    if (std::isfinite(value)) values.push_back(value);
  }
  View view(*this);
  for (std::size_t index = 0; index < values.size(); ++index)
    view.db.execute("INSERT INTO real_number VALUES (?, ?)", static_cast<std::int64_t>(index), values[index]);
  for (const auto& rows : both_ways<Real>(view.db, "SELECT r FROM real_number ORDER BY id")) {
    BOOST_REQUIRE(rows.size() == values.size());
    for (std::size_t index = 0; index < values.size(); ++index)
      BOOST_TEST(
          std::bit_cast<std::uint64_t>(rows[index].real) == std::bit_cast<std::uint64_t>(values[index]),
          values[index] << " came back as " << rows[index].real);
  }
  // As parameters of a streamed statement, where they become literals.
  for (const double value : values) {
    int found = 0;
    view.db.each<Number>(
        "SELECT id FROM real_number WHERE r = ?", [&](const Number&) { return ++found > 0; }, value);
    BOOST_TEST(found == 1, value);
  }
  for (const auto& rows :
       both_ways<Text>(view.db, "SELECT r FROM real_number WHERE id IN (0, 6, 13) ORDER BY id")) {
    BOOST_TEST(rows[0].text == "0.1");
    BOOST_TEST(rows[1].text == "-0.5");
    BOOST_TEST(rows[2].text == "3.141592653589793");
  }
}

BOOST_AUTO_TEST_CASE(every_type_comes_the_same_way_buffered_and_streamed) {
  execute(
      "CREATE TABLE every_type (a TINYINT, b SMALLINT UNSIGNED, c MEDIUMINT, d INT UNSIGNED, e BIGINT, f "
      "BIGINT UNSIGNED, "
      "g DECIMAL(30,10), h FLOAT, i DOUBLE, j DATE, k TIME(3), l DATETIME(6), m TIMESTAMP NULL, n YEAR, o "
      "CHAR(5), p VARCHAR(50), "
      "q TEXT, r BLOB, s ENUM('x','y'), t SET('u','v'), u JSON, v BIT(12), w BINARY(3), x DATETIME, z TIME, "
      "z2 DATETIME(6), z3 TIME(3), z4 DATETIME(2), z5 TIMESTAMP(4) NULL, z6 TIME(1))");
  execute(
      "INSERT INTO every_type VALUES (-128, 65535, -8388608, 4294967295, -9223372036854775808, "
      "18446744073709551615, "
      "-12345678901234567890.0123456789, 0.1, 0.1, '2024-02-29', '-12:34:56.789', '2024-02-29 "
      "23:59:59.999999', "
      "'2024-02-29 01:02:03', 1999, 'ab', 'naïve', '', x'00FF27', 'y', 'u,v', '{\"a\": 1}', b'101', "
      "x'410042', "
      "'1000-01-01 00:00:00', '838:59:59', '2024-01-01 00:00:00', '00:00:01', '2024-01-01 00:00:00.12', "
      "'2024-01-01 00:00:00.0001', '-00:00:00.5')");
  execute("INSERT INTO every_type () VALUES ()");
  View view(*this);
  std::array<std::vector<std::string>, 2> seen;
  const auto take = [](std::vector<std::string>& into, Cursor& rows) {
    for (std::size_t column = 0; column < rows.column_count(); ++column)
      into.push_back(rows.column_name(column) + "=" + (rows.is_null(column) ? "NULL" : rows.text(column)));
  };
  Cursor buffered = view.db.run("SELECT * FROM every_type", {});
  while (buffered.next()) take(seen[0], buffered);
  view.db.run_each("SELECT * FROM every_type", {}, [&](Cursor& rows) {
    take(seen[1], rows);
    return true;
  });
  BOOST_TEST(seen[0] == seen[1], boost::test_tools::per_element());
  const std::vector<std::string> expected{"a=-128",
                                          "b=65535",
                                          "c=-8388608",
                                          "d=4294967295",
                                          "e=-9223372036854775808",
                                          "f=18446744073709551615",
                                          "g=-12345678901234567890.0123456789",
                                          "h=0.1",
                                          "i=0.1",
                                          "j=2024-02-29",
                                          "k=-12:34:56.789",
                                          "l=2024-02-29 23:59:59.999999",
                                          "m=2024-02-29 01:02:03",
                                          "n=1999",
                                          "o=ab",
                                          "p=na\u00efve",
                                          "q=",
                                          std::string("r=\0\xFF'", 5),
                                          "s=y",
                                          "t=u,v",
                                          "u={\"a\": 1}",
                                          "v=5",
                                          std::string("w=A\0B", 5),
                                          "x=1000-01-01 00:00:00",
                                          "z=838:59:59",
                                          "z2=2024-01-01 00:00:00.000000",
                                          "z3=00:00:01.000",
                                          "z4=2024-01-01 00:00:00.12",
                                          "z5=2024-01-01 00:00:00.0001",
                                          "z6=-00:00:00.5"};
  BOOST_REQUIRE(seen[0].size() == 2 * expected.size());
  for (std::size_t index = 0; index < expected.size(); ++index) BOOST_TEST(seen[0][index] == expected[index]);
  for (std::size_t index = expected.size(); index < seen[0].size(); ++index)
    BOOST_TEST(seen[0][index].ends_with("=NULL"));
}

BOOST_AUTO_TEST_CASE(null_is_not_an_empty_text_nor_zero) {
  View view(*this);
  for (const auto& rows :
       both_ways<Maybe>(view.db, "SELECT NULL, NULL, NULL, NULL UNION ALL SELECT 0, '', 0e0, FALSE")) {
    BOOST_REQUIRE(rows.size() == 2U);
    BOOST_TEST((!rows[0].number && !rows[0].text && !rows[0].real && !rows[0].truth));
    BOOST_TEST((rows[1].number == 0 && rows[1].text == "" && rows[1].real == 0.0 && rows[1].truth == false));
  }
  BOOST_CHECK_EXCEPTION(
      view.db.query<Number>("SELECT NULL AS price"), DatabaseError, [](const DatabaseError& error) {
        return std::string_view(error.what()).find("'price' is NULL") != std::string_view::npos;
      });
  BOOST_CHECK_THROW(view.db.query<Text>("SELECT NULL"), DatabaseError);
  BOOST_CHECK_THROW(view.db.query<Real>("SELECT NULL"), DatabaseError);
}

BOOST_AUTO_TEST_CASE(nulls_go_in_as_parameters) {
  execute("CREATE TABLE t (a INT NULL, b VARCHAR(10) NULL)");
  View view(*this);
  view.db.execute("INSERT INTO t VALUES (?, ?)", std::optional<std::int64_t>{},
                  std::optional<std::string>("x"));
  view.db.execute("INSERT INTO t VALUES (?, ?)", std::optional<std::int64_t>{1},
                  std::optional<std::string>{});
  view.db.execute("INSERT INTO t VALUES (?, ?)", 2, "");
  BOOST_TEST(value("SELECT COUNT(*) FROM t WHERE a IS NULL AND b = 'x'") == "1");
  BOOST_TEST(value("SELECT COUNT(*) FROM t WHERE a = 1 AND b IS NULL") == "1");
  BOOST_TEST(value("SELECT COUNT(*) FROM t WHERE a = 2 AND b = ''") == "1");
}

BOOST_AUTO_TEST_CASE(B10_four_byte_text) {
  execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(100))");
  const std::string text = "x\U0001F609y\U0002070Ez";
  View view(*this);
  view.db.execute("INSERT INTO t VALUES (1, ?)", text);
  view.db.execute("INSERT INTO t VALUES (2, '" + text + "')");
  for (const auto& rows : both_ways<Text>(view.db, "SELECT a FROM t WHERE a = ? ORDER BY id", text)) {
    BOOST_REQUIRE(rows.size() == 2U);
    BOOST_TEST(rows[0].text == text);
    BOOST_TEST(rows[1].text == text);
  }
}

BOOST_AUTO_TEST_CASE(any_text_goes_in_and_comes_back) {
  View view(*this);
  for (const std::string text :
       {"'", "\\", "\\'", "''", "\"", "`", "?", "-- ", "a\nb\r\tc", "%_", "'; DROP TABLE t; --", "\x1a"}) {
    for (const auto& rows : both_ways<Text>(view.db, "SELECT ? AS a WHERE 1 = ?", text, 1)) {
      BOOST_REQUIRE(rows.size() == 1U);
      BOOST_TEST(rows[0].text == text);
    }
  }
  const std::string with_zero("a\0b", 3);
  for (const auto& rows : both_ways<Text>(view.db, "SELECT ? AS a", with_zero))
    BOOST_TEST(rows[0].text == with_zero);
  for (const auto& rows : both_ways<Number>(view.db, "SELECT 5 -?", -3)) BOOST_TEST(rows[0].number == 8);
}

BOOST_AUTO_TEST_CASE(three_megabytes_come_back_whole) {
  execute("CREATE TABLE t (a LONGBLOB)");
  std::string blob(3'000'000, '\0');
  std::mt19937 random(20240229);
  for (char& byte : blob) byte = static_cast<char>(random());
  View view(*this);
  view.db.execute("INSERT INTO t VALUES (?)", blob);
  for (const auto& rows : both_ways<Text>(view.db, "SELECT a FROM t")) BOOST_TEST((rows.at(0).text == blob));
}

BOOST_AUTO_TEST_CASE(integers_that_do_not_fit_are_errors) {
  View view(*this);
  for (const char* sql : {"SELECT 18446744073709551615", "SELECT 1.5", "SELECT 'abc'", "SELECT ''",
                          "SELECT 1e0", "SELECT 99999999999999999999", "SELECT '12 '"}) {
    BOOST_CHECK_THROW(view.db.query<Number>(sql), DatabaseError);
    BOOST_CHECK_THROW(view.db.each<Number>(sql, [](const Number&) { return true; }), DatabaseError);
  }
  for (const auto& rows : both_ways<Number>(view.db, "SELECT SUM(seq) FROM seq_1_to_10"))
    BOOST_TEST(rows.at(0).number == 55);
  for (const auto& rows : both_ways<Number>(view.db, "SELECT ?", std::numeric_limits<std::int64_t>::min()))
    BOOST_TEST(rows.at(0).number == std::numeric_limits<std::int64_t>::min());
  for (const auto& rows : both_ways<Real>(view.db, "SELECT CAST('4.35' AS DECIMAL(5,2))"))
    BOOST_TEST(rows.at(0).real == 4.35);
}

BOOST_AUTO_TEST_CASE(a_result_with_another_number_of_columns_is_an_error) {
  View view(*this);
  BOOST_CHECK_EXCEPTION(view.db.query<Number>("SELECT 1, 2"), DatabaseError, [](const DatabaseError& error) {
    return std::string_view(error.what()) == "the result has 2 columns, but the row type has 1" &&
           error.digest == "select ?, ?";
  });
  BOOST_CHECK_THROW(view.db.each<Number>("SELECT 1, 2", [](const Number&) { return true; }), DatabaseError);
}

BOOST_AUTO_TEST_CASE(errors_carry_number_and_digest) {
  View view(*this);
  BOOST_CHECK_EXCEPTION(view.db.query<Number>("SELECT a FROM missing WHERE b = 3"), DatabaseError,
                        [](const DatabaseError& error) {
                          return error.code == 1146 && error.digest == "select a from missing where b = ?" &&
                                 !error.is_lock_conflict();
                        });
  BOOST_CHECK_THROW(view.db.query<Number>("SELECT ?", 1, 2), DatabaseError);
  BOOST_CHECK_THROW(view.db.query<Number>("SELECT ?"), DatabaseError);
  BOOST_CHECK_THROW(view.db.execute("SELECT 1"), DatabaseError);
  execute("CREATE TABLE t (a INT)");
  BOOST_CHECK_THROW(view.db.query<Number>("INSERT INTO t VALUES (1)"), DatabaseError);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(more_than_65535_placeholders_are_an_error_and_the_connection_stays) {
  View view(*this);
  std::string list = "?";
  for (int count = 1; count < 65'536; ++count) list += ",?";
  const std::vector<Parameter> parameters(65'536, Parameter(std::int64_t{1}));
  BOOST_CHECK_EXCEPTION(view.db.run("SELECT 1 WHERE 1 IN (" + list + ")", parameters), DatabaseError,
                        [](const DatabaseError& error) { return error.code == 1390; });
  BOOST_TEST(view.db.query_one<Number>("SELECT 1")->number == 1);
  BOOST_TEST(view.evidence("connects") == 1);
}

BOOST_AUTO_TEST_CASE(last_insert_id_is_not_a_query) {
  execute("CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT)");
  View view(*this);
  view.db.execute("INSERT INTO t (a) VALUES (?)", 1);
  view.db.execute("INSERT INTO t (a) VALUES (?), (?)", 2, 3);
  BOOST_TEST(view.db.last_insert_id() == 2);
  BOOST_TEST(view.evidence("sql") == 2);
}

BOOST_AUTO_TEST_CASE(evidence_is_exact) {
  execute("CREATE TABLE author (id BIGINT PRIMARY KEY, name VARCHAR(50), born INT)");
  execute("INSERT INTO author SELECT seq, CONCAT('a', seq), 1900 + seq FROM seq_1_to_10");
  View view(*this);
  BOOST_TEST(view.db.query<NamedAuthor>("SELECT id, name FROM author WHERE id <= ?", 10).size() == 10U);
  for (const int id : {1, 2, 3, 2, 1, 99})
    view.db.query_one<Text>("SELECT name FROM author WHERE id = ?", id);
  view.db.each<Text>(
      "SELECT name FROM author WHERE id > ?", [](const Text&) { return true; }, 7);
  {
    Cursor all = view.db.run("SELECT * FROM author WHERE id = ?", std::vector<Parameter>{std::int64_t{1}});
    BOOST_TEST(all.next());
    all.record().read_column(1);
  }
  view.db.execute("UPDATE author SET born = born + ? WHERE id <= ?", 1, 4);
  BOOST_CHECK_THROW(view.db.execute("UPDATE author SET id = ? WHERE id = ?", 1, 2), DatabaseError);

  BOOST_TEST(view.evidence("sql") == 1 + 6 + 1 + 1 + 1 + 1);
  BOOST_TEST(view.evidence("sql-distinct") == 6);
  BOOST_TEST(view.evidence("sql-write") == 2);
  BOOST_TEST(view.evidence("rows") == 10 + 5 + 3 + 1);
  BOOST_TEST(view.evidence("cols") == 2 + 1 + 1 + 3);
  BOOST_TEST(view.evidence("cols-read") == 2 + 1 + 1 + 1);
  BOOST_TEST(view.evidence("commits") == 1);
  BOOST_TEST(view.evidence("connects") == 1);
  BOOST_TEST(view.evidence("rows-examined") == -1);

  const QueryRecord& lookup = *view.trace.queries().at(1);
  BOOST_TEST(lookup.text == "select name from author where id = ?");
  BOOST_TEST(lookup.times == 6);
  BOOST_TEST(lookup.parameters == 6);
  BOOST_TEST(lookup.parameter_sets.size() == 4U);
  BOOST_TEST(lookup.rows == 5);
  BOOST_TEST(lookup.microseconds > 0);
  BOOST_TEST(lookup.result_hash == "");
}

BOOST_AUTO_TEST_CASE(parameters_differ_by_type_and_by_where_they_end) {
  View view(*this);
  view.db.query<Text>("SELECT CONCAT(?, ?)", "ab", "c");
  view.db.query<Text>("SELECT CONCAT(?, ?)", "a", "bc");
  view.db.query<Text>("SELECT CONCAT(?, ?)", "1", 1);
  view.db.query<Text>("SELECT CONCAT(?, ?)", 1, "1");
  view.db.query<Text>("SELECT CONCAT(?, ?)", 1, "1");
  BOOST_TEST(view.trace.queries().front()->parameter_sets.size() == 4U);
}

BOOST_AUTO_TEST_CASE(each_write_outside_a_transaction_is_a_commit) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  for (int row = 0; row < 5; ++row) view.db.execute("INSERT INTO t VALUES (?)", row);
  BOOST_TEST(view.evidence("commits") == 5);
  view.db.transaction([&] {
    for (int row = 0; row < 5; ++row) view.db.execute("INSERT INTO t VALUES (?)", row);
  });
  BOOST_TEST(view.evidence("commits") == 6);
  BOOST_TEST(view.evidence("sql") == 10);
  BOOST_TEST(view.evidence("sql-distinct") == 1);
}

BOOST_AUTO_TEST_CASE(queries_and_connections_are_counted_for_the_metrics) {
  execute("CREATE TABLE t (a INT)");
  const auto counted = [](const std::string& sample) {
    const std::string text = "\n" + io::metrics_text();
    const std::size_t at = text.find("\n" + sample + " ");
    return at == std::string::npos ? 0 : std::stoll(text.substr(at + sample.size() + 2));
  };
  const std::string reads = R"(caseload_queries_total{kind="read"})";
  const std::string writes = R"(caseload_queries_total{kind="write"})";
  const std::string connects = "caseload_database_connects_total";
  const auto reads_before = counted(reads), writes_before = counted(writes), before = counted(connects);
  View view(*this);
  view.db.execute("INSERT INTO t VALUES (1)");
  for (int i = 0; i < 3; ++i) view.db.query<Number>("SELECT a FROM t");
  BOOST_TEST(counted(reads) - reads_before == 3);
  BOOST_TEST(counted(writes) - writes_before == 1);
  BOOST_TEST(counted(connects) - before == view.evidence("connects"));
}

BOOST_AUTO_TEST_CASE(a_buffered_result_is_the_drivers_memory_while_it_is_held) {
  if (!memory_is_counted()) {
    BOOST_TEST(!memory_is_counted());
    return;
  }
  View view(*this);
  const auto driver = [] { return thread_memory.live[static_cast<std::size_t>(MemoryOwner::driver)]; };
  const auto app = [] { return thread_memory.live[static_cast<std::size_t>(MemoryOwner::app)]; };
  const char* sql = "SELECT seq, REPEAT('x', 100) FROM seq_1_to_10000";
  view.db.run(sql, {});  // what stays with the connection is taken here
  const std::int64_t before = driver(), app_before = app();
  {
    Cursor rows = view.db.run(sql, {});
    BOOST_TEST(driver() - before > 10'000 * 100);
    BOOST_TEST(app() - app_before < 2'000);
    std::int64_t bytes = 0;
    while (rows.next()) bytes += static_cast<std::int64_t>(rows.text(1).size());
    BOOST_TEST(bytes == 10'000 * 100);
    BOOST_TEST(app() - app_before < 2'000);
  }
  BOOST_TEST(std::abs(driver() - before) < 100'000);
  BOOST_TEST(std::abs(app() - app_before) < 2'000);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_all_or_nothing) {
  execute("CREATE TABLE t (a INT PRIMARY KEY)");
  View view(*this);
  BOOST_CHECK_THROW(view.db.transaction([&] {
    view.db.execute("INSERT INTO t VALUES (1)");
    throw BadRequest("no");
  }),
                    BadRequest);
  BOOST_CHECK_THROW(view.db.transaction([&] {
    view.db.execute("INSERT INTO t VALUES (1)");
    view.db.execute("INSERT INTO t VALUES (1)");
  }),
                    DatabaseError);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "0");
  BOOST_TEST(view.evidence("commits") == 0);
  view.db.execute("INSERT INTO t VALUES (2)");  // and outside it commits by itself again
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "1");
}

BOOST_AUTO_TEST_CASE(transactions_do_not_nest) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  BOOST_CHECK_THROW(view.db.transaction([&] {
    view.db.execute("INSERT INTO t VALUES (1)");
    view.db.transaction([] {});
  }),
                    std::logic_error);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(a_connection_lost_within_a_transaction_is_not_replaced) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  int runs = 0;
  BOOST_CHECK_THROW(view.db.transaction([&] {
    ++runs;
    view.db.execute("INSERT INTO t VALUES (1)");
    kill_connections();
    try {
      view.db.execute("INSERT INTO t VALUES (2)");
    } catch (const Unavailable&) {
      // Swallowed by mistake: what follows must not go to another connection either.
    }
    view.db.execute("INSERT INTO t VALUES (3)");
  }),
                    Unavailable);
  BOOST_TEST(runs == 1);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "0");
  BOOST_TEST(view.db.execute("INSERT INTO t VALUES (4)") == 1);
  BOOST_TEST(view.evidence("connects") == 2);
}

BOOST_AUTO_TEST_CASE(a_lock_timeout_runs_the_whole_transaction_again) {
  execute("CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL)");
  execute("INSERT INTO t VALUES (1, 0), (2, 0)");
  View view(*this, false, 3'000);  // which waits 1 s for a lock
  execute("START TRANSACTION");
  execute("UPDATE t SET a = a + 1 WHERE id = 2");
  int runs = 0;
  view.db.transaction([&] {
    if (++runs == 2) execute("COMMIT");
    view.db.execute("UPDATE t SET a = a + 10 WHERE id = 1");
    view.db.execute("UPDATE t SET a = a + 10 WHERE id = 2");
  });
  BOOST_TEST(runs == 2);
  BOOST_TEST(value("SELECT GROUP_CONCAT(a ORDER BY id) FROM t") == "10,11");
  BOOST_TEST(view.evidence("commits") == 1);
}

BOOST_AUTO_TEST_CASE(tries_are_bounded) {
  View view(*this);
  int runs = 0;
  BOOST_CHECK_THROW(view.db.transaction(
                        [&] {
                          ++runs;
                          throw DatabaseError(1213, "deadlock", "");
                        },
                        3),
                    Unavailable);
  BOOST_TEST(runs == 3);
}

BOOST_AUTO_TEST_CASE(B12_deadlocks_are_retried_whole) {
  constexpr int writers = 8, rows = 200, rounds = 12;
  execute("CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL)");
  execute("INSERT INTO t SELECT seq, 0 FROM seq_1_to_200");
  const auto shared = settings();
  const std::string before = value(
      "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_DEADLOCKS'");
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      const io::DriverThread thread;
      io::Connections own(shared);
      const SystemClock clock;
      try {
        for (int round = 0; round < rounds; ++round) {
          Trace trace(clock, false);
          Database db(own, trace, Dataset::x1);
          db.transaction([&] {
            for (int index = 0; index < rows; index += 20) {
              const int id = writer % 2 == 0 ? index + 1 : rows - index;
              db.execute("UPDATE t SET a = a + 1 WHERE id BETWEEN ? AND ?", writer % 2 == 0 ? id : id - 19,
                         writer % 2 == 0 ? id + 19 : id);
            }
          });
          ++done;
        }
      } catch (const std::exception& error) {
        std::fprintf(stderr, "a writer failed: %s\n", error.what());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(done == writers * rounds);
  BOOST_TEST(value("SELECT COUNT(*) FROM t WHERE a = 96") == "200");
  const std::string after = value(
      "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_DEADLOCKS'");
  BOOST_TEST(std::stoi(after) > std::stoi(before));  // else nothing was tried here
}

BOOST_AUTO_TEST_SUITE_END()
