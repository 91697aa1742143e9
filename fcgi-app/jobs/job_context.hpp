// What a job may use. The worker creates one for each run of a job.
#pragma once

#include <functional>

#include "core/value.hpp"
#include "io/cache/cache.hpp"
#include "io/database/database.hpp"
#include "jobs/destination.hpp"

namespace caseload {

struct JobContext {
  Database& db;     // of the dataset whose queue the job came from
  Database& stale;  // the same for reads that may be a few seconds old (Services::stale)
  Cache& cache;
  Destination& destination;
  const Value& arguments;
  // Reports the progress. Throws if another worker has taken over the job; don't catch that exception.
  std::function<void(std::int64_t percent)> progress;
};

}  // namespace caseload
