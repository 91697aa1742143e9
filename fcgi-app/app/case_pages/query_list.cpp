#include "app/case_pages/query_list.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/numbers.hpp"

namespace caseload {

namespace {

// The plan as lines, indented by depth.
void add_plan_lines(const Value& node, int depth, Value& lines) {
  std::string text(node["node"].text_or(""));
  for (const char* key : {"table", "access", "key", "possible_keys", "rows", "extra"}) {
    const Value& detail = node[key];
    if (detail.is_null()) continue;
    std::string name(key);
    std::ranges::replace(name, '_', ' ');
    text += (text.empty() ? "" : " · ") + name + " ";
    text += detail.integer() != nullptr ? std::to_string(*detail.integer()) : std::string(detail.text_or(""));
  }
  lines.add(Value::object({{"indent", depth}, {"text", text}}));
  if (const Value::List* children = node["children"].items()) {
    for (const Value& child : *children) add_plan_lines(child, depth + 1, lines);
  }
}

}  // namespace

Value query_list(const Value& trace) {
  Value digests = Value::list();
  for (const Value& digest : *trace["digests"].items()) {
    Value plan;
    if (const Value* explain = digest.find("explain")) add_plan_lines(*explain, 0, plan);
    digests.add(Value::object({{"text", digest["text"]},
                               {"times", digest["times"]},
                               {"distinct", digest["distinct"]},
                               {"rows", digest["rows"]},
                               {"ms", milliseconds_text(digest["us"].integer_or(0))},
                               {"is_write", digest["write"]},
                               {"plan", std::move(plan)}}));
  }
  return digests;
}

}  // namespace caseload
