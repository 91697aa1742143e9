#include "core/outbound_call.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "core/text.hpp"

namespace caseload {

namespace {

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char character) { return std::isdigit(character) != 0; });
}

std::string path_shape(std::string_view path) {
  std::string shape;
  for (const std::string& part : split(path, "/")) shape += "/" + (has_digit(part) ? "{}" : part);
  return shape.empty() ? "/" : shape;
}

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

}  // namespace

std::string shape_of_call(std::string_view method, std::string_view target) {
  std::set<std::string> names;
  for (const std::string& pair : split(query_of(target), "&")) names.insert(pair.substr(0, pair.find('=')));
  std::string shape = std::string(method) + " " + path_shape(target.substr(0, target.find('?')));
  for (const char* separator = "?"; const std::string& name : names) {
    shape += separator + name;
    separator = "&";
  }
  return shape;
}

std::int64_t items_in(std::string_view target) {
  std::map<std::string, std::int64_t> items;
  std::int64_t most = 1;
  for (const auto& [name, value] : parse_query(query_of(target)).value_or(QueryPairs{})) {
    std::int64_t& of_name = items[name];
    of_name += 1 + std::ranges::count(value, ',');
    most = std::max(most, of_name);
  }
  return most;
}

std::string values_in(std::string_view target) {
  std::string values;
  for (const std::string& part : split(target.substr(0, target.find('?')), "/"))
    if (has_digit(part)) values += part + " ";
  for (const auto& [name, value] : parse_query(query_of(target)).value_or(QueryPairs{}))
    values += value + " ";
  return values;
}

// In the order of their starts, a call overlaps with an earlier one if it starts before the latest end so
// far. The earlier one is then the call with that end, or one that was found before.
std::int64_t overlapping(const std::vector<OutboundCall>& calls) {
  std::vector<std::size_t> order(calls.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return calls[i].start_us; });
  std::vector<bool> overlaps(calls.size());
  std::optional<std::size_t> last_to_end;
  for (const std::size_t i : order) {
    if (last_to_end && calls[i].start_us < calls[*last_to_end].end_us)
      overlaps[i] = overlaps[*last_to_end] = true;
    if (!last_to_end || calls[i].end_us > calls[*last_to_end].end_us) last_to_end = i;
  }
  return std::ranges::count(overlaps, true);
}

// Interval scheduling: of those that begin after the last one chosen, the first to end.
std::int64_t waits(const std::vector<OutboundCall>& calls) {
  std::vector<std::pair<std::int64_t, std::int64_t>> by_end;
  for (const OutboundCall& call : calls) by_end.emplace_back(call.end_us, call.start_us);
  std::ranges::sort(by_end);
  std::int64_t chosen = 0;
  std::optional<std::int64_t> last_end;
  for (const auto& [end, start] : by_end) {
    if (last_end && start < *last_end) continue;
    ++chosen;
    last_end = end;
  }
  return chosen;
}

Value document_of(const OutboundCall& call) {
  Value document = Value::object({{"shape", call.shape},
                                  {"start_us", call.start_us},
                                  {"end_us", call.end_us},
                                  {"bytes", call.bytes},
                                  {"items", call.items},
                                  {"status", call.status}});
  if (!call.failure.empty()) document.set("failure", call.failure);
  if (call.uses_earlier) document.set("uses_earlier", *call.uses_earlier);
  return document;
}

}  // namespace caseload
