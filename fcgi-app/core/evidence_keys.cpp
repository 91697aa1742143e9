#include "core/evidence_keys.hpp"

#include <algorithm>

namespace caseload {

namespace {

using enum Unit;
using enum Cost;

constexpr std::string_view database = "database", counters = "the database's session counters",
                           cache = "cache", allocator = "allocator", clock = "clock",
                           response = "response writer", queue = "job queue", log = "request log",
                           outbound = "HTTP client", regex = "PCRE2";

constexpr EvidenceKey table[] = {
    {Key::sql, "sql", count, "query", "queries", "Queries",
     "queries run; BEGIN, COMMIT, ROLLBACK and session settings are not counted", database, always},
    {Key::sql_distinct, "sql-distinct", count, "distinct query", "distinct queries", "Distinct queries",
     "distinct queries, after literals and the lengths of lists are removed", database, always},
    {Key::sql_write, "sql-write", count, "write", "writes", "Writes", "queries that write", database, always},
    {Key::rows, "rows", count, "row sent", "rows sent", "Rows sent",
     "rows that the database sent to the application", database, always},
    {Key::sql_parameters, "sql-parameters", count, "parameter", "parameters", "Parameters of a query",
     "parameters of the query that has the most", database, always},
    {Key::rows_examined, "rows-examined", count, "row examined", "rows examined", "Rows examined",
     "rows that the database read to find the result", counters, probe},
    {Key::full_scan, "full-scan", count, "full scan", "full scans", "Full scans",
     "tables read in full, joins without an index included", counters, probe},
    {Key::sort_rows, "sort-rows", count, "row sorted", "rows sorted", "Rows sorted",
     "rows that the database sorted", counters, probe},
    {Key::tmp_table, "tmp-table", count, "temporary table", "temporary tables", "Temporary tables",
     "temporary tables that the database created", counters, probe},
    {Key::row_lock_waits, "row-lock-waits", count, "wait for a locked row", "waits for locked rows",
     "Waits for locked rows", "queries that waited for a row that another transaction had locked", database,
     probe},
    {Key::cols, "cols", count, "column fetched", "columns fetched", "Columns fetched",
     "columns fetched, summed over the distinct queries", database, always},
    {Key::cols_read, "cols-read", count, "column read", "columns read", "Columns read",
     "columns that the code read at least once", database, always},
    {Key::db_pages, "db-pages", count, "storage block", "storage blocks", "Storage blocks read",
     "storage blocks (pages of InnoDB) accessed by queries that read one table through a secondary index, "
     "for one execution of each (ANALYZE)",
     database, probe},
    {Key::db_bytes, "db-bytes", bytes, "from the database", "from the database", "Bytes from the database",
     "bytes that the database sent", counters, probe},
    {Key::commits, "commits", count, "commit", "commits", "Commits",
     "transactions committed, including each write outside a transaction", database, always},
    {Key::connects, "connects", count, "connection opened", "connections opened", "Connections opened",
     "connections opened to the database", database, always},
    {Key::transaction_idle, "transaction-idle", microseconds, "of open transaction without a query",
     "of open transaction without a query", "Idle time in transactions",
     "time in which a transaction was open and no query ran", database, always},
    {Key::cache_get, "cache-get", count, "cache read", "cache reads", "Cache reads",
     "keys requested from the cache", cache, always},
    {Key::cache_hit, "cache-hit", count, "cache hit", "cache hits", "Cache hits", "keys found in the cache",
     cache, always},
    {Key::cache_miss, "cache-miss", count, "cache miss", "cache misses", "Cache misses",
     "keys not found, or not requested because the cache was unavailable", cache, always},
    {Key::cache_set, "cache-set", count, "cache write", "cache writes", "Cache writes",
     "values written to the cache", cache, always},
    {Key::cache_calls, "cache-calls", count, "cache call", "cache calls", "Cache calls",
     "round trips to the cache, of which a read of many keys takes one", cache, always},
    {Key::rebuilds, "rebuilds", count, "rebuild of a cached entry", "rebuilds of cached entries",
     "Rebuilds of cached entries",
     "values that the request found missing or expired in the cache, and rebuilt", cache, always},
    {Key::calls, "calls", count, "outbound call", "outbound calls", "Outbound calls",
     "calls to other services over HTTP, the failed ones included", outbound, always},
    {Key::calls_overlapping, "calls-overlapping", count, "overlapping call", "overlapping calls",
     "Overlapping calls", "outbound calls that were under way at the same time as another one", outbound,
     always},
    {Key::call_waits, "call-waits", count, "wait for a service", "waits for services",
     "Waits for other services",
     "the largest number of outbound calls of which no two overlap; calls made together are one wait",
     outbound, always},
    {Key::calls_bytes, "calls-bytes", bytes, "from other services", "from other services",
     "Bytes from other services", "bytes of the bodies that other services sent", outbound, always},
    {Key::match_steps, "match-steps", count, "match step", "match steps", "Match steps",
     "items of regular expressions that PCRE2 tried to match; absent if RE2 matched, which does not count "
     "them",
     regex, probe},
    {Key::calls_in_transaction, "calls-in-transaction", count, "outbound call in a transaction",
     "outbound calls in a transaction", "Outbound calls in a transaction",
     "outbound calls made while a transaction was open", outbound, always},
    {Key::mem_count, "mem-count", count, "allocation", "allocations", "Allocations",
     "allocations by the application's own code and the renderer", allocator, always},
    {Key::mem_bytes, "mem-bytes", bytes, "allocated", "allocated", "Bytes allocated",
     "bytes allocated in total", allocator, always},
    {Key::mem_peak, "mem-peak", bytes, "of memory at the peak", "of memory at the peak", "Peak memory",
     "the most memory held at one time", allocator, always},
    {Key::mem_peak_driver, "mem-peak-driver", bytes, "at the peak in the driver's buffers",
     "at the peak in the driver's buffers", "Peak memory of the driver",
     "the most held in the driver's result buffers", allocator, always},
    {Key::mem_peak_app, "mem-peak-app", bytes, "at the peak in the application's own code",
     "at the peak in the application's own code", "Peak memory of the application",
     "the most held by the application's own code", allocator, always},
    {Key::mem_peak_render, "mem-peak-render", bytes, "at the peak while rendering",
     "at the peak while rendering", "Peak memory of rendering", "the most held by the renderer", allocator,
     always},
    {Key::cpu_middleware, "cpu-middleware", microseconds, "of CPU in the middleware",
     "of CPU in the middleware", "CPU time of the middleware", "CPU time of the chain before the handler",
     clock, always},
    {Key::cpu_db, "cpu-db", microseconds, "of CPU in database calls", "of CPU in database calls",
     "CPU time of database calls", "CPU time of the application in database calls", clock, always},
    {Key::cpu_cache, "cpu-cache", microseconds, "of CPU in cache calls", "of CPU in cache calls",
     "CPU time of cache calls", "CPU time of the application in cache calls", clock, always},
    {Key::cpu_calls, "cpu-calls", microseconds, "of CPU in outbound calls", "of CPU in outbound calls",
     "CPU time of outbound calls", "CPU time of the application in calls to other services", clock, always},
    {Key::cpu_app, "cpu-app", microseconds, "of CPU in the application's own code",
     "of CPU in the application's own code", "CPU time of the application",
     "CPU time of the application's own code", clock, always},
    {Key::cpu_render, "cpu-render", microseconds, "of CPU in rendering", "of CPU in rendering",
     "CPU time of rendering", "CPU time of rendering", clock, always},
    {Key::cpu_send, "cpu-send", microseconds, "of CPU in sending", "of CPU in sending", "CPU time of sending",
     "CPU time of sending", clock, always},
    {Key::bytes, "bytes", bytes, "in the body", "in the body", "Size of the body",
     "bytes of the body; for HEAD, of the body that GET would send", response, always},
    {Key::first_byte, "first-byte", microseconds, "to the first byte", "to the first byte",
     "Time to the first byte", "from the start of the request to the first byte of the body", response,
     always},
    {Key::total, "total", microseconds, "in total", "in total", "Total time",
     "from the start of the request to the end of the body; in the header, to the headers", clock, always},
    {Key::jobs, "jobs", count, "job queued", "jobs queued", "Jobs queued", "jobs added to the queue", queue,
     always},
    {Key::log_bytes, "log-bytes", bytes, "logged", "logged", "Bytes logged",
     "bytes written to a log while the request runs", log, always},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (static_cast<std::size_t>(table[i].key) != i) return false;
  return std::size(table) == key_count;
}
static_assert(is_in_order());

}  // namespace

std::string_view name_of(Unit unit) {
  return unit == count ? "count" : unit == bytes ? "bytes" : unit == percent ? "percent" : "us";
}

std::string_view name_of(Cost cost) {
  return cost == always ? "always" : "probe";
}

std::span<const EvidenceKey> evidence_keys() {
  return table;
}

const EvidenceKey& evidence_key(Key key) {
  return table[static_cast<std::size_t>(key)];
}

std::string_view name_of(Key key) {
  return evidence_key(key).name;
}

const EvidenceKey* find_evidence_key(std::string_view name) {
  const auto* found = std::ranges::find(table, name, &EvidenceKey::name);
  return found == std::end(table) ? nullptr : found;
}

}  // namespace caseload
