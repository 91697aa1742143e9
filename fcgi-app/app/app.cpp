#include "app/app.hpp"

#include <utility>

#include "app/case_pages/case_page.hpp"
#include "app/exercises/exercise_page.hpp"
#include "app/guess/guess_page.hpp"
#include "app/operations/operations.hpp"
#include "app/problem.hpp"
#include "app/same_origin.hpp"
#include "app/variant_page.hpp"
#include "core/catalogue.hpp"
#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "core/form.hpp"
#include "core/http_date.hpp"
#include "core/negotiation.hpp"
#include "core/text.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "io/text/lessons.hpp"

namespace caseload {

namespace {

template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::vector<Route> all_routes(const std::vector<Route>& more) {
  const std::vector<Route> own{
      {"/", Methods::read, home},
      {"/cases/", Methods::read, cases_folder},
      {"/cases/:slug/", Methods::by_case, case_page},
      {"/cases/:slug/:variant", Methods::by_case, variant_page},
      {"/cases/:slug/exercises/:name", Methods::write, exercise_page},
      {"/cases/:slug/:variant/floor", Methods::by_case, floor_page},
      {"/guess/", Methods::read, guess_list},
      {"/guess/numbers.js", Methods::read, guess_numbers},
      {"/guess/:number/", Methods::read_or_write, guess_page},
      {"/api/examples/", Methods::read, examples_folder},
      {"/api/examples/:slug/", Methods::by_case, examples},
      {"/evidence/:request_id", Methods::read, stored_evidence},
      {"/jobs/:dataset/:id", Methods::read, job_page},
      {"/catalogue.json", Methods::read, catalogue_json},
      {"/healthz", Methods::read, health},
      {"/readyz", Methods::read, readiness},
      {"/version", Methods::read, version},
      {"/metrics", Methods::read, metrics},
  };
  std::vector<Route> routes = joined(joined(alias_routes(), own), more);
  routes.push_back({"/cached/:slug/:variant", Methods::by_case,
                    variant_page});  // last, because test mode has folders there too
  return routes;
}

// At addresses for programs errors are JSON too, unless the client prefers HTML.
Format format_of(const Request& request) {
  const bool for_programs = request.path.starts_with("/api/") || request.path.starts_with("/evidence/");
  const Format usual = for_programs ? Format::json : Format::html;
  return negotiate(request.header("accept"), usual).value_or(usual);
}

// Other parts of the app know only paths below the root.
void put_below_root(const io::Config& config, Response& response) {
  for (auto& [name, value] : response.headers) {
    if (name == "Location" && value.starts_with('/')) value.insert(0, config.root());
  }
}

// What takes the place of a page: it was deleted, has moved, or may no longer be shown.
constexpr bool replaces_a_page(int status) {
  constexpr int statuses[] = {301, 302, 303, 307, 308, 401, 403, 404, 410, 451};
  return std::ranges::find(statuses, status) != std::end(statuses);
}

// Whether nginx stores the response by what its headers say of caches (RFC 9111, sections 4.2.1 and 5.2.2).
bool has_lifetime(const Response& response, std::chrono::system_clock::time_point now) {
  std::optional<std::int64_t> max_age, s_maxage;
  if (const std::string* header = response.header("Cache-Control")) {
    for (const std::string& directive : split(lower_case(*header), ", ")) {
      for (const std::string_view forbids : {"no-store", "no-cache", "private"})
        if (directive.starts_with(forbids)) return false;
      if (directive.starts_with("max-age=")) max_age = whole_number(directive.substr(8));
      if (directive.starts_with("s-maxage=")) s_maxage = whole_number(directive.substr(9));
    }
  }
  if (s_maxage || max_age) return (s_maxage ? *s_maxage : *max_age) > 0;
  const std::string* expires = response.header("Expires");
  const auto time = expires == nullptr ? std::nullopt : parse_http_date(*expires, now);
  return time && *time > now;
}

// nginx keeps an old page for the time when the application fails. This response replaces it: it counts as
// stored in the past, so each further request comes here, unless it has a lifetime of its own. nginx 1.22
// needs the header before Cache-Control.
void replace_cached_page(const Request& request, Response& response,
                         std::chrono::system_clock::time_point now) {
  if (!request.path.starts_with("/cached/") || !replaces_a_page(response.status)) return;
  if (has_lifetime(response, now)) return;
  response.headers.insert(response.headers.begin(), {"X-Accel-Expires", "@1"});
}

Response redirect_to_folder(const std::string& path) {
  // Without the leading dot, a folder named "http:elsewhere" would redirect to another site.
  return Response{.status = 308}
      .set("Location", "./" + path.substr(path.rfind('/') + 1) + "/")
      .set("Cache-Control", "no-store");
}

Response dispatch(Call& call, const RouteMatch& match) {
  const Route& route = *match.route;
  call.arguments = {match.arguments.data(), match.argument_count};
  check_method(call.request, route.methods);
  if (call.request.method == Method::post && route.methods != Methods::every) {
    require_same_origin(call.request, call.shared.config.base_url);
    read_form(call.request);
  }
  refuse_repeated(call.request.query);
  Response response = route.handle(call);
  // For a variant the exchange has already called apply_preconditions(), so that the evidence describes what
  // is sent.
  return call.running ? std::move(response)
                      : apply_preconditions(call.request, std::move(response), call.shared.clock.now());
}

constexpr int status_of_disconnected = 499;  // nginx's own, for logs and metrics; nobody receives it

// The only place where an error becomes a response.
template <class Work>
Response with_error_pages(const Request& request, io::Templates& templates, const Work& work) {
  try {
    return work();
  } catch (const ClientDisconnected&) {
    return {.status = status_of_disconnected};
  } catch (const HttpError& error) {
    return problem(error, request, templates);
  } catch (const DatabaseError& error) {
    io::log(io::LogLevel::error, error.what(),
            {{"request_id", request.id}, {"digest", error.digest}, {"code", error.code}});
    return problem(HttpError(500, "the database rejected a query; the log has the reason"), request,
                   templates);
  } catch (const std::exception& error) {
    io::log(io::LogLevel::error, error.what(), {{"request_id", request.id}, {"target", request.target}});
    return problem(HttpError(500, internal_failure), request, templates);
  }
}

}  // namespace

AppShared::AppShared(io::Config configuration, const Extension& extension)
    : config(std::move(configuration)),
      template_sources(
          joined({{.path = config.templates_folder, .excluded = "site"},  // the site's templates are separate
                  {.path = config.source_folder + "/fcgi-app/cases", .prefix = "cases/"}},
                 extension.templates),
          {{"root", config.root()}}),
      portfolio(catalogue(), io::read_lessons(config.source_folder + "/fcgi-app/cases")),
      case_pages(portfolio, config.excerpts_file, config.base_url),
      routes(all_routes(extension.routes)) {
  for (const Case& each : catalogue()) {
    if (!template_sources.has(each.template_name)) {
      throw ConfigError("fcgi-app/cases/" + each.stem + "/page.mustache is missing: the case " + each.slug +
                        " has no template");
    }
  }
}

Owners owners_of(AppShared& shared) {
  return {.connections = io::Connections(shared.config.database),
          .memcached = io::Memcached(shared.config.cache),
          .partners = io::HttpClient(shared.config.partners),
          .templates = io::Templates(shared.template_sources),
          .rebuilds = shared.rebuilds,
          .clock = shared.clock};
}

App::App(AppShared& shared, Role role) : shared_(shared), role_(role), owners_(owners_of(shared)) {}

Response App::handle(Request& request) {
  const std::int64_t started_us = shared_.clock.monotonic_us();
  Call call{.request = request, .shared = shared_, .owners = owners_, .may_wait = role_ == Role::worker};
  std::string_view label = "none";
  Response response = with_error_pages(request, owners_.templates, [&] {
    request.format = format_of(request);
    if (const auto match = shared_.routes.match(request.path)) {
      label = match->route->label.empty() ? match->route->pattern : match->route->label;
      return dispatch(call, *match);
    }
    if (shared_.routes.is_folder(request.path)) return redirect_to_folder(request.path);
    throw NotFound("there is no page at " + request.path);
  });
  if (call.running && !response.producer) call.running->slot.reset();  // also of a variant that failed
  replace_cached_page(request, response, shared_.clock.now());
  put_below_root(shared_.config, response);
  response.finished = [&clock = shared_.clock, label, started_us, running = std::move(call.running),
                       after_stream = std::move(response.finished)](const SentResponse& sent) {
    if (after_stream) after_stream(sent);
    io::observe_request(label, sent.status, clock.monotonic_us() - started_us);
  };
  response.set("X-Request-Id", request.id);
  return response;
}

Response App::reject(const Request& request, int status, const std::string& detail) {
  const std::int64_t started_us = shared_.clock.monotonic_us();
  Request readable = request;
  readable.format = format_of(request);
  Response response = problem(HttpError(status, detail), readable, owners_.templates);
  response.finished = [&clock = shared_.clock, started_us](const SentResponse& sent) {
    io::observe_request("none", sent.status, clock.monotonic_us() - started_us);
  };
  response.set("X-Request-Id", request.id);
  return response;
}

}  // namespace caseload
