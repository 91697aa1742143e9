// What an operator, a load balancer or a probe requests: evidence, health, metrics, jobs.
#pragma once

#include "app/call.hpp"
#include "core/response.hpp"

namespace caseload {

inline constexpr int evidence_lifetime_s = 60;

Response kept_evidence(Call& call);   // /evidence/:request_id
Response health(Call& call);          // /healthz
Response readiness(Call& call);       // /readyz
Response version(Call& call);         // /version
Response metrics(Call& call);         // /metrics
Response job_page(Call& call);        // /jobs/:dataset/:id
Response catalogue_json(Call& call);  // /catalogue.json

// Keeps the whole trace of a probe under its request's id, with the claims about it, for kept_evidence.
// `edit_trace`, if any, changes the document first.
void keep_evidence(const Exchange& exchange, const Request& request, int status, Owners& owners,
                   void (*edit_trace)(Value& document));

}  // namespace caseload
