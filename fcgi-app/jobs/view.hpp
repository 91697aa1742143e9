// What the worker's threads share: a view of one dataset's database for one task, and log lines about a job.
#pragma once

#include <string_view>
#include <utility>

#include "core/clock.hpp"
#include "io/database/database.hpp"
#include "io/log/log.hpp"
#include "jobs/queue.hpp"

namespace caseload::jobs {

struct View {
  View(io::Connections& connections, const Clock& clock, Dataset dataset)
      : trace(clock, false), db(connections, trace, dataset) {}
  Trace trace;
  Database db;
};

inline void log_job(io::LogLevel level, std::string_view message, Dataset dataset, const ClaimedJob& job,
                    Value::Object more = {}) {
  Value::Object fields{
      {"job", job.id}, {"dataset", name_of(dataset)}, {"kind", job.type}, {"attempt", job.attempt}};
  fields.insert(fields.end(), more.begin(), more.end());
  io::log(level, message, std::move(fields));
}

}  // namespace caseload::jobs
