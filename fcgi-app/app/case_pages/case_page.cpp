#include "app/case_pages/case_page.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "app/app.hpp"
#include "app/problem.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "core/errors.hpp"
#include "shop/visitors.hpp"

namespace caseload {

Response home(Call& call) {
  return html_response(call.owners.templates.render("index", call.shared.case_pages.index_model()));
}

Response cases_folder(Call&) {
  return Response{.status = 308}.set("Location", "../").set("Cache-Control", "no-store");
}

namespace {

// The knobs as the visitor entered them, valid or not.
Knobs entered_knobs(const Case& the_case, const std::vector<NameValue>& query) {
  Knobs knobs = Knobs::parse(the_case.knobs, {});
  for (const auto& [name, value] : query)
    if (std::ranges::find(the_case.knobs, name, &KnobSpec::name) != the_case.knobs.end())
      knobs.set(name, value);
  return knobs;
}

// The error on the page of the case, so that the visitor can correct the form.
Response refusal(Call& call, const Case& the_case, const HttpError& error) {
  Value model =
      call.shared.case_pages.case_model(the_case, entered_knobs(the_case, call.request.query), std::nullopt);
  model.set("error", problem_document(error, call.request));
  Response response = html_response(call.owners.templates.render("case", std::move(model)));
  response.status = error.status;
  for (const auto& [name, value] : error.headers) {
    response.set(name, value);
    // While another run sends requests at once, a browser without script comes back as well; not to a POST,
    // which it would turn into a GET.
    if (name == "Retry-After" && the_case.step_at_once() != nullptr && call.request.method == Method::get)
      response.set("Refresh", value);
  }
  return response;
}

Response shown(Call& call, const Case& the_case, bool wants_run, bool only_results) {
  Request& request = call.request;
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  std::optional<DemoRun> results;
  bool is_signed_in = session_token(request).has_value();
  if (wants_run || request.method == Method::post) {
    SlowSlot slot = slow_slot(call);
    auto together = slots_at_once(call, the_case, slot);
    is_signed_in = has_session(call);
    const Request visit = is_signed_in ? request : as_demo_visitor(request);
    results = run_demo(call.owners, visit, the_case, call.shared.config.probes,
                       together ? &together->at_once : nullptr);
  }
  Value model = call.shared.case_pages.case_model(the_case, request.knobs, results);
  Response response =
      html_response(call.owners.templates.render(only_results ? "case_results" : "case", std::move(model)));
  // A visitor without a session is signed in as a demo customer, so that the links to the variants' pages
  // work.
  if (!is_signed_in) {
    response.set("Set-Cookie", std::string(demo_visitors().front().cookie) +
                                   "; Path=" + call.shared.config.root() + "/cases/; HttpOnly; SameSite=Lax" +
                                   (request.https ? "; Secure" : ""));
  }
  return response;
}

}  // namespace

Response case_page(Call& call) {
  Request& request = call.request;
  const Case& the_case = case_named(call.arguments[0]);
  const bool wants_run = take_parameter(request, "run") == "1";
  const bool only_results = take_parameter(request, "part") == "results";
  check_method(request, !the_case.writes() ? Methods::read
                        : wants_run        ? Methods::write
                                           : Methods::read_or_write);
  try {
    return shown(call, the_case, wants_run, only_results);
  } catch (const HttpError& error) {
    if (only_results || request.format == Format::json) throw;
    return refusal(call, the_case, error);
  }
}

}  // namespace caseload
