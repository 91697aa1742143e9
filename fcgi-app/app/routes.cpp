#include "app/routes.hpp"

#include <utility>

#include "core/errors.hpp"

namespace caseload {

namespace {

bool matches(std::span<const std::string_view> pattern, std::span<const std::string_view> path,
             RouteMatch& match) {
  if (pattern.size() != path.size()) return false;
  match.argument_count = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with(':') && !path[i].empty()) {
      match.arguments[match.argument_count++] = path[i];
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

PathParts::PathParts(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    if (count_ == max_path_parts) {
      is_too_deep_ = true;
      return;
    }
    const std::size_t end = path.find('/');
    parts_[count_++] = path.substr(0, end);
    if (end == std::string_view::npos) return;
    path.remove_prefix(end + 1);
  }
}

Routes::Routes(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& each : routes_) patterns_.emplace_back(each.pattern);
}

std::optional<RouteMatch> Routes::match(std::string_view path) const {
  const PathParts given(path);
  if (given.is_too_deep()) return std::nullopt;
  RouteMatch found{.route = nullptr};
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!matches(patterns_[i].parts(), given.parts(), found)) continue;
    found.route = &routes_[i];
    return found;
  }
  return std::nullopt;
}

bool Routes::is_folder(std::string_view path) const {
  const auto found = match(std::string(path) + "/");
  return found && found->route->pattern.ends_with('/');
}

void check_method(const Request& request, Methods methods) {
  if (methods == Methods::every || methods == Methods::by_case) return;
  const bool reads = request.method == Method::get || request.method == Method::head;
  const bool writes = request.method == Method::post;
  if ((reads && methods != Methods::write) || (writes && methods != Methods::read)) return;
  const std::string allowed = methods == Methods::read    ? "GET, HEAD"
                              : methods == Methods::write ? "POST"
                                                          : "GET, HEAD, POST";
  throw HttpError(405, "Method " + request.method_name + " is not allowed here; use " + allowed,
                  {{"Allow", allowed}});
}

}  // namespace caseload
