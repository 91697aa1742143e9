// What one request may use. Built per request by App; the owners behind it belong to the worker thread.
#pragma once

#include <string_view>

#include "core/case.hpp"
#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/cache/cache.hpp"
#include "io/cache/cached_text.hpp"
#include "io/cache/fragments.hpp"
#include "io/database/database.hpp"
#include "io/templates/templates.hpp"
#include "jobs/destination.hpp"

namespace caseload {

struct Services {
  Database& db;
  Cache& cache;
  CachedTexts& texts;
  io::Templates& templates;
  Destination& destination;
  Trace& trace;
  const Clock& clock;
  const Case& the_case;
  const Request& request;
  // Where the page's data is kept for the claims, which look at lengths and numbers only: what its rows refer
  // to is gone by then. nullptr: nowhere.
  Value* kept_data = nullptr;

  // The case's page from its model: HTML by the case's page.mustache in the layout, or the model
  // itself as JSON, as the client asked. The same model gives the same bytes in every variant.
  Response page(Value model, int status = 200);
  // The same where the template marks blocks as cacheable (io/cache/fragments.hpp).
  Response page(Value model, Fragments& fragments, int status = 200);
  // The same by another template.
  Response page(std::string_view template_name, std::string_view title, Value model,
                Fragments* fragments = nullptr, int status = 200);
};

}  // namespace caseload
