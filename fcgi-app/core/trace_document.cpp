// A trace as a document, for /evidence/<request-id> (docs/runs/evidence.schema.json).
#include <algorithm>
#include <stdexcept>

#include "core/trace.hpp"

namespace caseload {

namespace {

std::string_view name_of(CacheCall::Kind kind) {
  switch (kind) {
    case CacheCall::Kind::get:
      return "get";
    case CacheCall::Kind::set:
      return "set";
    case CacheCall::Kind::add:
      return "add";
    case CacheCall::Kind::remove:
      return "remove";
    case CacheCall::Kind::increment:
      return "increment";
  }
  throw std::logic_error("unknown cache call");
}

Value document_of(const QueryRecord& record) {
  Value document = Value::object({{"text", record.text},
                                  {"write", record.is_write},
                                  {"times", record.times},
                                  {"distinct", record.parameter_sets.size()},
                                  {"parameters", record.parameters},
                                  {"rows", record.rows},
                                  {"us", record.microseconds},
                                  {"columns_fetched", record.fetched_columns()},
                                  {"columns_read", record.read_columns()}});
  if (record.row_lock_waits > 0) document.set("row_lock_waits", record.row_lock_waits);
  if (!record.column_bytes.empty()) {
    std::int64_t fetched = 0, unread = 0;
    Value columns = Value::list();
    for (std::size_t column = 0; column < record.column_bytes.size(); ++column) {
      fetched += record.column_bytes[column];
      const std::int64_t unread_rows =
          std::max<std::int64_t>(0, record.rows - record.column_reads.at(column));
      if (record.rows > 0) unread += record.column_bytes[column] * unread_rows / record.rows;
      columns.add(Value::object({{"bytes", record.column_bytes[column]},
                                 {"reads", record.column_reads.at(column)},
                                 {"letters", static_cast<bool>(record.column_letters.at(column))}}));
    }
    document.set("bytes", fetched).set("bytes_unread", unread).set("columns", std::move(columns));
  }
  if (!record.result_hash.empty()) document.set("result_hash", record.result_hash);
  if (!record.explain.is_null()) document.set("explain", record.explain);
  if (record.pages) document.set("pages", *record.pages);
  return document;
}

// Memory allocated before the request and freed during it makes the balance negative; report that as 0.
Value document_of(const MemorySample& sample) {
  const auto held = [&](MemoryOwner owner) {
    return std::max<std::int64_t>(sample.live_bytes[static_cast<std::size_t>(owner)], 0);
  };
  return Value::object({{"at_us", sample.at_us},
                        {"app", held(MemoryOwner::app)},
                        {"render", held(MemoryOwner::render)},
                        {"driver", held(MemoryOwner::driver)}});
}

}  // namespace

Value Trace::document() const {
  Value evidence_value{Value::Object{}};
  evidence().each(
      [&](const EvidenceKey& key, std::int64_t value) { evidence_value.set(std::string(key.name), value); });
  Value phases = Value::list();
  for (std::size_t i = 0; i < phase_count; ++i) {
    phases.add(Value::object({{"name", name_of(static_cast<Phase>(i))},
                              {"wall_us", phases_[i].wall_us},
                              {"cpu_us", std::max<std::int64_t>(phases_[i].cpu_us, 0)}}));
  }
  Value steps = Value::list();
  for (const StepRecord& step : steps_) {
    steps.add(Value::object({{"name", step.name},
                             {"wall_us", step.wall_us},
                             {"cpu_us", std::max<std::int64_t>(step.cpu_us, 0)},
                             {"statements", step.queries},
                             {"cache_calls", step.cache_calls}}));
  }
  Value digests = Value::list();
  for (const QueryRecord* record : order_) digests.add(document_of(*record));
  Value cache = Value::list();
  for (const CacheCall& call : cache_calls_) {
    cache.add(Value::object({{"key_hash", call.key_hash},
                             {"kind", name_of(call.kind)},
                             {"hit", call.hit},
                             {"bytes", call.bytes}}));
    if (call.rebuilt) cache.items()->back().set("rebuilt", true);
  }
  Value calls = Value::list();
  for (const OutboundCall& call : calls_) calls.add(document_of(call));
  Value blocks = Value::list();
  for (const Block& block : blocks_) {
    Value document = Value::object({{"name", block.name}, {"cached", block.cached}});
    if (!block.hash.empty()) document.set("hash", block.hash);
    blocks.add(std::move(document));
  }
  Value document = Value::object({{"evidence", std::move(evidence_value)},
                                  {"phases", std::move(phases)},
                                  {"steps", std::move(steps)},
                                  {"digests", std::move(digests)},
                                  {"cache", std::move(cache)},
                                  {"calls", std::move(calls)},
                                  {"blocks", std::move(blocks)}});
  if (!samples_.empty()) {
    Value samples = Value::list();
    for (const MemorySample& sample : samples_) samples.add(document_of(sample));
    document.set("memory", Value::object({{"samples", std::move(samples)}}));
  }
  if (!body_hash_.empty()) document.set("body_hash", body_hash_);
  return document;
}

}  // namespace caseload
