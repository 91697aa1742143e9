#include "core/trace.hpp"

namespace caseload {

const std::vector<EvidenceKey>& evidence_keys() {
  static const std::vector<EvidenceKey> keys{
      {"sql", "statements", "statements run; BEGIN, COMMIT, ROLLBACK and session settings are not counted",
       false},
      {"sql-distinct", "digests", "different statements, once literals and list lengths are taken out",
       false},
      {"sql-write", "statements", "statements that write", false},
      {"rows", "rows", "rows that the database sent to the app", false},
      {"rows-examined", "rows", "rows that the database read to answer", true},
      {"full-scan", "scans", "tables read whole, joins without an index included", true},
      {"sort-rows", "rows", "rows that the database sorted", true},
      {"tmp-table", "tables", "temporary tables that the database made", true},
      {"cols", "columns", "columns fetched, summed over the digests", false},
      {"cols-read", "columns", "columns that the code touched at least once", false},
      {"db-bytes", "bytes", "bytes that the database sent", true},
      {"commits", "commits", "transactions committed, a write outside a transaction included", false},
      {"connects", "connections", "connections opened to the database", false},
      {"cache-get", "calls", "keys asked of the cache", false},
      {"cache-hit", "calls", "keys that the cache had", false},
      {"cache-miss", "calls", "keys that it had not, or could not be asked for", false},
      {"cache-set", "calls", "values written to the cache", false},
      {"mem-count", "allocations", "allocations by the app's own code and the renderer", false},
      {"mem-bytes", "bytes", "bytes allocated in all", false},
      {"mem-peak", "bytes", "highest sum held at one time", false},
      {"mem-peak-driver", "bytes", "highest held in the driver's result buffers", false},
      {"mem-peak-app", "bytes", "highest held by the app's own code", false},
      {"mem-peak-render", "bytes", "highest held by the renderer", false},
      {"cpu-middleware", "microseconds", "CPU time of the chain before the handler", false},
      {"cpu-db", "microseconds", "CPU time of the app in database calls", false},
      {"cpu-cache", "microseconds", "CPU time of the app in cache calls", false},
      {"cpu-app", "microseconds", "CPU time of the app's own code", false},
      {"cpu-render", "microseconds", "CPU time of rendering", false},
      {"cpu-send", "microseconds", "CPU time of sending", false},
      {"bytes", "bytes", "bytes of the body; for HEAD those that GET would send", false},
      {"first-byte", "microseconds", "from the request's begin to the body's first byte", false},
      {"total", "microseconds", "from the request's begin to the body's end; in the header, to the headers",
       false},
      {"jobs", "jobs", "jobs put in the queue", false},
      {"log-bytes", "bytes", "bytes written to a log on the request's path", false},
  };
  return keys;
}

}  // namespace caseload
