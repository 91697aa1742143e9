// Routes are data: a pattern, the methods it accepts, and the function that handles it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/call.hpp"
#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload {

// Which methods an address accepts. `by_case`: depends on the case, so the handler calls check_method.
// `every`: no check, and even a POST from another origin is accepted.
enum class Methods : std::uint8_t { read, write, read_or_write, by_case, every };

struct Route {
  std::string pattern;  // "/cases/:slug/:variant"; a part that begins with ':' matches any non-empty text
  Methods methods = Methods::read;
  std::function<Response(Call&)> handle;
  std::string label{};  // for metrics; empty: the pattern
};

inline constexpr std::size_t max_path_parts = 8;

// A path or pattern split at its slashes. Refers to the original text.
class PathParts {
 public:
  explicit PathParts(std::string_view path);
  std::span<const std::string_view> parts() const { return {parts_.data(), count_}; }
  bool is_too_deep() const { return is_too_deep_; }

 private:
  std::array<std::string_view, max_path_parts> parts_{};
  std::size_t count_ = 0;
  bool is_too_deep_ = false;
};

struct RouteMatch {
  const Route* route;
  std::array<std::string_view, max_path_parts> arguments{};
  std::size_t argument_count = 0;
};

class Routes {
 public:
  explicit Routes(std::vector<Route> routes);
  // The first route whose pattern matches. Does not allocate; the arguments refer to `path`.
  std::optional<RouteMatch> match(std::string_view path) const;
  // True if `path` plus a trailing slash would match a folder.
  bool is_folder(std::string_view path) const;

 private:
  std::vector<Route> routes_;
  std::vector<PathParts> patterns_;  // in the order of the routes
};

// Throws a 405 that lists the accepted methods (RFC 9110 section 15.5.6) if the request's method is not one
// of them. The only place that decides this for the application; nginx does it for files.
void check_method(const Request& request, Methods methods);

}  // namespace caseload
