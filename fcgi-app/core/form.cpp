#include "core/form.hpp"

#include <algorithm>
#include <iterator>

#include "core/errors.hpp"
#include "core/text.hpp"

namespace caseload {

void read_form(Request& request) {
  if (request.body.empty()) return;
  const std::string_view type = request.header("content-type").value_or("");
  if (lower_case(trimmed(type.substr(0, type.find(';')))) != "application/x-www-form-urlencoded") return;
  auto fields = parse_query(request.body);
  if (!fields) throw BadRequest("the form " + escape_problem(request.body));
  if (!is_valid_text(*fields)) throw BadRequest("the form is not valid UTF-8, or contains a NUL");
  request.query.insert(request.query.end(), std::make_move_iterator(fields->begin()),
                       std::make_move_iterator(fields->end()));
}

void refuse_repeated(const std::vector<NameValue>& query) {
  if (query.size() < 2) return;
  std::vector<std::string_view> names;
  names.reserve(query.size());
  for (const auto& [name, value] : query) names.push_back(name);
  std::ranges::sort(names);
  if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
    throw BadRequest("the parameter " + std::string(utf8_prefix(*twice, 40)) + " is given more than once");
}

}  // namespace caseload
