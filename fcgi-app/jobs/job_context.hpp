// What one job may use. Built by the worker for each run of a job.
#pragma once

#include <functional>

#include "core/value.hpp"
#include "io/database/database.hpp"
#include "jobs/destination.hpp"

namespace caseload {

struct JobContext {
  Database& db;  // of the dataset whose queue had the job
  Destination& destination;
  const Value& arguments;
  // How far it is, in per cent. Throws when the job has passed to another worker; let that through.
  std::function<void(std::int64_t percent)> progress;
};

}  // namespace caseload
