// The pages of the variants, and the JSON document that runs all variants of a case.
#pragma once

#include <optional>
#include <vector>

#include "app/at_once.hpp"
#include "app/routes.hpp"
#include "core/case.hpp"
#include "jobs/destination.hpp"

namespace caseload {

Response variant_page(Call& call);     // /cases/:slug/:variant
Response floor_page(Call& call);       // /cases/:slug/:variant/floor
Response examples_folder(Call& call);  // /api/examples/
Response examples(Call& call);         // /api/examples/:slug/

// The extra addresses that cases declare for a variant; they return JSON.
std::vector<Route> alias_routes();

struct ServeOptions {
  Destination::Hook before_delivery;              // runs before a finished report is delivered
  void (*edit_trace)(Value& document) = nullptr;  // runs before a probe's trace is stored
};

// Runs the variant for this request and adds the evidence.
Response serve_variant(Call& call, const Case& the_case, const Variant& variant,
                       const ServeOptions& options = {});

// Takes a slot for a slow variant or a stream. Throws Unavailable if all are taken.
SlowSlot slow_slot(const Call& call);
// Several requests at once, with a slot for each.
struct SlotsAtOnce {
  AtOnceSlots slots;
  AtOnce at_once;
};
// As many requests as the case's demo wants and as there are free slots; nothing if it wants none. `first`,
// the slot that this request has taken, becomes one of them. Throws Unavailable if another run sends some.
std::optional<SlotsAtOnce> slots_at_once(const Call& call, const Case& the_case, SlowSlot& first);

// True if the request names an existing session. Its knobs must be parsed.
bool has_session(const Call& call);

}  // namespace caseload
