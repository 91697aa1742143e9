#include "core/trace.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

class SetClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override { return wall; }
  std::int64_t thread_cpu_us() const override { return cpu; }
  std::chrono::system_clock::time_point now() const override { return {}; }
  void pass(std::int64_t wall_us, std::int64_t cpu_us) {
    wall += wall_us;
    cpu += cpu_us;
  }
  std::int64_t wall = 1'000'000;
  std::int64_t cpu = 500;
};

std::int64_t value_of(const Evidence& evidence, std::string_view key) {
  return evidence.get(find_evidence_key(key)->key).value_or(-1);
}

void run(Trace& trace, const Statement& statement, std::uint64_t parameters, std::int64_t rows) {
  StatementRecord& record = trace.statement(statement);
  ++record.times;
  record.parameters += 1;
  record.parameter_sets.insert(parameters);
  record.rows += rows;
  record.columns_fetched.resize(3, true);
  record.columns_read.resize(3, false);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(statements_of_one_digest_are_counted_together) {
  SetClock clock;
  Trace trace(clock, false);
  const Statement read{.digest = "select id from book where id = ?", .is_write = false};
  const Statement write{.digest = "update book set price = ? where id = ?", .is_write = true};
  for (std::uint64_t i = 0; i < 4; ++i) run(trace, read, i % 2, 1);
  run(trace, write, 9, 1);
  trace.statement(read).read_column(1);
  trace.measure();
  const Evidence evidence = trace.evidence();
  BOOST_TEST(value_of(evidence, "sql") == 5);
  BOOST_TEST(value_of(evidence, "sql-distinct") == 2);
  BOOST_TEST(value_of(evidence, "sql-write") == 1);
  BOOST_TEST(value_of(evidence, "rows") == 4);
  BOOST_TEST(value_of(evidence, "cols") == 6);
  BOOST_TEST(value_of(evidence, "cols-read") == 1);
  const Value document = trace.document();
  const Value& first = document["digests"].items()->front();
  BOOST_TEST(first["times"].integer_or(0) == 4);
  BOOST_TEST(first["distinct"].integer_or(0) == 2);
}

BOOST_AUTO_TEST_CASE(a_phase_inside_another_pauses_it) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(10, 5);
  {
    PhaseScope render(trace, Phase::render);
    clock.pass(100, 50);
    {
      PhaseScope db(trace, Phase::db);
      clock.pass(1'000, 7);
    }
    clock.pass(200, 60);
  }
  clock.pass(3, 1);
  trace.measure();
  const Evidence evidence = trace.evidence();
  BOOST_TEST(value_of(evidence, "cpu-app") == 6);
  BOOST_TEST(value_of(evidence, "cpu-render") == 110);
  BOOST_TEST(value_of(evidence, "cpu-db") == 7);
  BOOST_TEST(value_of(evidence, "total") == 1'313);
  BOOST_TEST(trace.server_timing() == "db;dur=1.000, app;dur=0.013, render;dur=0.300, total;dur=1.313");
}

BOOST_AUTO_TEST_CASE(a_step_of_the_chain_has_its_whole_time_and_what_it_asked) {
  SetClock clock;
  Trace trace(clock, false);
  run(trace, {.digest = "select 1"}, 1, 1);
  {
    const StepScope step(trace, "load_session");
    clock.pass(20, 10);
    const PhaseScope db(trace, Phase::db);
    run(trace, {.digest = "select 1"}, 1, 1);
    run(trace, {.digest = "update session"}, 1, 1);
    trace.record_cache({.key_hash = "k", .kind = CacheCall::Kind::get});
    clock.pass(300, 5);
  }
  {
    const StepScope step(trace, "check_limit");
    clock.pass(1, 1);
  }
  trace.measure();
  BOOST_TEST(trace.server_timing() ==
             "middleware;dur=0.021, middleware.load_session;dur=0.320, middleware.check_limit;dur=0.001, "
             "db;dur=0.300, total;dur=0.321");
  const Value document = trace.document();
  const Value& first = document["steps"].items()->front();
  BOOST_TEST(first["name"].text_or("") == "load_session");
  BOOST_TEST(first["wall_us"].integer_or(-1) == 320);
  BOOST_TEST(first["cpu_us"].integer_or(-1) == 15);
  BOOST_TEST(first["statements"].integer_or(-1) == 2);
  BOOST_TEST(first["cache_calls"].integer_or(-1) == 1);
  BOOST_TEST(document["steps"].items()->back()["statements"].integer_or(-1) == 0);
}

BOOST_AUTO_TEST_CASE(steps_are_told_though_the_chain_s_own_code_took_no_time) {
  SetClock clock;
  Trace trace(clock, false);
  {
    const StepScope step(trace, "load_session");
    const PhaseScope db(trace, Phase::db);
    clock.pass(300, 5);
  }
  { const StepScope step(trace, "check_limit"); }
  trace.measure();
  BOOST_TEST(trace.server_timing() ==
             "middleware;dur=0.000, middleware.load_session;dur=0.300, middleware.check_limit;dur=0.000, "
             "db;dur=0.300, total;dur=0.300");
}

BOOST_AUTO_TEST_CASE(what_was_not_measured_is_absent) {
  SetClock clock;
  Trace trace(clock, false);
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "rows-examined") == -1);
  BOOST_TEST(value_of(trace.evidence(), "first-byte") == -1);
  trace.set_session_counters({.rows_examined = 7});
  BOOST_TEST(value_of(trace.evidence(), "rows-examined") == 7);
}

BOOST_AUTO_TEST_CASE(the_header_is_a_dictionary_of_integers_whose_keys_are_documented) {
  SetClock clock;
  Trace trace(clock, false);
  trace.count_bytes(10);
  trace.measure();
  const std::string header = trace.evidence_header();
  BOOST_TEST(header.starts_with("sql=0, sql-distinct=0, sql-write=0, rows=0, "));
  BOOST_TEST(header.find("bytes=10") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_restart_forgets_time_and_keeps_counts) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(500, 400);
  trace.count_connect();
  trace.restart();
  clock.pass(3, 2);
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "total") == 3);
  BOOST_TEST(value_of(trace.evidence(), "connects") == 1);
}

BOOST_AUTO_TEST_CASE(a_probe_keeps_memory_over_time_up_to_the_last_reading) {
  const SetClock clock;
  Trace unprobed(clock, false);
  unprobed.measure();
  BOOST_TEST(unprobed.document()["memory"].is_null());

  Trace trace(clock, true);
  std::string held(100'000, 'x');
  held = std::string();
  trace.measure();
  const std::string later(10'000'000, 'x');
  const Value memory = trace.document()["memory"];
  BOOST_TEST(memory.is_null() == !memory_is_counted());
  if (!memory_is_counted()) return;
  std::int64_t highest = 0;
  for (const Value& sample : *memory["samples"].items())
    highest = std::max(highest, sample["app"].integer_or(-1));
  BOOST_TEST(highest >= 100'000);
  BOOST_TEST(highest < 1'000'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
