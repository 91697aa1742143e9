// What one request may use. Built per request by App; the owners behind it belong to the worker thread.
#pragma once

#include <string_view>

#include "app/destination.hpp"
#include "core/case.hpp"
#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/cache.hpp"
#include "io/cached_text.hpp"
#include "io/database.hpp"
#include "io/fragments.hpp"
#include "io/templates.hpp"

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

  // The case's page from its model: HTML by templates/cases/<stem>.mustache in the layout, or the model
  // itself as JSON, as the client asked. The same model gives the same bytes in every variant.
  Response page(Value model, int status = 200);
  // The same where the template marks blocks as cacheable (io/fragments.hpp).
  Response page(Value model, Fragments& fragments, int status = 200);
  // The same by another template.
  Response page(std::string_view template_name, std::string_view title, Value model,
                Fragments* fragments = nullptr, int status = 200);
};

}  // namespace caseload
