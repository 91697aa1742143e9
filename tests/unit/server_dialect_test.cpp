#include "io/database/server_dialect.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "io/database/connection.hpp"
#include "io/json/json.hpp"

using namespace caseload;
using io::ServerDialect;

namespace {

const ServerDialect mariadb("10.11.6-MariaDB-0+deb12u1");
const ServerDialect mysql("8.0.36");

Value plan(std::string_view document) {
  return ServerDialect::plan(io::from_json(document).value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(server_dialect)

BOOST_AUTO_TEST_CASE(limits_queries_in_each_servers_way) {
  io::DatabaseSettings settings;
  settings.statement_timeout_ms = 1'050;
  settings.stream_timeout_ms = 600'000;
  BOOST_TEST(mariadb.session_setup(settings).find("max_statement_time = 1.050") != std::string::npos);
  settings.read_committed = true;
  // make check has a parser of MySQL read what is compared with here.
  BOOST_TEST(mysql.session_setup(settings) ==
             "SET SESSION sql_mode = "
             "'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
             "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = 1, "
             "max_execution_time = 1050, lock_wait_timeout = 1, transaction_isolation = 'READ-COMMITTED'");
  BOOST_TEST(mariadb.with_stream_limit("SELECT 1", settings) ==
             "SET STATEMENT max_statement_time = 600.000 FOR SELECT 1");
  BOOST_TEST(mysql.with_stream_limit("SELECT 1", settings) == "SELECT /*+ MAX_EXECUTION_TIME(600000) */ 1");
  BOOST_TEST(mysql.with_stream_limit("WITH x AS (SELECT 1) SELECT * FROM x", settings) ==
             "WITH x AS (SELECT 1) SELECT * FROM x");
}

BOOST_AUTO_TEST_CASE(adds_up_the_counters_it_requests) {
  for (const ServerDialect& dialect : {mariadb, mysql}) {
    std::map<std::string, int> lookups;
    const SessionCounters counters = dialect.counters([&](std::string_view name) {
      ++lookups[std::string(name)];
      return name == "Rows_read" || name == "Handler_read_rnd_next" ? 100 : 1;
    });
    for (const auto& [name, times] : lookups) {
      BOOST_TEST(times == 1, name);
      BOOST_TEST(dialect.counter_names().find("'" + name + "'") != std::string_view::npos, name);
    }
    BOOST_TEST(counters.rows_examined >= 100);
    BOOST_TEST(counters.full_scans == 2);
  }
}

BOOST_AUTO_TEST_CASE(reads_mariadbs_plans) {
  const Value tree = plan(R"({"query_block": {"select_id": 1, "nested_loop": [
      {"read_sorted_file": {"filesort": {"sort_key": "b.title", "table": {"table_name": "b", "access_type": "ALL",
        "possible_keys": ["b_year", "b_year_id"], "rows": 10000, "filtered": 100, "attached_condition": "b.year = 2000"}}}},
      {"table": {"table_name": "a", "access_type": "eq_ref", "possible_keys": ["PRIMARY"], "key": "PRIMARY",
        "key_length": "8", "used_key_parts": ["id"], "ref": ["b.author_id"], "rows": 1, "filtered": 100}}],
      "subqueries": [{"query_block": {"select_id": 2, "table": {"message": "Impossible WHERE"}}}]}})");
  BOOST_TEST(tree["node"].text_or("") == "query");
  const Value::List& children = *tree["children"].items();
  BOOST_REQUIRE(children.size() == 3U);
  BOOST_TEST(children[0]["node"].text_or("") == "read sorted file");
  const Value& sort = children[0]["children"].items()->at(0);
  BOOST_TEST(sort["node"].text_or("") == "filesort");
  BOOST_TEST(sort["extra"].text_or("") == "by b.title");
  const Value& book = sort["children"].items()->at(0);
  BOOST_TEST(book["table"].text_or("") == "b");
  BOOST_TEST(book["access"].text_or("") == "ALL");
  BOOST_TEST(book["rows"].integer_or(0) == 10000);
  BOOST_TEST(book["extra"].text_or("") == "where b.year = 2000");
  BOOST_TEST(book.find("key") == nullptr);
  BOOST_TEST(book["possible_keys"].text_or("") == "b_year, b_year_id");
  BOOST_TEST(children[1]["key"].text_or("") == "PRIMARY");
  BOOST_TEST(children[1].find("possible_keys") == nullptr);
  BOOST_TEST(children[2]["children"].items()->at(0)["extra"].text_or("") == "Impossible WHERE");
}

BOOST_AUTO_TEST_CASE(reads_mysqls_plans) {
  const Value tree = plan(R"({"query_block": {"select_id": 1, "cost_info": {"query_cost": "3.5"},
      "ordering_operation": {"using_filesort": true, "grouping_operation": {"using_temporary_table": true, "using_filesort": false,
        "nested_loop": [{"table": {"table_name": "book", "access_type": "ref", "possible_keys": ["idx_book_year_id"],
          "key": "idx_book_year_id", "rows_examined_per_scan": 21, "rows_produced_per_join": 21, "using_index": true,
          "cost_info": {"read_cost": "1"}, "used_columns": ["id", "year"]}}]}}}})");
  BOOST_TEST(tree["node"].text_or("") == "query");
  const Value& order = tree["children"].items()->at(0);
  BOOST_TEST(order["node"].text_or("") == "ordering operation");
  BOOST_TEST(order["extra"].text_or("") == "using filesort");
  const Value& group = order["children"].items()->at(0);
  BOOST_TEST(group["extra"].text_or("") == "temporary table");
  const Value& table = group["children"].items()->at(0);
  BOOST_TEST(table["table"].text_or("") == "book");
  BOOST_TEST(table["rows"].integer_or(0) == 21);
  BOOST_TEST(table["extra"].text_or("") == "using index");
  BOOST_TEST(table.find("children") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_read_of_one_table_through_a_secondary_index_is_recognised) {
  const auto uses = [](const std::string& table) {
    return ServerDialect::uses_secondary_index(
        plan(R"({"query_block": {"filesort": {"table": {)" + table + "}}}}"));
  };
  BOOST_TEST(uses(R"("table_name": "b", "access_type": "ref", "key": "b_year")"));
  BOOST_TEST(uses(R"("table_name": "b", "access_type": "range", "key": "b_year")"));
  BOOST_TEST(!uses(R"("table_name": "b", "access_type": "range", "key": "PRIMARY")"));
  BOOST_TEST(!uses(R"("table_name": "b", "access_type": "ALL")"));
  BOOST_TEST(!uses(R"("table_name": "<derived2>", "access_type": "ref", "key": "key0")"));
  BOOST_TEST(!uses(R"("message": "Impossible WHERE")"));
  BOOST_TEST(!ServerDialect::uses_secondary_index(plan(R"({"query_block": {"nested_loop": [
      {"table": {"table_name": "a", "access_type": "ref", "key": "a_b"}},
      {"table": {"table_name": "b", "access_type": "ref", "key": "b_a"}}]}})")));
}

BOOST_AUTO_TEST_CASE(adds_up_the_pages_that_mariadb_accessed) {
  const auto pages = [](std::string_view document) {
    return ServerDialect::pages_accessed(io::from_json(document).value());
  };
  BOOST_TEST(pages(R"({"query_block": {"nested_loop": [
      {"table": {"table_name": "a", "r_engine_stats": {"pages_accessed": 7, "pages_read_count": 1}}},
      {"table": {"table_name": "b", "r_engine_stats": {"pages_accessed": 30}}}]}})")
                 .value() == 37);
  BOOST_TEST(pages(R"({"query_block": {"table": {"r_engine_stats": {}}}})").value() == 0);
  BOOST_TEST(!pages(R"({"query_block": {"table": {"table_name": "a"}}})").has_value());
  BOOST_TEST(mariadb.analyze() == "ANALYZE FORMAT=JSON ");
  BOOST_TEST(mysql.analyze() == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_plan_is_a_bare_node) {
  BOOST_TEST(plan("{}")["node"].text_or("") == "plan");
  BOOST_TEST(plan("[]")["node"].text_or("") == "plan");
  BOOST_TEST(ServerDialect::plan(Value())["node"].text_or("") == "plan");
}

BOOST_AUTO_TEST_SUITE_END()
