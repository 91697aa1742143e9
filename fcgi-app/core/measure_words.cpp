#include "core/measure_words.hpp"

#include <algorithm>

#include "core/numbers.hpp"

namespace caseload {

namespace {

struct Words {
  Key key;
  std::string_view verb;       // before the amount
  std::string_view one, many;  // after a count
  std::string_view tail;       // after the amount
  std::string_view better;     // "fewer"
};

constexpr Words words[] = {
    {Key::sql, "runs", "query", "queries", "", "fewer"},
    {Key::rows, "fetches", "row", "rows", "", "fewer"},
    {Key::rows_examined, "makes the database read", "row", "rows", "", "fewer"},
    {Key::db_pages, "makes the database read", "storage block", "storage blocks", "", "fewer"},
    {Key::sql_parameters, "sends up to", "parameter", "parameters", "in one query", "fewer"},
    {Key::db_bytes, "fetches", "", "", "from the database", "less"},
    {Key::commits, "makes", "commit", "commits", "", "fewer"},
    {Key::cache_calls, "makes", "cache call", "cache calls", "", "fewer"},
    {Key::rebuilds, "makes", "rebuild of the cached entry", "rebuilds of the cached entry", "", "fewer"},
    {Key::row_lock_waits, "has", "wait for a locked row", "waits for a locked row", "", "fewer"},
    {Key::connects, "opens", "database connection", "database connections", "", "fewer"},
    {Key::transaction_idle, "keeps a transaction open for", "", "", "without a query", "less"},
    {Key::calls_in_transaction, "makes", "call to a service with a transaction open",
     "calls to a service with a transaction open", "", "fewer"},
    {Key::calls, "makes", "call to a service", "calls to a service", "", "fewer"},
    {Key::call_waits, "has", "wait for a service", "waits for services", "", "fewer"},
    {Key::match_steps, "takes", "step of the regex engine", "steps of the regex engine", "", "fewer"},
    {Key::mem_peak, "holds up to", "", "", "in memory", "less"},
    {Key::mem_peak_driver, "holds up to", "", "", "in the driver's buffers", "less"},
    {Key::mem_peak_app, "holds up to", "", "", "in memory", "less"},
    {Key::cpu_app, "uses", "", "", "of CPU time in its own code", "less"},
    {Key::cpu_render, "uses", "", "", "of CPU time to write the response", "less"},
    {Key::bytes, "sends", "", "", "in the body", "less"},
    {Key::first_byte, "sends its first byte after", "", "", "", "sooner"},
};

// Words for a measure that leads no case yet come from the table of evidence keys.
Words words_of(Key key) {
  const auto* found = std::ranges::find(words, key, &Words::key);
  if (found != std::end(words)) return *found;
  const EvidenceKey& known = evidence_key(key);
  return {key, "takes", known.one, known.many, known.unit == Unit::count ? "" : known.many, "less"};
}

bool is_time(Key key) {
  return evidence_key(key).unit == Unit::microseconds;
}

}  // namespace

std::string number_text(Key key, std::int64_t value) {
  const Unit unit = evidence_key(key).unit;
  if (unit == Unit::count) return grouped(value);
  if (value == 0) return unit == Unit::bytes ? "0 B" : "0 ms";
  return in_unit(static_cast<double>(value), unit);
}

std::string_view counted_word(Key key) {
  return evidence_key(key).unit == Unit::count ? words_of(key).many : "";
}

std::string amount_text(Key key, std::int64_t value) {
  if (evidence_key(key).unit != Unit::count) return number_text(key, value);
  const Words found = words_of(key);
  return number_text(key, value) + " " + std::string(value == 1 ? found.one : found.many);
}

std::string deed_text(Key key, std::int64_t value) {
  const Words found = words_of(key);
  std::string text = std::string(found.verb) + " " + amount_text(key, value);
  if (!found.tail.empty()) text += " " + std::string(found.tail);
  return text;
}

bool is_gain(Key key, std::int64_t before, std::int64_t after) {
  return is_time(key) ? static_cast<double>(before) >= 1.5 * static_cast<double>(after) : before > after;
}

std::string gain_text(Key key, std::int64_t before, std::int64_t after) {
  if (!is_gain(key, before, after)) return "";
  if (after <= 0) return "down to zero";
  std::string ratio = ratio_text(static_cast<double>(before) / static_cast<double>(after));
  if (ratio.ends_with(".0")) ratio.resize(ratio.size() - 2);
  return ratio + " times " + std::string(words_of(key).better);
}

std::string comparison_text(std::string_view place, Key key, std::int64_t before, std::int64_t after) {
  std::string text = place.empty() ? "With" : std::string(place) + ": with";
  text += " the mistake, the page " + deed_text(key, before) + "; with the fix, it " + deed_text(key, after);
  const std::string gain = gain_text(key, before, after);
  if (gain.empty()) return text + ". No clear gain in this run.";
  return text + (after > 0 ? ", " + gain : "") + ".";
}

std::string share_text(std::int64_t part, std::int64_t whole) {
  const double percent = whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
  return fixed(part > 0 ? std::max(percent, 0.01) : percent, 2);
}

}  // namespace caseload
