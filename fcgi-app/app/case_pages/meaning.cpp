#include "app/case_pages/meaning.hpp"

#include <algorithm>

#include "core/numbers.hpp"

namespace caseload {

namespace {

// What a measured value costs, given one figure of the visitor's own system.
struct Meaning {
  Key key;
  std::string_view name;  // of the figure; the same figure is asked for once on all pages
  std::string_view label, unit, value, maximum;
  Unit kind;      // of the result
  double factor;  // of the measured value, before it is multiplied with the figure or divided by it
  bool is_divisor;
  std::string_view tail;  // after the result
  std::string_view rule;  // how it is computed
};

constexpr std::string_view rate = "Page views per second";
constexpr std::string_view visits = "page-views";

constexpr Meaning meanings[] = {
    {Key::sql, "round-trip", "Round trip to your database", "ms", "0.5", "10000", Unit::microseconds, 1e3,
     false, "of each page view spent waiting for the network",
     "queries × your round trip, not that of this run"},
    {Key::cache_calls, "cache-round-trip", "Round trip to your cache", "ms", "0.3", "10000",
     Unit::microseconds, 1e3, false, "of each page view spent waiting for the network",
     "cache calls × your round trip, not that of this run"},
    {Key::commits, "flush", "Time your disk takes to flush a commit", "ms", "5", "10000", Unit::microseconds,
     1e3, false, "of each request spent waiting for the disk", "commits × time of a flush"},
    {Key::connects, "connect", "Time to connect to your database", "ms", "3", "10000", Unit::microseconds,
     1e3, false, "of each page view spent connecting", "connections × time to connect"},
    {Key::transaction_idle, visits, rate, "", "20", "1000000", Unit::count, 1e-6, false,
     "database connections held by transactions that run no query", "idle time × page views a second"},
    {Key::calls_in_transaction, "call", "Round trip to the other service", "ms", "30", "10000",
     Unit::microseconds, 1e3, false, "of waiting for it, with rows locked",
     "calls in a transaction × your round trip, not that of this run"},
    {Key::rows, visits, rate, "", "20", "1000000", Unit::count, 1, false,
     "rows a second sent by your database and turned into objects", "rows × page views a second"},
    {Key::rows_examined, visits, rate, "", "20", "1000000", Unit::count, 1, false,
     "rows a second read by your database", "rows read × page views a second"},
    {Key::db_pages, visits, rate, "", "20", "1000000", Unit::count, 1, false,
     "storage blocks read a second, in memory or on disk", "storage blocks × page views a second"},
    {Key::sql_parameters, "parameters", "Parameters that your database accepts in one query", "", "65535",
     "1000000", Unit::percent, 100, true, "of the limit, above which the query fails",
     "100 × parameters ÷ limit"},
    {Key::db_bytes, visits, rate, "", "20", "1000000", Unit::bytes, 1, false,
     "a second between your database and your application", "bytes × page views a second"},
    {Key::calls, "call", "Round trip to the other service", "ms", "30", "10000", Unit::microseconds, 1e3,
     false, "of each page view spent waiting for it", "calls × your round trip, not that of this run"},
    {Key::call_waits, "call", "Round trip to the other service", "ms", "30", "10000", Unit::microseconds, 1e3,
     false, "of each page view spent waiting for other services",
     "waits × your round trip, not that of this run"},
    {Key::bytes, "connection", "Connection of your visitors", "Mbit/s", "10", "100000", Unit::microseconds, 8,
     true, "of download each time", "8 × bytes ÷ speed of the connection"},
    {Key::first_byte, visits, rate, "", "20", "1000000", Unit::count, 1e-6, false,
     "visitors waiting for the first byte at any moment, on average",
     "time to the first byte × page views a second (Little's law)"},
    {Key::cpu_app, visits, rate, "", "20", "1000000", Unit::count, 1e-6, false,
     "CPU cores kept busy by this code alone", "CPU time × page views a second"},
    {Key::cpu_render, visits, rate, "", "20", "1000000", Unit::count, 1e-6, false,
     "CPU cores kept busy by this code alone", "CPU time × page views a second"},
    {Key::mem_peak, "at-once", "Requests at the same time", "", "50", "1000000", Unit::bytes, 1, false,
     "of memory for this page alone", "peak memory × requests at the same time"},
    {Key::mem_peak_driver, "at-once", "Requests at the same time", "", "50", "1000000", Unit::bytes, 1, false,
     "of memory for this page alone", "peak memory × requests at the same time"},
    {Key::mem_peak_app, "at-once", "Requests at the same time", "", "50", "1000000", Unit::bytes, 1, false,
     "of memory for this page alone", "peak memory × requests at the same time"},
};

// Where a cache saves a few expensive queries, the round trips say little.
constexpr Meaning database_time{Key::sql,
                                visits,
                                rate,
                                "",
                                "20",
                                "1000000",
                                Unit::count,
                                1e-6,
                                false,
                                "database connections kept busy by this page",
                                "measured time in the database × page views a second"};

Value result_of(const Meaning& meaning, std::int64_t measured) {
  const double factor = static_cast<double>(measured) * meaning.factor;
  const double figure = std::stod(std::string(meaning.value));
  const double result = meaning.is_divisor ? factor / figure : factor * figure;
  return Value::object(
      {{"factor", plain_decimal(factor, 6)},
       {"text", meaning.kind == Unit::count ? significant(result) : in_unit(result, meaning.kind)}});
}

Value computed(const Meaning& meaning, std::int64_t before, std::int64_t after) {
  return Value::object({{"name", meaning.name},
                        {"label", meaning.label},
                        {"unit", meaning.unit},
                        {"value", meaning.value},
                        {"maximum", meaning.maximum},
                        {"is_divisor", meaning.is_divisor},
                        {"kind", name_of(meaning.kind)},
                        {"tail", meaning.tail},
                        {"rule", meaning.rule},
                        {"before", result_of(meaning, before)},
                        {"after", result_of(meaning, after)}});
}

}  // namespace

Value meaning_of(Key key, std::int64_t before, std::int64_t after) {
  const auto* found = std::ranges::find(meanings, key, &Meaning::key);
  return found == std::end(meanings) ? Value() : computed(*found, before, after);
}

Value meaning_of_database_time(std::int64_t before_us, std::int64_t after_us) {
  return computed(database_time, before_us, after_us);
}

}  // namespace caseload
