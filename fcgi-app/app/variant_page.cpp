#include "app/variant_page.hpp"

#include <memory>
#include <utility>

#include "app/app.hpp"
#include "app/case_pages/demo.hpp"
#include "app/case_pages/run_variants.hpp"
#include "app/operations/operations.hpp"
#include "app/responses.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "io/metrics/metrics.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

Methods methods_of(bool writes) {
  return writes ? Methods::write : Methods::read;
}

const Variant& variant_at(const Case& the_case, const Call& call) {
  const Variant* variant = the_case.variant(call.arguments[1]);
  if (variant != nullptr && path_of(the_case, *variant) == call.request.path) return *variant;
  std::string known;
  for (const Variant& each : the_case.variants)
    known += (known.empty() ? "" : ", ") + path_of(the_case, each);
  throw NotFound("the case " + the_case.slug + " has no variant at " + call.request.path + "; it has " +
                 known);
}

bool wants_probe(const Call& call) {
  return call.shared.config.probes && call.request.header("probe") == std::string_view("1");
}

}  // namespace

SlowSlot slow_slot(const Call& call) {
  try {
    return SlowSlot(call.shared.slow_running, call.shared.config.slow_limit());
  } catch (const Unavailable&) {
    io::count("caseload_slow_refused_total");
    throw;
  }
}

std::optional<SlotsAtOnce> slots_at_once(const Call& call, const Case& the_case, SlowSlot& first) {
  const DemoStep* step = the_case.step_at_once();
  if (step == nullptr) return std::nullopt;
  AppShared& shared = call.shared;
  AtOnceSlots slots(std::move(first), shared.runs_at_once, shared.slow_running, shared.config.slow_limit(),
                    step->at_once);
  const int number = slots.number();
  return SlotsAtOnce{.slots = std::move(slots),
                     .at_once = AtOnce(number, [&shared] {
                       return std::unique_ptr<Owners>(new Owners(owners_of(shared)));
                     })};
}

bool has_session(const Call& call) {
  Trace unmeasured(call.shared.clock, false);
  Database db(call.owners.connections, unmeasured, call.request.knobs.dataset());
  return has_session(call.request, db);
}

Response serve_variant(Call& call, const Case& the_case, const Variant& variant,
                       const ServeOptions& options) {
  check_method(call.request, methods_of(variant.method == Method::post));
  call.request.knobs = Knobs::parse(the_case.knobs, call.request.query);
  call.running = std::make_shared<RunningVariant>();
  RunningVariant& running = *call.running;
  if (variant.pace == Pace::slow) running.slot = slow_slot(call);
  running.exchange.emplace(
      call.owners, call.request, the_case,
      Exchange::Options{.probe = wants_probe(call), .before_delivery = options.before_delivery});
  Exchange& exchange = *running.exchange;
  Response response = exchange.run(variant);
  if (response.producer) {
    // The evidence of a streamed response is not known yet. It is served at /evidence/ after the last byte
    // was sent.
    if (!running.slot) running.slot = slow_slot(call);
    response.finished = [running = call.running, &owners = call.owners, &request = call.request,
                         edit_trace = options.edit_trace](const SentResponse& sent) {
      running->exchange->finish_stream();
      if (sent.complete) store_evidence(*running->exchange, request, sent.status, owners, edit_trace);
    };
    return response;
  }
  if (call.shared.config.evidence_headers) {
    response.set("Evidence", exchange.trace().evidence_header())
        .set("Server-Timing", exchange.trace().server_timing());
  }
  store_evidence(exchange, call.request, response.status, call.owners, options.edit_trace);
  running.slot.reset();
  return response;
}

Response variant_page(Call& call) {
  const Case& the_case = case_named(call.arguments[0]);
  return serve_variant(call, the_case, variant_at(the_case, call));
}

Response floor_page(Call& call) {
  const Case& the_case = case_named(call.arguments[0]);
  const Variant* variant = the_case.variant(call.arguments[1]);
  const auto floor = variant == nullptr ? std::nullopt : floor_of(*variant);
  if (!floor) throw NotFound("the case " + the_case.slug + " has no floor page at " + call.request.path);
  return serve_variant(call, the_case, *floor);
}

Response examples_folder(Call& call) {
  Value examples = Value::list();
  for (const auto& [the_case, lesson] : call.shared.portfolio.entries()) {
    examples.add(Value::object({{"slug", the_case->slug},
                                {"title", lesson.title},
                                {"path", "/api/examples/" + the_case->slug + "/"},
                                {"method", the_case->writes() ? "POST" : "GET"}}));
  }
  return json_response(Value::object({{"examples", std::move(examples)}}));
}

Response examples(Call& call) {
  const Case& the_case = case_named(call.arguments[0]);
  Request& request = call.request;
  check_method(request, methods_of(the_case.writes()));
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  SlowSlot slot = slow_slot(call);
  auto together = slots_at_once(call, the_case, slot);
  const Request visit = has_session(call) ? request : as_demo_visitor(request);
  Value document =
      document_of(run_variants(call.owners, visit, the_case, wants_probe(call)), the_case, request.knobs);
  if (together) {
    Request at_once = visit;
    const DemoStep& step = *the_case.step_at_once();
    at_once.knobs = knobs_of(step, the_case, request.knobs);
    const CaseRun run = run_at_once(together->at_once, call.owners, at_once, the_case, step.prepare,
                                    call.shared.config.probes);
    document.set("at_once", document_at_once(run, at_once.knobs));
  }
  return json_response(document);
}

std::vector<Route> alias_routes() {
  std::vector<Route> routes;
  for (const Case& the_case : catalogue()) {
    for (const Case::Alias& alias : the_case.aliases) {
      const auto serve = [&the_case, variant = the_case.variant(alias.variant)](Call& call) {
        call.request.format = Format::json;
        return serve_variant(call, the_case, *variant);
      };
      routes.push_back({alias.path, Methods::by_case, serve, "alias"});
    }
  }
  return routes;
}

}  // namespace caseload
