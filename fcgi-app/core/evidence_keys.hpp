// The evidence keys, one row each, defined only here. The Evidence header, the probe's document and its
// schema, the docs, the site and the Python client are generated from this table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace caseload {

enum class Key : std::uint8_t {
  sql,
  sql_distinct,
  sql_write,
  rows,
  sql_parameters,
  rows_examined,
  full_scan,
  sort_rows,
  tmp_table,
  row_lock_waits,
  cols,
  cols_read,
  db_pages,
  db_bytes,
  commits,
  connects,
  transaction_idle,
  cache_get,
  cache_hit,
  cache_miss,
  cache_set,
  cache_calls,
  rebuilds,
  calls,
  calls_overlapping,
  call_waits,
  calls_bytes,
  match_steps,
  calls_in_transaction,
  mem_count,
  mem_bytes,
  mem_peak,
  mem_peak_driver,
  mem_peak_app,
  mem_peak_render,
  cpu_middleware,
  cpu_db,
  cpu_cache,
  cpu_calls,
  cpu_app,
  cpu_render,
  cpu_send,
  bytes,
  first_byte,
  total,
  jobs,
  log_bytes,
};
inline constexpr std::size_t key_count = static_cast<std::size_t>(Key::log_bytes) + 1;

enum class Unit : std::uint8_t { count, bytes, microseconds, percent };
std::string_view name_of(Unit unit);  // "count", "bytes", "us", "percent"

// Whether the key is recorded for every request or only for probes, because it is expensive.
enum class Cost : std::uint8_t { always, probe };
std::string_view name_of(Cost cost);

struct EvidenceKey {
  Key key;
  std::string_view name;  // in headers and documents: "sql-distinct"
  Unit unit;
  std::string_view one, many;  // after a number: "query", "queries"
  std::string_view title;      // "Queries"
  std::string_view meaning;
  std::string_view source;  // who records it
  Cost cost;
};

std::span<const EvidenceKey> evidence_keys();  // in the order of Key
const EvidenceKey& evidence_key(Key key);
std::string_view name_of(Key key);
const EvidenceKey* find_evidence_key(std::string_view name);  // nullptr if there is none

// Values by key. A key that was not measured is absent.
class Evidence {
 public:
  void put(Key key, std::int64_t value) { values_[index(key)] = value; }
  std::optional<std::int64_t> get(Key key) const { return values_[index(key)]; }
  std::int64_t get_or_0(Key key) const { return get(key).value_or(0); }
  bool has(Key key) const { return get(key).has_value(); }

  // Calls visit(const EvidenceKey&, std::int64_t) for each key that was measured, in the order of the table.
  template <class Visit>
  void each(Visit visit) const {
    for (const EvidenceKey& row : evidence_keys())
      if (const auto value = get(row.key)) visit(row, *value);
  }

 private:
  static constexpr std::size_t index(Key key) { return static_cast<std::size_t>(key); }
  std::array<std::optional<std::int64_t>, key_count> values_{};
};

}  // namespace caseload
