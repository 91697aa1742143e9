// What a request may use. Created by App for each request; the owners behind it belong to the worker thread.
#pragma once

#include <string_view>

#include "core/case.hpp"
#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/cache/cache.hpp"
#include "io/cache/cached_text.hpp"
#include "io/cache/fragments.hpp"
#include "io/database/connector.hpp"
#include "io/database/database.hpp"
#include "io/http/outbound.hpp"
#include "io/regex/matcher.hpp"
#include "io/templates/templates.hpp"
#include "jobs/destination.hpp"

namespace caseload {

struct Services {
  Database& db;
  // For reads that may be a few seconds old (database.replica_max_lag_s): exports and reports. Not for what a
  // visitor has just written, and not for texts that a write drops from the cache: they would be built again
  // from data without the write, and then last for their lifetime.
  Database& stale;
  Connector& connector;  // the same database, for pages that show what a connection costs
  Cache& cache;
  CachedTexts& texts;
  Outbound& partners;  // stock, price, delivery and payment; see shop/partner_calls.hpp
  Matcher& matcher;    // regular expressions
  io::Templates& templates;
  Destination& destination;
  Trace& trace;
  const Clock& clock;
  const Case& the_case;
  const Request& request;
  // Where the page's data is stored for the claims, or nullptr. Claims use only lengths and numbers, because
  // the strings that the rows refer to no longer exist then.
  Value* kept_data = nullptr;

  // The case's page: HTML rendered with the case's page.mustache in the layout, or the model itself as JSON,
  // depending on the request. Equal models give equal bytes in all variants.
  Response page(Value model, int status = 200);
  // The same for a template with cacheable blocks (io/cache/fragments.hpp).
  Response page(Value model, Fragments& fragments, int status = 200);
  // The same with another template.
  Response page(std::string_view template_name, std::string_view title, Value model,
                Fragments* fragments = nullptr, int status = 200);
};

}  // namespace caseload
