// What keeps a queue in order: lost leases, jobs that ended, types that no worker knows, a clock that was set
// back. Throws the errors of Database.
#pragma once

#include <span>

#include "jobs/queue.hpp"

namespace caseload::jobs {

// Jobs whose lease expired go back into the queue, or fail if it was their last attempt. Returns the numbers
// of both.
struct Reclaimed {
  std::int64_t again = 0;
  std::int64_t failed = 0;
};
Reclaimed reclaim_lost(Database& db);

// After the database's clock was set back, jobs would wait, and the leases of dead workers last, until it
// catches up. This moves such times back by the same amount; a lease of more than ten times `lease` becomes
// `lease`, and a live worker renews it. True: there were some.
bool move_times_ahead(Database& db, std::chrono::milliseconds lease);

// Removes the oldest jobs that are done, and the oldest that failed, if there are more than `kept` of them.
// Removes at most a thousand of each per call. True: there may be more.
bool remove_old(Database& db, std::int64_t kept);

// Removes these jobs, whatever their state; those that ended are still counted.
void remove_jobs(Database& db, std::span<const Parameter> ids);

// A job whose type no worker knows stays in the queue. Workers note the types that they know at least every
// `types_noted_every`; a minute later a worker that has not counts as stopped.
inline constexpr std::chrono::seconds types_noted_every(10);
void note_types(Database& db, const JobTypes& types);
// Jobs that have been due for this long, while no worker knew their type, fail. Returns their number, at most
// a hundred per call.
std::int64_t fail_unknown_types(Database& db, std::chrono::seconds after);

}  // namespace caseload::jobs
