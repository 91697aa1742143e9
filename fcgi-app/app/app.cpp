#include "app/app.hpp"

#include <algorithm>

#include "app/case_pages/run_variants.hpp"
#include "app/problem.hpp"
#include "app/responses.hpp"
#include "app/same_origin.hpp"
#include "core/catalogue.hpp"
#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "core/negotiation.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  for (path.remove_prefix(1);;) {
    const std::size_t end = path.find('/');
    segments.emplace_back(path.substr(0, end));
    if (end == std::string_view::npos) return segments;
    path.remove_prefix(end + 1);
  }
}

// The parts of `path` that stand where `pattern` has a :name; std::nullopt where they don't match.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  const auto wanted = segments_of(pattern);
  auto given = segments_of(path);
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> arguments;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with(':') && !given[i].empty()) {
      arguments.push_back(std::move(given[i]));
    } else if (wanted[i] != given[i]) {
      return std::nullopt;
    }
  }
  return arguments;
}

// At addresses that are for programs an error is JSON too, but for those who would rather have HTML.
Format format_of(const Request& request) {
  const bool for_programs = request.path.starts_with("/api/") || request.path.starts_with("/evidence/");
  const Format usual = for_programs ? Format::json : Format::html;
  return negotiate(request.header("accept"), usual).value_or(usual);
}

// A form's fields count like the query's.
void read_form(Request& request) {
  if (request.body.empty()) return;
  const std::string_view type = request.header("content-type").value_or("");
  if (lower_case(trimmed(type.substr(0, type.find(';')))) != "application/x-www-form-urlencoded") return;
  auto fields = parse_query(request.body);
  if (!fields)
    throw BadRequest("the form has '" + std::string(bad_escape(request.body)) +
                     "': two hexadecimal digits must follow a %");
  if (!are_texts(*fields)) throw BadRequest("the form is not UTF-8, or has a NUL");
  request.query.insert(request.query.end(), std::make_move_iterator(fields->begin()),
                       std::make_move_iterator(fields->end()));
}

}  // namespace

AppShared::AppShared(io::Config configuration)
    : config(std::move(configuration)),
      template_sources(
          {{.path = config.templates_folder, .left_out = "site"},  // the site has a set of its own
           {.path = config.source_folder + "/fcgi-app/cases", .prefix = "cases/"}}),
      case_pages(config.source_folder, config.base_url) {
  for (const Case& each : catalogue()) {
    if (!template_sources.has("cases/" + each.stem)) {
      throw ConfigError("fcgi-app/cases/" + each.stem + "/page.mustache is missing: the case " + each.slug +
                        " has no template");
    }
  }
}

App::App(AppShared& shared)
    : shared_(shared),
      owners_{.connections = io::Connections(shared.config.database),
              .memcached = io::Memcached(shared.config.cache),
              .templates = io::Templates(shared.template_sources),
              .rebuilds = shared.rebuilds,
              .clock = shared.clock} {}

const std::vector<App::Route>& App::routes() {
  static const std::vector<Route> table{
      {"/", &App::home},
      {"/b/:opaque", &App::blind_page, Methods::reading_or_post, Served::in_test_mode},
      {"/cached/b/:opaque", &App::blind_page, Methods::reading_or_post, Served::in_test_mode},
      {"/cases/", &App::cases_folder},
      {"/cases/:slug/", &App::case_page, Methods::reading_or_post},
      {"/cases/:slug/:variant", &App::variant_page, Methods::reading_or_post},
      {"/cases/:slug/:variant/floor", &App::floor_page},
      {"/cached/test/parts", &App::parts, Methods::reading, Served::in_test_mode},
      {"/cached/:slug/:variant", &App::variant_page, Methods::reading_or_post},
      {"/api/examples/", &App::examples_folder},
      {"/api/examples/:slug/", &App::examples, Methods::reading_or_post},
      {"/evidence/:request_id", &App::evidence},
      {"/jobs/:dataset/:id", &App::job_page},
      {"/catalogue.json", &App::catalogue_json},
      {"/healthz", &App::health},
      {"/readyz", &App::ready},
      {"/version", &App::version},
      {"/metrics", &App::metrics},
      {"/test/blind.json", &App::blind_list, Methods::reading, Served::in_test_mode},
      {"/test/truth.json", &App::blind_truth, Methods::reading, Served::in_test_mode},
      {"/test/trivial", &App::trivial, Methods::reading, Served::in_test_mode},
      {"/test/write", &App::write, Methods::reading_or_post, Served::in_test_mode},
      {"/test/sink-delay", &App::sink_delay, Methods::reading_or_post, Served::in_test_mode},
      {"/test/parts", &App::parts, Methods::reading, Served::in_test_mode},
      {"/cases/:slug/interventions/:name/:step", &App::intervention, Methods::reading_or_post,
       Served::in_test_mode},
      {"/test/tagged-page", &App::tagged_page, Methods::reading, Served::in_test_mode},
      {"/cached/tagged-page", &App::tagged_page, Methods::reading, Served::in_test_mode},
      {"/cached/test/:part/:id", &App::cache_test, Methods::any, Served::in_test_mode},
      {"/cached/test/:part/:id/:file", &App::cache_test, Methods::any, Served::in_test_mode},
  };
  return table;
}

Response App::handle(Request& request) {
  began_us_ = shared_.clock.monotonic_us();
  route_label_ = "none";
  Response response;
  try {
    request.format = format_of(request);
    response = settle(request, route(request), shared_.clock.now());
  } catch (const HttpError& error) {
    response = problem(error, request, owners_.templates);
  } catch (const DatabaseError& error) {
    io::log(io::LogLevel::error, error.what(),
            {{"request_id", request.id}, {"digest", error.digest}, {"code", error.code}});
    response = problem(HttpError(500, "the database refused a statement; the log says which"), request,
                       owners_.templates);
  } catch (const std::exception& error) {
    io::log(io::LogLevel::error, error.what(), {{"request_id", request.id}, {"target", request.target}});
    response =
        problem(HttpError(500, "the application failed; its log says why"), request, owners_.templates);
  }
  return response.set("X-Request-Id", request.id);
}

Response App::reject(const Request& request, int status, const std::string& detail) {
  if (!began_us_) {  // else the answer of handle() could not be sent
    began_us_ = shared_.clock.monotonic_us();
    route_label_ = "none";
  }
  Request readable = request;
  readable.format = format_of(request);
  Response response = problem(HttpError(status, detail), readable, owners_.templates);
  return response.set("X-Request-Id", request.id);
}

void App::finished(const Request& request, const Response& response, std::int64_t, bool complete) {
  if (response.producer && exchange_) {
    exchange_->finish_stream();
    if (complete) keep_evidence(request, response);
  }
  exchange_.reset();
  slow_place_.reset();
  io::observe_request(route_label_, response.status, shared_.clock.monotonic_us() - began_us_.value());
  began_us_.reset();
}

Response App::route(Request& request) {
  for (const Case& the_case : catalogue()) {
    for (const Case::Alias& alias : the_case.aliases) {
      if (alias.path != request.path) continue;
      request.format = Format::json;
      route_label_ = "alias";
      return serve(request, the_case, *the_case.variant(alias.variant));
    }
  }
  for (const Route& each : routes()) {
    if (each.served == Served::in_test_mode && !shared_.config.test_mode) continue;
    const auto arguments = match(each.pattern, request.path);
    if (!arguments) continue;
    route_label_ = each.pattern;
    if (each.methods == Methods::any) return (this->*each.run)(request, *arguments);
    if (each.methods == Methods::reading) check_method(request, Takes::reading);
    if (request.method == Method::post) {
      require_same_origin(request);
      read_form(request);
    }
    return (this->*each.run)(request, *arguments);
  }
  for (const Route& each : routes()) {  // a folder asked for without its slash
    if (each.pattern.ends_with('/') && match(each.pattern, request.path + "/")) {
      Response response{.status = 308};
      // Without the dot a folder named "http:elsewhere" were another site.
      return response.set("Location", "./" + request.path.substr(request.path.rfind('/') + 1) + "/")
          .set("Cache-Control", "no-store");
    }
  }
  throw NotFound("there is no page at " + request.path);
}

Response App::home(Request&, const Arguments&) {
  return html_answer(owners_.templates.render("index", shared_.case_pages.index_model()));
}

Response App::cases_folder(Request&, const Arguments&) {
  Response response{.status = 308};
  return response.set("Location", "../").set("Cache-Control", "no-store");
}

Response App::catalogue_json(Request&, const Arguments&) {
  return json_answer(catalogue_document());
}

Response App::case_page(Request& request, const Arguments& arguments) {
  const Case& the_case = case_named(arguments[0]);
  const bool asked_to_run = take_parameter(request, "run") == "1";
  const bool run = asked_to_run || request.method == Method::post;
  const bool results_only = take_parameter(request, "part") == "results";
  check_method(request, !the_case.writes() ? Takes::reading : asked_to_run ? Takes::writing : Takes::both);
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  std::optional<CaseRun> results;
  Value answer;
  bool is_signed_in = session_token(request).has_value();
  if (run) {
    const auto place = place_for(true);
    is_signed_in = names_session(request);
    const Request visit = is_signed_in ? request : as_demo_visitor(request);
    results = run_variants(owners_, visit, the_case, shared_.config.probes);
    if (!the_case.writes()) answer = answer_of(owners_, visit, the_case, results->last_that_answered());
  }
  Value model = shared_.case_pages.case_model(the_case, request.knobs, results, answer);
  Response response =
      html_answer(owners_.templates.render(results_only ? "case_results" : "case", std::move(model)));
  // Signs who has no session in for a demonstration, so that the links to the variants' pages lead somewhere.
  if (!is_signed_in) {
    response.set("Set-Cookie", std::string(demo_visitors().front().cookie) +
                                   "; Path=/cases/; HttpOnly; SameSite=Lax" +
                                   (request.https ? "; Secure" : ""));
  }
  return response;
}

Response App::variant_page(Request& request, const Arguments& arguments) {
  const Case& the_case = case_named(arguments[0]);
  const Variant* variant = the_case.variant(arguments[1]);
  if (variant == nullptr || path_of(the_case, *variant) != request.path) {
    std::string there;
    for (const Variant& each : the_case.variants)
      there += (there.empty() ? "" : ", ") + path_of(the_case, each);
    throw NotFound("the case " + the_case.slug + " has no variant at " + request.path + "; it has " + there);
  }
  return serve(request, the_case, *variant);
}

Response App::floor_page(Request& request, const Arguments& arguments) {
  const Case& the_case = case_named(arguments[0]);
  const Variant* variant = the_case.variant(arguments[1]);
  const auto floor = variant == nullptr ? std::nullopt : floor_of(*variant);
  if (!floor) throw NotFound("the case " + the_case.slug + " has no trivial page at " + request.path);
  return serve(request, the_case, *floor);
}

Response App::serve(Request& request, const Case& the_case, const Variant& variant, Delay delay) {
  check_method(request, variant.method == Method::post ? Takes::writing : Takes::reading);
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  slow_place_ = place_for(variant.pace == Pace::slow);
  exchange_.emplace(owners_, request, the_case, wants_probe(request), delay);
  Response response = exchange_->run(variant);
  if (response.producer && !slow_place_) slow_place_ = place_for(true);
  // Of a streamed answer nothing is known yet: its evidence is only at /evidence.
  if (shared_.config.evidence_headers && !response.producer) {
    response.set("Evidence", exchange_->trace().evidence_header())
        .set("Server-Timing", exchange_->trace().server_timing());
  }
  if (!response.producer) {
    keep_evidence(request, response);
    slow_place_.reset();
  }
  return response;
}

Response App::examples_folder(Request&, const Arguments&) {
  Value examples = Value::list();
  for (const Case& each : catalogue()) {
    examples.add(Value::object({{"slug", each.slug},
                                {"title", each.title},
                                {"path", "/api/examples/" + each.slug + "/"},
                                {"method", each.writes() ? "POST" : "GET"}}));
  }
  return json_answer(Value::object({{"examples", std::move(examples)}}));
}

Response App::examples(Request& request, const Arguments& arguments) {
  const Case& the_case = case_named(arguments[0]);
  check_method(request, the_case.writes() ? Takes::writing : Takes::reading);
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  const auto place = place_for(true);
  const Request visit = names_session(request) ? request : as_demo_visitor(request);
  return json_answer(
      document_of(run_variants(owners_, visit, the_case, wants_probe(request)), the_case, request.knobs));
}

bool App::wants_probe(const Request& request) const {
  return shared_.config.probes && request.header("probe") == std::string_view("1");
}

std::optional<SlowPlace> App::place_for(bool slow) {
  if (!slow) return std::nullopt;
  try {
    return SlowPlace(shared_.slow_running, shared_.config.slow_limit());
  } catch (const Unavailable&) {
    io::count("caseload_slow_refused_total");
    throw;
  }
}

bool App::names_session(const Request& request) {
  Trace unmeasured(shared_.clock, false);
  Database db(owners_.connections, unmeasured, request.knobs.dataset());
  return has_session(request, db);
}

void App::keep_evidence(const Request& request, const Response& response) {
  if (!exchange_->trace().probe()) return;
  Value document = Value::object({{"request_id", request.id},
                                  {"method", request.method_name},
                                  {"target", request.target},
                                  {"status", response.status}});
  Value trace = exchange_->trace().document();
  if (route_label_.find(":opaque") != std::string_view::npos) hide_table_names(trace);
  for (Value::Member& member : *trace.members())
    document.set(std::move(member.first), std::move(member.second));
  Trace unmeasured(shared_.clock, false);
  Cache(owners_.memcached, unmeasured)
      .set("evidence:" + request.id, io::to_json(document), evidence_lifetime_s);
}

}  // namespace caseload
