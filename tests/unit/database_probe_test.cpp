#include "io/database/database_probe.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "io/database/database.hpp"
#include "io/json/json.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

// A table of 1,000 rows with an index on b, and its statistics taken.
struct Shelf : ScratchDatabase {
  Shelf() {
    execute(
        "CREATE TABLE shelf (id INT PRIMARY KEY, b INT NOT NULL, c INT NOT NULL, d VARCHAR(50) NOT NULL, KEY "
        "idx_shelf_b (b))");
    execute("INSERT INTO shelf SELECT seq, seq DIV 10, seq DIV 10, CONCAT('row ', seq) FROM seq_1_to_1000");
    execute("ANALYZE TABLE shelf PERSISTENT FOR ALL");
  }
};

// The evidence of one statement run by a probe.
struct Probed : View {
  Probed(const ScratchDatabase& scratch, std::string_view sql, std::vector<Parameter> parameters = {},
         bool warm = true)
      : View(scratch, true) {
    if (warm) {
      Trace other(clock, false);
      Database before(connections, other, Dataset::x1);
      before.run(sql, parameters);
    }
    db.begin_probe();
    {
      Cursor rows = db.run(sql, parameters);
      while (rows.next()) {
      }
    }
    db.end_probe();
  }
  const QueryRecord& record() const { return *trace.queries().at(0); }
};

const Value* find_node(const Value& plan, std::string_view key, std::string_view value) {
  if (plan[key].text_or("") == value) return &plan;
  if (const Value::List* children = plan["children"].items()) {
    for (const Value& child : *children) {
      if (const Value* found = find_node(child, key, value)) return found;
    }
  }
  return nullptr;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database_probe, Shelf)

BOOST_AUTO_TEST_CASE(counts_rows_examined_and_scans_exactly) {
  const Probed scan(*this, "SELECT id FROM shelf WHERE c = ?", {std::int64_t{7}});
  BOOST_TEST(scan.evidence("rows-examined") == 1000);
  BOOST_TEST(scan.evidence("full-scan") == 1);
  BOOST_TEST(scan.evidence("rows") == 10);
  BOOST_TEST(scan.evidence("sort-rows") == 0);
  BOOST_TEST(scan.evidence("tmp-table") == 0);

  const Probed lookup(*this, "SELECT id FROM shelf WHERE b = ?", {std::int64_t{7}});
  BOOST_TEST(lookup.evidence("rows-examined") == 10);
  BOOST_TEST(lookup.evidence("full-scan") == 0);

  const Probed by_key(*this, "SELECT d FROM shelf WHERE id = ?", {std::int64_t{7}});
  BOOST_TEST(by_key.evidence("rows-examined") == 1);

  const Probed nothing(*this, "SELECT 1");
  BOOST_TEST(nothing.evidence("rows-examined") == 0);
  BOOST_TEST(nothing.evidence("full-scan") == 0);
  BOOST_TEST(nothing.evidence("tmp-table") == 0);
}

BOOST_AUTO_TEST_CASE(counts_sorted_rows_and_temporary_tables) {
  const Probed sorted(*this, "SELECT id FROM shelf ORDER BY d");
  BOOST_TEST(sorted.evidence("sort-rows") == 1000);
  const Probed grouped(*this, "SELECT c, COUNT(*) FROM shelf GROUP BY c ORDER BY NULL");
  BOOST_TEST(grouped.evidence("tmp-table") == 1);
}

BOOST_AUTO_TEST_CASE(bytes_sent_follow_what_is_sent) {
  const auto bytes = [&](int length) {
    return Probed(*this, "SELECT REPEAT('x', " + std::to_string(length) + ") FROM shelf")
        .evidence("db-bytes");
  };
  const std::int64_t ten = bytes(10), hundred = bytes(100);
  BOOST_TEST(hundred - ten == 1000 * 90);
  BOOST_TEST(ten > 1000 * 10);
  BOOST_TEST(ten < 1000 * 10 + 1000 * 20);
}

BOOST_AUTO_TEST_CASE(its_own_queries_are_not_counted) {
  View view(*this, true);
  view.db.run("SELECT 1", {});
  const std::int64_t before = view.evidence("sql");
  for (int round = 0; round < 30; ++round) {
    view.db.begin_probe();
    view.db.end_probe();
    BOOST_TEST(view.evidence("db-bytes") == 0);
    BOOST_TEST(view.evidence("rows-examined") == 0);
    BOOST_TEST(view.evidence("full-scan") == 0);
    BOOST_TEST(view.evidence("tmp-table") == 0);
  }
  BOOST_TEST(view.evidence("sql") == before);
  BOOST_TEST(view.evidence("sql-distinct") == 1);
}

BOOST_AUTO_TEST_CASE(a_lost_connection_leaves_the_counters_out) {
  View view(*this, true);
  view.db.begin_probe();
  kill_connections();
  view.db.run("SELECT id FROM shelf", {});
  view.db.end_probe();
  BOOST_TEST(view.evidence("rows-examined") == -1);
  BOOST_TEST(view.evidence("sql") == 1);
  BOOST_TEST(!view.trace.queries().at(0)->explain.is_null());

  view.db.begin_probe();
  view.db.run("SELECT id FROM shelf", {});
  kill_connections();
  view.db.end_probe();
  BOOST_TEST(view.db.run("SELECT 1", {}).next());
}

BOOST_AUTO_TEST_CASE(explains_each_digest_as_a_tree) {
  const Probed lookup(*this,
                      "SELECT s.d, t.d FROM shelf s JOIN shelf t ON t.id = s.c WHERE s.b = ? ORDER BY t.d",
                      {std::int64_t{7}});
  const Value& plan = lookup.record().explain;
  BOOST_TEST(plan["node"].text_or("") == "query");
  const Value* outer = find_node(plan, "table", "s");
  const Value* inner = find_node(plan, "table", "t");
  BOOST_REQUIRE(outer != nullptr);
  BOOST_REQUIRE(inner != nullptr);
  BOOST_TEST((*outer)["access"].text_or("") == "ref");
  BOOST_TEST((*outer)["key"].text_or("") == "idx_shelf_b");
  BOOST_TEST((*outer)["rows"].integer_or(0) == 10);
  BOOST_TEST((*inner)["access"].text_or("") == "eq_ref");
  BOOST_TEST((*inner)["key"].text_or("") == "PRIMARY");
  BOOST_TEST(find_node(plan, "node", "filesort") != nullptr);

  const Probed scan(*this, "SELECT d FROM shelf WHERE c = ?", {std::int64_t{7}});
  const Value* table = find_node(scan.record().explain, "table", "shelf");
  BOOST_REQUIRE(table != nullptr);
  BOOST_TEST((*table)["access"].text_or("") == "ALL");
  BOOST_TEST((*table)["extra"].text_or("") == "where shelf.c = 7");
  BOOST_TEST(scan.evidence("rows-examined") == 1000);  // EXPLAIN is not in it
}

BOOST_AUTO_TEST_CASE(counts_the_pages_of_reads_through_a_secondary_index) {
  const Probed looked_up(*this, "SELECT d FROM shelf WHERE b BETWEEN ? AND ?",
                         {std::int64_t{1}, std::int64_t{3}});
  BOOST_TEST(looked_up.record().pages.value_or(0) >= 30);  // at least one for each row
  BOOST_TEST(looked_up.evidence("db-pages") == looked_up.record().pages.value_or(0));
  const Probed covered(*this, "SELECT b FROM shelf WHERE b BETWEEN ? AND ?",
                       {std::int64_t{1}, std::int64_t{3}});
  BOOST_TEST(covered.record().pages.value_or(99) <= 5);
  const Probed by_key(*this, "SELECT d FROM shelf WHERE id = ?", {std::int64_t{7}});
  BOOST_TEST(!by_key.record().pages.has_value());
  BOOST_TEST(by_key.evidence("db-pages") == -1);
  const Probed locking(*this, "SELECT d FROM shelf WHERE b = ? FOR UPDATE", {std::int64_t{7}});
  BOOST_TEST(!locking.record().pages.has_value());
}

BOOST_AUTO_TEST_CASE(explains_writes_without_running_them) {
  View view(*this, true);
  view.db.begin_probe();
  view.db.execute("UPDATE shelf SET d = ? WHERE b = ?", "changed", 7);
  view.db.execute("DELETE FROM shelf WHERE c = ?", 8);
  view.db.execute("INSERT INTO shelf SELECT id + ?, b, c, d FROM shelf WHERE id = ?", 10'000, 1);
  view.db.execute("INSERT INTO shelf VALUES (?, 1, 1, '')", 20'000);
  view.db.end_probe();
  const auto& records = view.trace.queries();
  BOOST_REQUIRE(records.size() == 4U);
  BOOST_TEST(find_node(records[0]->explain, "key", "idx_shelf_b") != nullptr);
  BOOST_TEST(find_node(records[1]->explain, "access", "ALL") != nullptr);
  BOOST_TEST(find_node(records[2]->explain, "key", "PRIMARY") != nullptr);
  BOOST_TEST(records[3]->explain.is_null());
  BOOST_TEST(records[0]->result_hash == "");
  BOOST_TEST(value("SELECT COUNT(*) FROM shelf") == "992");
  BOOST_TEST(value("SELECT COUNT(*) FROM shelf WHERE d = 'changed'") == "10");
}

BOOST_AUTO_TEST_CASE(the_result_hash_is_of_rows_in_their_order) {
  const auto hash = [&](std::string_view sql) { return Probed(*this, sql).record().result_hash; };
  const std::string up = hash("SELECT id, d FROM shelf ORDER BY id");
  BOOST_TEST(up.size() == 64U);
  BOOST_TEST(hash("SELECT id, d FROM shelf ORDER BY id") == up);
  BOOST_TEST(hash("SELECT id, d FROM shelf ORDER BY id DESC") != up);
  BOOST_TEST(hash("SELECT id, d FROM shelf WHERE id < 1000 ORDER BY id") != up);
  BOOST_TEST(hash("SELECT 'ab', 'c'") != hash("SELECT 'a', 'bc'"));
  BOOST_TEST(hash("SELECT NULL") != hash("SELECT ''"));

  View streamed(*this, true);
  streamed.db.begin_probe();
  streamed.db.run_each("SELECT id, d FROM shelf ORDER BY id", {}, [](Cursor&) { return true; });
  streamed.db.end_probe();
  BOOST_TEST(streamed.trace.queries().at(0)->result_hash == up);
  BOOST_TEST(streamed.evidence("rows-examined") == 1000);
}

BOOST_AUTO_TEST_CASE(without_a_probe_nothing_of_it_is_measured) {
  View view(*this);
  view.db.run("SELECT id FROM shelf", {});
  view.db.end_probe();
  BOOST_TEST(view.evidence("rows-examined") == -1);
  BOOST_TEST(view.trace.queries().at(0)->explain.is_null());
  BOOST_TEST(view.trace.queries().at(0)->result_hash == "");
}

BOOST_AUTO_TEST_SUITE_END()
