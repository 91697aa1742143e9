#include "draw/evidence_keys.hpp"

#include <algorithm>

#include "draw/numbers.hpp"

namespace caseload::site {
namespace {

constexpr EvidenceKey keys[] = {
    {"sql", "statement", "statements"},
    {"sql-distinct", "different statement", "different statements"},
    {"sql-write", "writing statement", "writing statements"},
    {"rows", "row sent to the app", "rows sent to the app"},
    {"rows-examined", "row examined", "rows examined"},
    {"full-scan", "full scan", "full scans"},
    {"sort-rows", "row sorted", "rows sorted"},
    {"tmp-table", "temporary table", "temporary tables"},
    {"cols", "column fetched", "columns fetched"},
    {"cols-read", "column read", "columns read"},
    {"db-bytes", "from the database", "from the database", Unit::bytes},
    {"commits", "commit", "commits"},
    {"connects", "connection opened", "connections opened"},
    {"cache-get", "cache read", "cache reads"},
    {"cache-hit", "cache hit", "cache hits"},
    {"cache-miss", "cache miss", "cache misses"},
    {"cache-set", "cache write", "cache writes"},
    {"mem-count", "allocation", "allocations"},
    {"mem-bytes", "allocated", "allocated", Unit::bytes},
    {"mem-peak", "of memory at the peak", "of memory at the peak", Unit::bytes},
    {"mem-peak-driver", "at the peak in the driver's buffers", "at the peak in the driver's buffers",
     Unit::bytes},
    {"mem-peak-app", "at the peak in the app's own code", "at the peak in the app's own code", Unit::bytes},
    {"mem-peak-render", "at the peak while rendering", "at the peak while rendering", Unit::bytes},
    {"cpu-middleware", "of CPU in the middleware", "of CPU in the middleware", Unit::microseconds},
    {"cpu-db", "of CPU in database calls", "of CPU in database calls", Unit::microseconds},
    {"cpu-cache", "of CPU in cache calls", "of CPU in cache calls", Unit::microseconds},
    {"cpu-app", "of CPU in the app's own code", "of CPU in the app's own code", Unit::microseconds},
    {"cpu-render", "of CPU in rendering", "of CPU in rendering", Unit::microseconds},
    {"cpu-send", "of CPU in sending", "of CPU in sending", Unit::microseconds},
    {"bytes", "of answer", "of answer", Unit::bytes},
    {"first-byte", "to the first byte", "to the first byte", Unit::microseconds},
    {"total", "in all", "in all", Unit::microseconds},
    {"jobs", "job queued", "jobs queued"},
    {"log-bytes", "logged", "logged", Unit::bytes},
};

const EvidenceKey* find(std::string_view key) {
  const auto* found = std::find_if(std::begin(keys), std::end(keys),
                                   [&](const EvidenceKey& each) { return each.key == key; });
  return found == std::end(keys) ? nullptr : found;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::span<const EvidenceKey> evidence_keys() {
  return keys;
}

std::string title_of_key(std::string_view key) {
  const EvidenceKey* known = find(key);
  if (known == nullptr) return std::string(key);
  if (known->unit == Unit::bytes) return "Bytes " + std::string(known->many);
  if (known->unit == Unit::microseconds) return "Time " + std::string(known->many);
  return capitalised(std::string(known->many));
}

Unit unit_of_key(std::string_view key) {
  const EvidenceKey* known = find(key);
  return known == nullptr ? Unit::count : known->unit;
}

std::string evidence_text(std::int64_t value, std::string_view key) {
  const Unit unit = unit_of_key(key);
  return unit == Unit::count ? grouped(value) : in_unit(static_cast<double>(value), unit);
}

std::string with_noun(std::int64_t value, std::string_view key) {
  const EvidenceKey* known = find(key);
  if (known == nullptr) return grouped(value) + " (" + std::string(key) + ")";
  return evidence_text(value, key) + " " + std::string(value == 1 ? known->one : known->many);
}

}  // namespace caseload::site
