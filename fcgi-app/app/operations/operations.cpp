#include "app/operations/operations.hpp"

#include "app/app.hpp"
#include "app/case_pages/run_variants.hpp"
#include "app/responses.hpp"
#include "core/build_info.hpp"
#include "core/catalogue_document.hpp"
#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "io/metrics/metrics.hpp"
#include "jobs/job_state.hpp"

namespace caseload {

namespace {

constexpr std::string_view write_without_effect = "DELETE FROM scratch_book WHERE id = 0";

bool is_loopback(std::string_view address) {
  return address.empty() || address == "::1" || address.starts_with("127.") || address == "unix:";
}

// Read from the table at this moment, so every host reports the same numbers.
std::optional<jobs::Totals> queue_of(Call& call, Dataset dataset) {
  try {
    Trace unmeasured(call.shared.clock, false);
    Database db(call.owners.connections, unmeasured, dataset);
    return jobs::totals(db);
  } catch (const std::exception&) {
    return std::nullopt;  // the database is missing
  }
}

// What is unknown is omitted.
void set_queue_gauges(Dataset dataset, const std::optional<jobs::Totals>& totals) {
  const std::string labels = "dataset=\"" + std::string(name_of(dataset)) + "\"";
  const auto show = [&](std::string_view metric, std::int64_t jobs::Totals::*value) {
    if (totals) {
      io::set_gauge(metric, labels, (*totals).*value);
    } else {
      io::forget_gauge(metric, labels);
    }
  };
  show("caseload_jobs_waiting", &jobs::Totals::waiting);
  show("caseload_jobs_running", &jobs::Totals::running);
  show("caseload_jobs_oldest_waiting_seconds", &jobs::Totals::oldest_waiting_s);
  show("caseload_jobs_without_worker", &jobs::Totals::without_worker);
  show("caseload_jobs_done_total", &jobs::Totals::done);
  show("caseload_jobs_failed_total", &jobs::Totals::failed);
  show("caseload_jobs_retried_total", &jobs::Totals::retried);
}

}  // namespace

Response stored_evidence(Call& call) {
  const std::string id(call.arguments[0]);
  if (!call.shared.config.probes)
    throw NotFound("probes are switched off; set app.probes = true to use them");
  Trace unmeasured(call.shared.clock, false);
  const auto stored = Cache(call.owners.memcached, unmeasured).get("evidence:" + id);
  if (!stored) {
    throw NotFound("there is no evidence under '" + id +
                   "'; it is recorded for requests with 'Probe: 1' and kept for " +
                   std::to_string(evidence_lifetime_s) + " s");
  }
  Response response;
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.body = *stored;
  return response;
}

Response catalogue_json(Call& call) {
  return json_response(catalogue_document(call.shared.portfolio));
}

void store_evidence(const Exchange& exchange, const Request& request, int status, Owners& owners,
                    void (*edit_trace)(Value& document)) {
  if (!exchange.trace().probe()) return;
  Value document = Value::object({{"request_id", request.id},
                                  {"method", request.method_name},
                                  {"target", request.target},
                                  {"status", status}});
  Value trace = exchange.trace().document();
  trace.set("claims", document_of(exchange.claims()));
  if (edit_trace != nullptr) edit_trace(trace);
  for (Value::Member& member : *trace.members())
    document.set(std::move(member.first), std::move(member.second));
  Trace unmeasured(exchange.trace().clock(), false);
  Cache(owners.memcached, unmeasured)
      .set("evidence:" + request.id, io::to_json(document), evidence_lifetime_s);
}

Response health(Call&) {
  return json_response(Value::object({{"status", "ok"}}));
}

Response readiness(Call& call) {
  const std::string database = io::database_problem(call.owners.connections);
  const std::string writes =
      database.empty() ? io::write_problem(call.owners.connections, write_without_effect) : database;
  const std::string cache = call.owners.memcached.problem();
  const bool has_replica = call.owners.connections.has_replica();
  const std::string replica = has_replica ? io::replica_problem(call.owners.connections) : std::string();
  // Without the cache the app is slower but still works, without writes most pages do, and a load balancer
  // must not remove all hosts. The same holds without the replica.
  const bool is_whole = writes.empty() && cache.empty() && replica.empty();
  Value state = Value::object({{"status", !database.empty() ? "unavailable"
                                          : is_whole        ? "ok"
                                                            : "degraded"},
                               {"database", database.empty() ? "ok" : database},
                               {"writes", writes.empty() ? "ok" : writes},
                               {"cache", cache.empty() ? "ok" : cache}});
  if (has_replica) state.set("replica", replica.empty() ? "ok" : replica);
  return json_response(state, database.empty() ? 200 : 503);
}

Response version(Call& call) {
  const BuildInfo build = build_info();
  return json_response(Value::object({{"name", "caseload"},
                                      {"version", build.version},
                                      {"commit", build.commit},
                                      {"profile", call.shared.config.profile},
                                      {"mode", build.mode},
                                      {"compiler", build.compiler}}));
}

Response metrics(Call& call) {
  if (!is_loopback(call.request.remote_address))
    throw NotFound("metrics are served only to clients on this host");
  // A monitor's own time limit is shorter than that of a query, so first check whether the server is there.
  const bool responds = call.may_wait && io::database_problem(call.owners.connections).empty();
  for (const Dataset dataset : all_datasets)
    set_queue_gauges(dataset, responds ? queue_of(call, dataset) : std::nullopt);
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8").set("Cache-Control", "no-store");
  response.body = io::metrics_text();
  return response;
}

}  // namespace caseload
