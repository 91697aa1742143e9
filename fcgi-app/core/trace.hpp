// The evidence of one request: its queries, cache calls and calls to other services, the time of each phase,
// and the memory that each owner held. The views (database, cache, outbound calls, templates, response
// writer) record into it; case code never does. There is one per request, used only by its worker thread.
// Keys and units are in core/evidence_keys.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/evidence_keys.hpp"
#include "core/memory.hpp"
#include "core/outbound_call.hpp"
#include "core/query_digest.hpp"
#include "core/value.hpp"

namespace caseload {

enum class Phase : std::uint8_t { middleware, db, cache, calls, app, render, send };
inline constexpr std::size_t phase_count = 7;
std::string_view name_of(Phase phase);

// All executions of one digest in this request.
struct QueryRecord {
  std::string text;  // normalised
  bool is_write = false;
  std::int64_t times = 0;
  std::int64_t parameters = 0;      // in all executions
  std::int64_t max_parameters = 0;  // in one execution
  std::int64_t rows = 0;            // rows sent to the app; for writes, rows affected
  std::int64_t microseconds = 0;
  std::int64_t row_lock_waits = 0;                   // how often it waited for a locked row; probe only
  std::unordered_set<std::uint64_t> parameter_sets;  // hashes of the distinct sets
  std::vector<bool> columns_fetched;                 // by position in the result
  std::vector<std::int64_t> column_reads;            // how often the code read a value of each column
  std::vector<std::int64_t> column_bytes;            // probe only: of all rows, as text
  std::vector<bool> column_letters;   // probe only: a value has a letter: it is text, not a number or date
  std::string result_hash;            // probe only
  Value explain;                      // probe only: the plan as a tree
  std::optional<std::int64_t> pages;  // probe only: storage blocks accessed by one execution; only for reads
                                      // of one table through a secondary index

  void count_parameters(std::size_t count) {  // of one execution
    parameters += static_cast<std::int64_t>(count);
    max_parameters = std::max(max_parameters, static_cast<std::int64_t>(count));
  }
  void read_column(std::size_t index) {
    if (index < column_reads.size()) ++column_reads[index];
  }
  std::int64_t fetched_columns() const;
  std::int64_t read_columns() const;  // at least once
};

// How much the database's session counters increased during the request; probe only.
struct SessionCounters {
  std::int64_t rows_examined = 0;
  std::int64_t full_scans = 0;
  std::int64_t sort_rows = 0;
  std::int64_t temporary_tables = 0;
  std::int64_t bytes_sent = 0;
};

struct CacheCall {
  std::string key_hash;
  enum class Kind { get, set, add, remove, increment } kind = Kind::get;
  bool hit = false;
  std::int64_t bytes = 0;
  bool same_trip = false;  // one of many keys, requested together with the one before it
  bool rebuilt = false;    // a value that this request had found missing or expired
};

// What a request did for a while, for a chart of several requests at the same time. Spans may overlap: a
// rebuild contains queries, and a transaction may contain anything.
struct TraceSpan {
  enum class Kind : std::uint8_t { transaction, db, cache, calls, render, rebuild, wait, row_lock } kind;
  std::int64_t start_us = 0, end_us = 0;  // from the start of the request
};
std::string_view name_of(TraceSpan::Kind kind);  // "row-lock"

struct Block {  // a block of a template, marked as cacheable
  std::string name;
  std::string hash;  // probe only
  bool cached = false;
};

// One step of the middleware chain. Its times include its database and cache calls, which are also counted in
// their own phases.
struct StepRecord {
  std::string_view name;  // outlives the trace
  std::int64_t wall_us = 0;
  std::int64_t cpu_us = 0;
  std::int64_t queries = 0;
  std::int64_t cache_calls = 0;
};

class Trace {
 public:
  enum class Start : std::uint8_t { now, by_restart };
  Trace(const Clock& clock, bool probe, Start start = Start::now);

  bool probe() const { return probe_; }
  const Clock& clock() const { return clock_; }

  // The reference stays valid for the life of the trace.
  QueryRecord& query(const QueryDigest& digest);
  void count_commit() { ++commits_; }
  void count_connect() { ++connects_; }
  void add_session_counters(const SessionCounters& counters);  // of one of its connections
  // Around a transaction, and around each query in it. `now_us` is the clock's monotonic time.
  void begin_transaction(std::int64_t now_us);
  void end_transaction(std::int64_t now_us);
  void begin_query(std::int64_t now_us) {
    if (idle_since_us_ != 0) transaction_idle_us_ += now_us - std::exchange(idle_since_us_, 0);
  }
  void end_query(std::int64_t now_us) {
    if (transaction_began_us_ != 0) idle_since_us_ = now_us;
  }
  void measure_row_lock_waits() { row_lock_waits_ = row_lock_waits_.value_or(0); }
  void count_row_lock_wait(QueryRecord& query, std::int64_t began_us);  // that ends now

  void record_cache(CacheCall call);
  // The value that the request found under the key is too old to be used.
  void note_expired(std::string_view key_hash);
  void record_call(OutboundCall call);
  std::vector<OutboundCall>& calls() { return calls_; }
  void count_match_steps(std::int64_t steps) { match_steps_ += steps; }
  void match_without_count() { counts_match_steps_ = false; }
  void record_block(Block block);
  void count_job() { ++jobs_; }
  void count_log_bytes(std::int64_t bytes) { log_bytes_ += bytes; }

  // Off by default. If on, phases are recorded as spans too.
  void keep_spans() { keeps_spans_ = true; }
  bool keeps_spans() const { return keeps_spans_; }
  void record_span(TraceSpan::Kind kind, std::int64_t began_us);  // from then until now
  const std::vector<TraceSpan>& spans() const { return spans_; }

  // Resets the clocks and memory counters, so that setup before the request's own work is not measured.
  void restart();

  void set_body_hash(std::string hash) { body_hash_ = std::move(hash); }
  void count_bytes(std::int64_t bytes);  // the first call sets the time of the first byte

  // What happens in between, such as the reading of counters for a probe, is not part of the request. No
  // phase may begin or end there.
  void pause();
  void resume();

  // Phases are exclusive: entering one pauses the enclosing one.
  void enter(Phase phase);
  void leave();

  // Steps run in the middleware phase, one after the other and not nested.
  void begin_step(std::string_view name);
  void end_step();

  // Takes the readings. Called before the headers are written, and again after the last byte was sent.
  void measure();

  Evidence evidence() const;            // as of the last measure()
  std::string evidence_header() const;  // RFC 9651 dictionary: "sql=101, sql-distinct=2, rows=200"
  // W3C Server-Timing: "db;dur=4.312, app;dur=0.120, total;dur=5.001"; steps are middleware.name;dur=0.210
  std::string server_timing() const;
  Value document() const;  // the whole trace, as at /evidence/<request-id>

  const std::vector<QueryRecord*>& queries() const { return order_; }
  std::int64_t elapsed_us() const;
  std::int64_t began_us() const { return began_us_; }

 private:
  struct PhaseTime {
    std::int64_t wall_us = 0;
    std::int64_t cpu_us = 0;
  };
  struct Entered {
    Phase phase;
    std::int64_t at_us;
  };
  void charge();
  std::int64_t executions() const;
  void mark_rebuilt(CacheCall& call);

  const Clock& clock_;
  bool probe_;
  std::int64_t began_us_ = 0;
  std::int64_t last_wall_us_ = 0;
  std::int64_t last_cpu_us_ = 0;
  std::int64_t cpu_clock_read_us_ = 0;  // when, as wall time
  std::array<PhaseTime, phase_count> phases_{};
  std::vector<Entered> stack_;
  std::vector<StepRecord> steps_;
  std::map<std::string, QueryRecord, std::less<>> queries_;  // by normalised text
  std::vector<QueryRecord*> order_;
  std::optional<SessionCounters> session_counters_;
  std::vector<CacheCall> cache_calls_;
  std::vector<OutboundCall> calls_;
  std::vector<Block> blocks_;
  std::int64_t commits_ = 0, connects_ = 0, jobs_ = 0, log_bytes_ = 0, match_steps_ = 0;
  bool counts_match_steps_ = true;  // of a probe; false once something matched that does not count them
  std::int64_t transaction_began_us_ = 0, idle_since_us_ = 0;  // 0: no transaction is open, a query runs
  std::int64_t transaction_idle_us_ = 0, calls_in_transaction_ = 0;
  std::optional<std::int64_t> row_lock_waits_;
  std::map<std::string, std::int64_t, std::less<>> unusable_;  // cached values, by key hash: since when
  bool keeps_spans_ = false;
  std::vector<TraceSpan> spans_;
  std::optional<std::int64_t> bytes_;  // unset until the body is known
  std::optional<std::int64_t> first_byte_us_;
  std::int64_t total_us_ = 0;
  std::string body_hash_;
  ThreadMemory memory_;
  std::optional<MemorySampler> sampler_;  // only for probes, and only if memory is counted
  std::vector<MemorySample> samples_;     // as of the last measure()
};

class TracePause {
 public:
  explicit TracePause(Trace& trace) : trace_(trace) { trace_.pause(); }
  ~TracePause() { trace_.resume(); }
  TracePause(const TracePause&) = delete;
  TracePause& operator=(const TracePause&) = delete;

 private:
  Trace& trace_;
};

class PhaseScope {
 public:
  PhaseScope(Trace& trace, Phase phase) : trace_(trace) { trace_.enter(phase); }
  ~PhaseScope() { trace_.leave(); }
  PhaseScope(const PhaseScope&) = delete;
  PhaseScope& operator=(const PhaseScope&) = delete;

 private:
  Trace& trace_;
};

class StepScope {
 public:
  StepScope(Trace& trace, std::string_view name) : trace_(trace) { trace_.begin_step(name); }
  ~StepScope() { trace_.end_step(); }
  StepScope(const StepScope&) = delete;
  StepScope& operator=(const StepScope&) = delete;

 private:
  Trace& trace_;
};

}  // namespace caseload
