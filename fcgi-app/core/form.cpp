#include "core/form.hpp"

#include <algorithm>
#include <iterator>

#include "core/errors.hpp"
#include "core/text.hpp"

namespace caseload {

void read_form(Request& request) {
  if (request.body.empty()) return;
  const std::string_view header = request.header("content-type").value_or("");
  const std::string type = lower_case(trimmed(header.substr(0, header.find(';'))));
  if (type == "multipart/form-data")
    throw HttpError(415, "forms are read as application/x-www-form-urlencoded; got multipart/form-data");
  if (type != "application/x-www-form-urlencoded") return;
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
