// The pages of the variants, and all variants of a case as one JSON document.
#pragma once

#include <vector>

#include "app/routes.hpp"
#include "core/case.hpp"
#include "jobs/destination.hpp"

namespace caseload {

Response variant_page(Call& call);     // /cases/:slug/:variant
Response floor_page(Call& call);       // /cases/:slug/:variant/floor
Response examples_folder(Call& call);  // /api/examples/
Response examples(Call& call);         // /api/examples/:slug/

// The addresses of their own that cases declare for a variant, as JSON.
std::vector<Route> alias_routes();

struct ServeOptions {
  Destination::Hook before_hand_over;             // runs before a finished report is handed over
  void (*edit_trace)(Value& document) = nullptr;  // before a probe's trace is kept
};

// Runs the variant for this request, with evidence.
Response serve_variant(Call& call, const Case& the_case, const Variant& variant,
                       const ServeOptions& options = {});

bool wants_probe(const Call& call);
// A place among the slow variants and streams that may run at once. Throws Unavailable.
SlowSlot slow_slot(const Call& call);
// Whether the request, with its knobs parsed, names a session that exists.
bool names_session(const Call& call);

}  // namespace caseload
