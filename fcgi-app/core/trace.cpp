#include "core/trace.hpp"

#include <algorithm>
#include <numeric>

namespace caseload {

namespace {

constexpr std::size_t index_of(Phase phase) {
  return static_cast<std::size_t>(phase);
}
constexpr std::size_t index_of(MemoryOwner owner) {
  return static_cast<std::size_t>(owner);
}

constexpr bool may_wait(Phase phase) {
  return phase == Phase::db || phase == Phase::cache || phase == Phase::calls || phase == Phase::send;
}

// Reading a thread's CPU clock is a system call and takes longer than many phases. Code that does not wait
// uses as much CPU as time passes, unless its thread is preempted. So the clock is read at the end of a phase
// that may wait, and when its last reading is older than this. In between, elapsed time counts as CPU time.
// The next reading corrects the sum.
constexpr std::int64_t max_unread_us = 100;

// By phase. The part after "cpu-" in the key's name is the name of the phase.
constexpr std::array<Key, phase_count> cpu_keys{Key::cpu_middleware, Key::cpu_db,  Key::cpu_cache,
                                                Key::cpu_calls,      Key::cpu_app, Key::cpu_render,
                                                Key::cpu_send};

std::optional<TraceSpan::Kind> kind_of(Phase phase) {
  switch (phase) {
    case Phase::db:
      return TraceSpan::Kind::db;
    case Phase::cache:
      return TraceSpan::Kind::cache;
    case Phase::calls:
      return TraceSpan::Kind::calls;
    case Phase::render:
    case Phase::send:
      return TraceSpan::Kind::render;
    case Phase::middleware:
    case Phase::app:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(TraceSpan::Kind kind) {
  constexpr std::array<std::string_view, 8> names{"transaction", "db",      "cache", "calls",
                                                  "render",      "rebuild", "wait",  "row-lock"};
  return names.at(static_cast<std::size_t>(kind));
}

std::int64_t QueryRecord::fetched_columns() const {
  return std::ranges::count(columns_fetched, true);
}

std::int64_t QueryRecord::read_columns() const {
  return std::ranges::count_if(column_reads, [](std::int64_t reads) { return reads > 0; });
}

std::string_view name_of(Phase phase) {
  return name_of(cpu_keys.at(index_of(phase))).substr(std::string_view("cpu-").size());
}

Trace::Trace(const Clock& clock, bool probe, Start start) : clock_(clock), probe_(probe) {
  stack_.reserve(8);
  stack_.push_back({Phase::app, 0});
  if (probe_ && memory_is_counted()) samples_.reserve(MemorySampler::capacity);
  if (start == Start::now) restart();
}

void Trace::restart() {
  phases_ = {};
  steps_.clear();
  began_us_ = clock_.monotonic_us();
  last_wall_us_ = began_us_;
  last_cpu_us_ = clock_.thread_cpu_us();
  cpu_clock_read_us_ = began_us_;
  if (probe_ && memory_is_counted()) sampler_.emplace(clock_);
  thread_memory.reset();
}

QueryRecord& Trace::query(const QueryDigest& digest) {
  const auto found = queries_.find(digest.text);
  if (found != queries_.end()) return found->second;
  QueryRecord& record = queries_[digest.text];
  record.text = digest.text;
  record.is_write = digest.is_write;
  order_.push_back(&record);
  return record;
}

void Trace::add_session_counters(const SessionCounters& counters) {
  SessionCounters& sum = session_counters_ ? *session_counters_ : session_counters_.emplace();
  sum.rows_examined += counters.rows_examined;
  sum.full_scans += counters.full_scans;
  sum.sort_rows += counters.sort_rows;
  sum.temporary_tables += counters.temporary_tables;
  sum.bytes_sent += counters.bytes_sent;
}

void Trace::record_cache(CacheCall call) {
  if (call.kind == CacheCall::Kind::get && !call.hit) note_expired(call.key_hash);
  if (call.kind == CacheCall::Kind::set) mark_rebuilt(call);
  cache_calls_.push_back(std::move(call));
}

void Trace::note_expired(std::string_view key_hash) {
  unusable_.try_emplace(std::string(key_hash), last_wall_us_);
}

void Trace::mark_rebuilt(CacheCall& call) {
  const auto found = unusable_.find(call.key_hash);
  if (found == unusable_.end()) return;
  call.rebuilt = true;
  record_span(TraceSpan::Kind::rebuild, found->second);
  unusable_.erase(found);
}

void Trace::record_call(OutboundCall call) {
  if (transaction_began_us_ != 0) ++calls_in_transaction_;
  calls_.push_back(std::move(call));
}

void Trace::begin_transaction(std::int64_t now_us) {
  transaction_began_us_ = idle_since_us_ = now_us;
}

void Trace::end_transaction(std::int64_t now_us) {
  begin_query(now_us);
  record_span(TraceSpan::Kind::transaction, std::exchange(transaction_began_us_, 0));
}

void Trace::count_row_lock_wait(QueryRecord& query, std::int64_t began_us) {
  ++query.row_lock_waits;
  row_lock_waits_ = row_lock_waits_.value_or(0) + 1;
  record_span(TraceSpan::Kind::row_lock, began_us);
}

void Trace::record_span(TraceSpan::Kind kind, std::int64_t began_us) {
  if (keeps_spans_) spans_.push_back({kind, std::max<std::int64_t>(began_us - began_us_, 0), elapsed_us()});
}

void Trace::record_block(Block block) {
  blocks_.push_back(std::move(block));
}

void Trace::count_bytes(std::int64_t bytes) {
  if (!first_byte_us_ && bytes > 0) first_byte_us_ = elapsed_us();
  bytes_ = bytes_.value_or(0) + bytes;
}

void Trace::charge() {
  const std::int64_t wall = clock_.monotonic_us();
  const Phase phase = stack_.back().phase;
  const bool is_due = may_wait(phase) || wall - cpu_clock_read_us_ > max_unread_us;
  const std::int64_t cpu = is_due ? clock_.thread_cpu_us() : last_cpu_us_ + wall - last_wall_us_;
  if (is_due) cpu_clock_read_us_ = wall;
  PhaseTime& time = phases_[index_of(phase)];
  time.wall_us += wall - last_wall_us_;
  time.cpu_us += cpu - last_cpu_us_;  // negative if too much was counted before
  last_wall_us_ = wall;
  last_cpu_us_ = cpu;
}

void Trace::pause() {
  charge();
}

void Trace::resume() {
  const std::int64_t now_us = clock_.monotonic_us();
  began_us_ += now_us - last_wall_us_;
  last_wall_us_ = cpu_clock_read_us_ = now_us;
  last_cpu_us_ = clock_.thread_cpu_us();
}

void Trace::enter(Phase phase) {
  charge();
  stack_.push_back({phase, last_wall_us_});
}

void Trace::leave() {
  charge();
  if (stack_.size() <= 1) return;
  const auto [phase, at_us] = stack_.back();
  stack_.pop_back();
  if (const auto kind = kind_of(phase); keeps_spans_ && kind) record_span(*kind, at_us);
}

std::int64_t Trace::executions() const {
  return std::accumulate(order_.begin(), order_.end(), std::int64_t{0},
                         [](std::int64_t sum, const QueryRecord* record) { return sum + record->times; });
}

void Trace::begin_step(std::string_view name) {
  enter(Phase::middleware);
  steps_.push_back({.name = name,
                    .wall_us = -last_wall_us_,
                    .cpu_us = -last_cpu_us_,
                    .queries = -executions(),
                    .cache_calls = -static_cast<std::int64_t>(cache_calls_.size())});
}

void Trace::end_step() {
  leave();
  StepRecord& step = steps_.back();
  step.wall_us += last_wall_us_;
  step.cpu_us += last_cpu_us_;
  step.queries += executions();
  step.cache_calls += static_cast<std::int64_t>(cache_calls_.size());
}

void Trace::measure() {
  charge();
  total_us_ = last_wall_us_ - began_us_;
  memory_ = thread_memory;
  if (sampler_) sampler_->read(samples_);
}

std::int64_t Trace::elapsed_us() const {
  return clock_.monotonic_us() - began_us_;
}

Evidence Trace::evidence() const {
  std::int64_t writes = 0, rows = 0, parameters = 0, fetched = 0, read = 0;
  std::optional<std::int64_t> pages;
  for (const QueryRecord* record : order_) {
    writes += record->is_write ? record->times : 0;
    rows += record->is_write ? 0 : record->rows;
    parameters = std::max(parameters, record->max_parameters);
    fetched += record->fetched_columns();
    read += record->read_columns();
    if (record->pages) pages = pages.value_or(0) + *record->pages;
  }
  std::int64_t gets = 0, hits = 0, sets = 0, trips = 0, rebuilds = 0;
  for (const CacheCall& call : cache_calls_) {
    trips += call.same_trip ? 0 : 1;
    rebuilds += call.rebuilt ? 1 : 0;
    gets += call.kind == CacheCall::Kind::get ? 1 : 0;
    hits += call.kind == CacheCall::Kind::get && call.hit ? 1 : 0;
    sets += call.kind == CacheCall::Kind::set || call.kind == CacheCall::Kind::add ? 1 : 0;
  }
  Evidence evidence;
  evidence.put(Key::sql, executions());
  evidence.put(Key::sql_distinct, static_cast<std::int64_t>(order_.size()));
  evidence.put(Key::sql_write, writes);
  evidence.put(Key::rows, rows);
  evidence.put(Key::sql_parameters, parameters);
  if (session_counters_) {
    evidence.put(Key::rows_examined, session_counters_->rows_examined);
    evidence.put(Key::full_scan, session_counters_->full_scans);
    evidence.put(Key::sort_rows, session_counters_->sort_rows);
    evidence.put(Key::tmp_table, session_counters_->temporary_tables);
  }
  if (row_lock_waits_) evidence.put(Key::row_lock_waits, *row_lock_waits_);
  evidence.put(Key::cols, fetched);
  evidence.put(Key::cols_read, read);
  if (pages) evidence.put(Key::db_pages, *pages);
  if (session_counters_) evidence.put(Key::db_bytes, session_counters_->bytes_sent);
  evidence.put(Key::commits, commits_);
  evidence.put(Key::connects, connects_);
  evidence.put(Key::transaction_idle, transaction_idle_us_);
  evidence.put(Key::cache_get, gets);
  evidence.put(Key::cache_hit, hits);
  evidence.put(Key::cache_miss, gets - hits);
  evidence.put(Key::cache_set, sets);
  evidence.put(Key::cache_calls, trips);
  evidence.put(Key::rebuilds, rebuilds);
  evidence.put(Key::calls, static_cast<std::int64_t>(calls_.size()));
  evidence.put(Key::calls_overlapping, overlapping(calls_));
  evidence.put(Key::call_waits, waits(calls_));
  evidence.put(Key::calls_bytes,
               std::accumulate(calls_.begin(), calls_.end(), std::int64_t{0},
                               [](std::int64_t sum, const OutboundCall& call) { return sum + call.bytes; }));
  if (probe_ && counts_match_steps_) evidence.put(Key::match_steps, match_steps_);
  evidence.put(Key::calls_in_transaction, calls_in_transaction_);
  if (memory_is_counted()) {
    evidence.put(Key::mem_count, memory_.allocations);
    evidence.put(Key::mem_bytes, memory_.allocated_bytes);
    evidence.put(Key::mem_peak, memory_.peak_total);
    evidence.put(Key::mem_peak_driver, memory_.peak[index_of(MemoryOwner::driver)]);
    evidence.put(Key::mem_peak_app, memory_.peak[index_of(MemoryOwner::app)]);
    evidence.put(Key::mem_peak_render, memory_.peak[index_of(MemoryOwner::render)]);
  }
  for (std::size_t i = 0; i < phase_count; ++i)
    evidence.put(cpu_keys[i], std::max<std::int64_t>(phases_[i].cpu_us, 0));
  if (bytes_) evidence.put(Key::bytes, *bytes_);
  if (first_byte_us_) evidence.put(Key::first_byte, *first_byte_us_);
  evidence.put(Key::total, total_us_);
  evidence.put(Key::jobs, jobs_);
  evidence.put(Key::log_bytes, log_bytes_);
  return evidence;
}

}  // namespace caseload
