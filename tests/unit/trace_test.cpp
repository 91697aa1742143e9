#include "core/trace.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

class SetClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override { return wall; }
  std::int64_t thread_cpu_us() const override {
    ++cpu_reads;
    return cpu;
  }
  std::chrono::system_clock::time_point now() const override { return {}; }
  void pass(std::int64_t wall_us, std::int64_t cpu_us) {
    wall += wall_us;
    cpu += cpu_us;
  }
  std::int64_t wall = 1'000'000;
  std::int64_t cpu = 500;
  mutable int cpu_reads = 0;
};

std::int64_t value_of(const Evidence& evidence, std::string_view key) {
  return evidence.get(find_evidence_key(key)->key).value_or(-1);
}

void run(Trace& trace, const QueryDigest& digest, std::uint64_t parameters, std::int64_t rows) {
  QueryRecord& record = trace.query(digest);
  ++record.times;
  record.count_parameters(1);
  record.parameter_sets.insert(parameters);
  record.rows += rows;
  record.columns_fetched.resize(3, true);
  record.column_reads.resize(3, false);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(queries_of_one_digest_are_counted_together) {
  SetClock clock;
  Trace trace(clock, false);
  const QueryDigest read{.text = "select id from book where id = ?", .is_write = false};
  const QueryDigest write{.text = "update book set price = ? where id = ?", .is_write = true};
  for (std::uint64_t i = 0; i < 4; ++i) run(trace, read, i % 2, 1);
  run(trace, write, 9, 1);
  trace.query(read).read_column(1);
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

BOOST_AUTO_TEST_CASE(the_most_parameters_are_those_of_one_execution) {
  SetClock clock;
  Trace trace(clock, false);
  const auto most = [&] {
    trace.measure();
    return value_of(trace.evidence(), "sql-parameters");
  };
  BOOST_TEST(most() == 0);
  for (const std::size_t count : {2U, 7U, 3U})
    trace.query({.text = "select id from book where id in (...)", .is_write = false}).count_parameters(count);
  trace.query({.text = "select id from book where year = ?", .is_write = false}).count_parameters(1);
  BOOST_TEST(most() == 7);
  BOOST_TEST(trace.queries().front()->parameters == 12);
}

BOOST_AUTO_TEST_CASE(a_phase_inside_another_pauses_it) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(10, 10);
  {
    PhaseScope render(trace, Phase::render);
    clock.pass(100, 50);
    {
      PhaseScope db(trace, Phase::db);
      clock.pass(1'000, 7);
    }
    clock.pass(200, 60);
  }
  clock.pass(3, 3);
  trace.measure();
  const Evidence evidence = trace.evidence();
  BOOST_TEST(value_of(evidence, "cpu-app") == 13);
  BOOST_TEST(value_of(evidence, "cpu-render") == 110);
  BOOST_TEST(value_of(evidence, "cpu-db") == 7);
  BOOST_TEST(value_of(evidence, "total") == 1'313);
  BOOST_TEST(trace.server_timing() == "db;dur=1.000, app;dur=0.013, render;dur=0.300, total;dur=1.313");
}

BOOST_AUTO_TEST_CASE(the_cpu_clock_is_read_once_for_each_query) {
  SetClock clock;
  Trace trace(clock, false);
  for (int query = 0; query < 50; ++query) {
    clock.pass(4, 4);
    const PhaseScope db(trace, Phase::db);
    clock.pass(60, 9);
  }
  clock.pass(5, 5);
  trace.measure();
  BOOST_TEST(clock.cpu_reads == 1 + 50);  // the first at the start
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") == 50 * 4 + 5);
  BOOST_TEST(value_of(trace.evidence(), "cpu-db") == 50 * 9);
}

BOOST_AUTO_TEST_CASE(code_that_ran_for_longer_is_charged_with_what_the_cpu_clock_says) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(5'000, 700);  // the thread lost the processor
  {
    const PhaseScope render(trace, Phase::render);
    for (int part = 0; part < 30; ++part) {  // each is short, but not all together
      const PhaseScope app(trace, Phase::app);
      clock.pass(20, 10);
    }
  }
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") >= 700 + 30 * 10);
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") <= 700 + 30 * 10 + 100);
  BOOST_TEST(value_of(trace.evidence(), "total") == 5'600);
}

BOOST_AUTO_TEST_CASE(a_later_reading_corrects_the_sum) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(80, 30);  // taken for 80
  {
    const PhaseScope db(trace, Phase::db);
    clock.pass(1'000, 200);
  }
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") + value_of(trace.evidence(), "cpu-db") == 230);
  BOOST_TEST(trace.server_timing() == "db;dur=1.000, app;dur=0.080, total;dur=1.080");
}

BOOST_AUTO_TEST_CASE(a_step_of_the_chain_has_its_whole_time_and_its_queries) {
  SetClock clock;
  Trace trace(clock, false);
  run(trace, {.text = "select 1"}, 1, 1);
  {
    const StepScope step(trace, "load_session");
    clock.pass(20, 10);
    const PhaseScope db(trace, Phase::db);
    run(trace, {.text = "select 1"}, 1, 1);
    run(trace, {.text = "update session"}, 1, 1);
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

BOOST_AUTO_TEST_CASE(steps_are_reported_even_if_the_chain_s_own_code_took_no_time) {
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
  trace.add_session_counters({.rows_examined = 7});
  BOOST_TEST(value_of(trace.evidence(), "rows-examined") == 7);
}

BOOST_AUTO_TEST_CASE(counters_of_several_connections_add_up) {
  SetClock clock;
  Trace trace(clock, true);
  trace.add_session_counters({.rows_examined = 7, .bytes_sent = 100});
  trace.add_session_counters({.rows_examined = 2, .full_scans = 1, .bytes_sent = 20});
  BOOST_TEST(value_of(trace.evidence(), "rows-examined") == 9);
  BOOST_TEST(value_of(trace.evidence(), "full-scan") == 1);
  BOOST_TEST(value_of(trace.evidence(), "db-bytes") == 120);
}

BOOST_AUTO_TEST_CASE(a_pause_is_not_part_of_the_request) {
  SetClock clock;
  Trace trace(clock, true);
  clock.pass(300, 300);
  {
    const TracePause pause(trace);
    clock.pass(5'000, 4'000);
  }
  clock.pass(200, 200);
  trace.measure();
  BOOST_TEST(trace.elapsed_us() == 500);
  BOOST_TEST(value_of(trace.evidence(), "total") == 500);
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") == 500);
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

BOOST_AUTO_TEST_CASE(every_count_is_under_its_own_key) {
  SetClock clock;
  Trace trace(clock, false);
  using Kind = CacheCall::Kind;
  for (const auto& [kind, hit] : {std::pair(Kind::get, true),
                                  {Kind::get, true},
                                  {Kind::get, false},
                                  {Kind::get, true},
                                  {Kind::set, false},
                                  {Kind::add, true},
                                  {Kind::remove, true},
                                  {Kind::increment, true}})
    trace.record_cache({.key_hash = "k", .kind = kind, .hit = hit, .bytes = 3});
  trace.record_call({.start_us = 0, .end_us = 9, .bytes = 100});
  trace.record_call({.start_us = 5, .end_us = 20, .bytes = 20});
  trace.record_call({.start_us = 30, .end_us = 31, .bytes = 3});
  trace.add_session_counters(
      {.rows_examined = 11, .full_scans = 12, .sort_rows = 13, .temporary_tables = 14, .bytes_sent = 15});
  trace.count_commit();
  trace.count_commit();
  trace.count_connect();
  for (int job = 0; job < 3; ++job) trace.count_job();
  trace.count_log_bytes(40);
  trace.count_log_bytes(2);
  trace.measure();
  const Evidence evidence = trace.evidence();
  BOOST_TEST(value_of(evidence, "cache-get") == 4);
  BOOST_TEST(value_of(evidence, "cache-hit") == 3);
  BOOST_TEST(value_of(evidence, "cache-miss") == 1);
  BOOST_TEST(value_of(evidence, "cache-set") == 2);
  BOOST_TEST(value_of(evidence, "calls") == 3);
  BOOST_TEST(value_of(evidence, "calls-overlapping") == 2);
  BOOST_TEST(value_of(evidence, "call-waits") == 2);
  BOOST_TEST(value_of(evidence, "calls-bytes") == 123);
  BOOST_TEST(value_of(evidence, "rows-examined") == 11);
  BOOST_TEST(value_of(evidence, "full-scan") == 12);
  BOOST_TEST(value_of(evidence, "sort-rows") == 13);
  BOOST_TEST(value_of(evidence, "tmp-table") == 14);
  BOOST_TEST(value_of(evidence, "db-bytes") == 15);
  BOOST_TEST(value_of(evidence, "commits") == 2);
  BOOST_TEST(value_of(evidence, "connects") == 1);
  BOOST_TEST(value_of(evidence, "jobs") == 3);
  BOOST_TEST(value_of(evidence, "log-bytes") == 42);
}

BOOST_AUTO_TEST_CASE(the_keys_that_only_a_probe_has_are_those_of_the_session_counters) {
  SetClock clock;
  Trace trace(clock, false);
  trace.count_bytes(1);
  trace.measure();
  const Evidence without = trace.evidence();
  for (const EvidenceKey& key : evidence_keys()) {
    if (key.name.starts_with("mem-") && !memory_is_counted()) continue;
    BOOST_TEST((value_of(without, key.name) == -1) == (key.cost == Cost::probe), key.name);
  }
}

BOOST_AUTO_TEST_CASE(the_first_byte_is_the_first_of_any_and_an_empty_body_has_none) {
  SetClock clock;
  Trace trace(clock, false);
  clock.pass(5, 0);
  trace.count_bytes(0);
  BOOST_TEST(value_of(trace.evidence(), "first-byte") == -1);
  BOOST_TEST(value_of(trace.evidence(), "bytes") == 0);
  clock.pass(2, 0);
  trace.count_bytes(1);
  clock.pass(100, 0);
  trace.count_bytes(10);
  BOOST_TEST(value_of(trace.evidence(), "first-byte") == 7);
  BOOST_TEST(value_of(trace.evidence(), "bytes") == 11);
}

BOOST_AUTO_TEST_CASE(leaving_more_often_than_entering_stays_in_the_app) {
  SetClock clock;
  Trace trace(clock, false);
  trace.leave();
  trace.leave();
  clock.pass(900, 4);
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "cpu-app") == 4);
}

BOOST_AUTO_TEST_CASE(a_phase_is_timed_when_it_took_time_of_either_sort_and_sending_never_is) {
  SetClock clock;
  Trace trace(clock, false);
  {
    const PhaseScope cache(trace, Phase::cache);
    clock.pass(0, 3);
  }
  {
    const PhaseScope send(trace, Phase::send);
    clock.pass(1'500, 3);
  }
  trace.measure();
  BOOST_TEST(trace.server_timing() == "cache;dur=0.000, total;dur=1.500");
}

BOOST_AUTO_TEST_CASE(the_document_has_all_that_was_recorded) {
  SetClock clock;
  Trace trace(clock, false);
  QueryRecord& record = trace.query({.text = "update book set price = ?", .is_write = true});
  record.times = 2;
  record.parameters = 3;
  record.parameter_sets = {1, 2};
  record.rows = 4;
  record.microseconds = 5;
  record.columns_fetched = {true, true, false};
  record.column_reads = {0, 2, 0};
  trace.query({.text = "select 1", .is_write = false});
  using Kind = CacheCall::Kind;
  for (const Kind kind : {Kind::get, Kind::set, Kind::add, Kind::remove, Kind::increment})
    trace.record_cache({.key_hash = "k", .kind = kind, .hit = kind == Kind::get, .bytes = 3});
  trace.record_block({.name = "rows", .hash = "h", .cached = true});
  trace.record_block({.name = "head"});
  {
    const PhaseScope db(trace, Phase::db);
    clock.pass(7, 6);
  }
  trace.measure();
  Value document = trace.document();
  const Value& written = document["digests"].items()->front();
  BOOST_TEST(written["text"].text_or("") == "update book set price = ?");
  BOOST_TEST(*written["write"].boolean());
  BOOST_TEST(written["parameters"].integer_or(-1) == 3);
  BOOST_TEST(written["rows"].integer_or(-1) == 4);
  BOOST_TEST(written["us"].integer_or(-1) == 5);
  BOOST_TEST(written["columns_fetched"].integer_or(-1) == 2);
  BOOST_TEST(written["columns_read"].integer_or(-1) == 1);
  BOOST_TEST(written.find("result_hash") == nullptr);
  BOOST_TEST(written.find("explain") == nullptr);
  BOOST_TEST(!*document["digests"].items()->back()["write"].boolean());
  BOOST_TEST(document["evidence"]["rows"].integer_or(-1) == 0);  // rows that a write changed were not sent
  std::string kinds;
  for (const Value& call : *document["cache"].items()) kinds += std::string(call["kind"].text_or("")) + " ";
  BOOST_TEST(kinds == "get set add remove increment ");
  BOOST_TEST(*document["cache"].items()->front()["hit"].boolean());
  BOOST_TEST(!*document["cache"].items()->back()["hit"].boolean());
  BOOST_TEST(document["cache"].items()->front()["bytes"].integer_or(-1) == 3);
  BOOST_TEST(document["blocks"].items()->front()["hash"].text_or("") == "h");
  BOOST_TEST(*document["blocks"].items()->front()["cached"].boolean());
  BOOST_TEST(document["blocks"].items()->back().find("hash") == nullptr);
  BOOST_TEST(document["phases"].items()->size() == phase_count);
  BOOST_TEST(document["phases"].items()->at(1)["name"].text_or("") == "db");
  BOOST_TEST(document["phases"].items()->at(1)["wall_us"].integer_or(-1) == 7);
  BOOST_TEST(document["phases"].items()->at(1)["cpu_us"].integer_or(-1) == 6);
  BOOST_TEST(document.find("body_hash") == nullptr);
  trace.set_body_hash("b");
  trace.query({.text = "select 1"}).result_hash = "r";
  trace.query({.text = "select 1"}).explain = Value("plan");
  document = trace.document();
  BOOST_TEST(document["body_hash"].text_or("") == "b");
  BOOST_TEST(document["digests"].items()->back()["result_hash"].text_or("") == "r");
  BOOST_TEST(document["digests"].items()->back()["explain"].text_or("") == "plan");
}

BOOST_AUTO_TEST_CASE(a_column_beyond_the_last_is_not_noted) {
  QueryRecord record;
  record.column_reads.resize(2);
  record.read_column(1);
  record.read_column(2);
  BOOST_TEST(record.column_reads.size() == 2u);
  BOOST_TEST(record.column_reads[1] == 1);
  BOOST_TEST(record.column_reads[0] == 0);
}

BOOST_AUTO_TEST_CASE(a_value_that_was_missing_or_expired_and_is_stored_is_rebuilt) {
  SetClock clock;
  Trace trace(clock, false);
  using Kind = CacheCall::Kind;
  const auto call = [&](std::string key, Kind kind, bool hit) {
    trace.record_cache({.key_hash = std::move(key), .kind = kind, .hit = hit});
  };
  call("missing", Kind::get, false);
  call("missing", Kind::set, true);
  call("missing", Kind::set, true);  // once more
  call("expired", Kind::get, true);
  trace.note_expired("expired");
  call("expired", Kind::set, false);  // also if the cache refuses it
  call("found", Kind::get, true);
  call("found", Kind::set, true);
  call("never read", Kind::set, true);
  call("lock", Kind::get, false);
  call("lock", Kind::add, true);
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "rebuilds") == 2);
  int marked = 0;
  const Value document = trace.document();
  for (const Value& each : *document["cache"].items()) marked += each.find("rebuilt") != nullptr ? 1 : 0;
  BOOST_TEST(marked == 2);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_idle_between_its_queries) {
  SetClock clock;
  Trace trace(clock, false);
  const auto query = [&](std::int64_t us) {
    trace.begin_query(clock.wall);
    clock.pass(us, 0);
    trace.end_query(clock.wall);
  };
  query(1'000);
  clock.pass(1'000, 0);
  trace.begin_transaction(clock.wall);
  clock.pass(10, 0);
  query(1'000);
  clock.pass(200, 0);
  trace.record_call({});
  query(1'000);
  clock.pass(5, 0);
  trace.begin_query(clock.wall);  // COMMIT
  clock.pass(1'000, 0);
  trace.end_transaction(clock.wall);
  clock.pass(1'000, 0);
  trace.record_call({});
  query(1'000);
  trace.measure();
  BOOST_TEST(value_of(trace.evidence(), "transaction-idle") == 215);
  BOOST_TEST(value_of(trace.evidence(), "calls-in-transaction") == 1);
  BOOST_TEST(value_of(trace.evidence(), "row-lock-waits") == -1);
}

BOOST_AUTO_TEST_CASE(spans_are_kept_where_they_are_wanted) {
  SetClock clock;
  for (const bool wanted : {false, true}) {
    Trace trace(clock, false);
    if (wanted) trace.keep_spans();
    clock.pass(5, 0);
    trace.enter(Phase::db);
    clock.pass(20, 0);
    trace.leave();
    trace.enter(Phase::middleware);
    trace.leave();
    BOOST_TEST(trace.spans().size() == (wanted ? 1U : 0U));
    if (!wanted) continue;
    BOOST_TEST((trace.spans()[0].kind == TraceSpan::Kind::db));
    BOOST_TEST(trace.spans()[0].start_us == 5);
    BOOST_TEST(trace.spans()[0].end_us == 25);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
