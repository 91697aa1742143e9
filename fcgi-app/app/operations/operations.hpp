// Pages for operators, load balancers and probes: evidence, health, metrics, jobs.
#pragma once

#include "app/call.hpp"
#include "core/response.hpp"

namespace caseload {

inline constexpr int evidence_lifetime_s = 60;

Response stored_evidence(Call& call);  // /evidence/:request_id
Response health(Call& call);           // /healthz
Response readiness(Call& call);        // /readyz
Response version(Call& call);          // /version
Response metrics(Call& call);          // /metrics
Response job_page(Call& call);         // /jobs/:dataset/:id
Response catalogue_json(Call& call);   // /catalogue.json

// Stores the trace of a probe with its claims under the request id, where stored_evidence finds it.
// `edit_trace`, if given, edits the document first.
void store_evidence(const Exchange& exchange, const Request& request, int status, Owners& owners,
                    void (*edit_trace)(Value& document));

}  // namespace caseload
