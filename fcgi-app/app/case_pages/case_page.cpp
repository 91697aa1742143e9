#include "app/case_pages/case_page.hpp"

#include <optional>
#include <string>
#include <utility>

#include "app/app.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "shop/visitors.hpp"

namespace caseload {

Response home(Call& call) {
  return html_response(call.owners.templates.render("index", call.shared.case_pages.index_model()));
}

Response cases_folder(Call&) {
  return Response{.status = 308}.set("Location", "../").set("Cache-Control", "no-store");
}

Response case_page(Call& call) {
  Request& request = call.request;
  const Case& the_case = case_named(call.arguments[0]);
  const bool wants_run = take_parameter(request, "run") == "1";
  const bool only_results = take_parameter(request, "part") == "results";
  check_method(request, !the_case.writes() ? Methods::read
                        : wants_run        ? Methods::write
                                           : Methods::read_or_write);
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  std::optional<DemoRun> results;
  bool is_signed_in = session_token(request).has_value();
  if (wants_run || request.method == Method::post) {
    const SlowSlot slot = slow_slot(call);
    is_signed_in = has_session(call);
    const Request visit = is_signed_in ? request : as_demo_visitor(request);
    results = run_demo(call.owners, visit, the_case, call.shared.config.probes);
  }
  Value model = call.shared.case_pages.case_model(the_case, request.knobs, results);
  Response response =
      html_response(call.owners.templates.render(only_results ? "case_results" : "case", std::move(model)));
  // A visitor without a session is signed in as a demo customer, so that the links to the variants' pages
  // work.
  if (!is_signed_in) {
    response.set("Set-Cookie", std::string(demo_visitors().front().cookie) +
                                   "; Path=/cases/; HttpOnly; SameSite=Lax" +
                                   (request.https ? "; Secure" : ""));
  }
  return response;
}

}  // namespace caseload
