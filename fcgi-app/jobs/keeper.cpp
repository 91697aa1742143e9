#include "jobs/keeper.hpp"

#include <algorithm>

#include "io/database/driver.hpp"
#include "jobs/reachability.hpp"
#include "jobs/upkeep.hpp"
#include "jobs/view.hpp"
#include "jobs/written_rows.hpp"

namespace caseload::jobs {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often to look for lost jobs and for old ones, at least.
constexpr milliseconds max_check_interval = std::chrono::seconds(1);
constexpr milliseconds removal_pause = std::chrono::seconds(20);

}  // namespace

bool take_back_lost(Database& db) {
  const Reclaimed taken = reclaim_lost(db);
  if (taken.again + taken.failed > 0) {
    io::log(io::LogLevel::warning, "jobs of a lost worker were returned to the queue or failed",
            {{"dataset", name_of(db.dataset())}, {"again", taken.again}, {"failed", taken.failed}});
  }
  return taken.again > 0;
}

void Keeper::run() {
  const io::DriverThread driver;
  io::Connections connections(database_);
  Reachability reachability;
  const milliseconds renewal = settings_.lease / 3;
  auto next_renewal = steady_clock::now() + renewal;
  auto next_removal = steady_clock::now();
  auto next_note = steady_clock::now();
  const auto in_each_dataset = [&](const std::function<void(Dataset)>& work) {
    for (const Dataset dataset : all_datasets) {
      if (!reachability.may_query(dataset)) continue;
      try {
        work(dataset);
        reachability.succeeded(dataset);
      } catch (const std::exception& error) {
        reachability.failed(dataset, error);
      }
    }
  };
  for (;;) {
    if (steady_clock::now() >= next_note) {
      next_note = steady_clock::now() + types_noted_every;
      in_each_dataset([&](Dataset dataset) {
        View view(connections, clock_, dataset);
        note_types(view.db, types_);
      });
    }
    const bool is_last = pause_(std::min(max_check_interval, renewal));
    if (is_last && !settings_.once) break;
    if (steady_clock::now() >= next_renewal) {
      next_renewal = steady_clock::now() + renewal;
      renew_all(connections);
    }
    in_each_dataset([&](Dataset dataset) { maintain(connections, dataset); });
    // A run with `once` is often shorter than the pause.
    if (is_last || steady_clock::now() >= next_removal) {
      next_removal = steady_clock::now() + removal_pause;
      in_each_dataset([&](Dataset dataset) {
        View view(connections, clock_, dataset);
        if (move_times_ahead(view.db, settings_.lease))
          io::log(io::LogLevel::warning,
                  "the database's clock was set back; the times of jobs were moved with it",
                  {{"dataset", name_of(dataset)}});
        if (!remove_old_rows(view.db, next_renewal)) next_removal = steady_clock::now();
      });
    }
    if (is_last) break;
  }
  return_all_to_queue(connections);
}

// A job whose lease is not renewed in time is taken over by others. The work of its previous holder then has
// no effect.
void Keeper::renew_all(io::Connections& connections) {
  for (const LeasedJob& held : leases_.all()) {
    if (steady_clock::now() - held.since > settings_.max_run_time) continue;
    try {
      View view(connections, clock_, held.dataset);
      renew(view.db, held.job, settings_.lease);
    } catch (const std::exception& error) {
      log_job(io::LogLevel::warning, "a lease could not be renewed", held.dataset, held.job,
              {{"reason", error.what()}});
    }
  }
}

void Keeper::maintain(io::Connections& connections, Dataset dataset) {
  View view(connections, clock_, dataset);
  take_back_lost(view.db);
  if (const std::int64_t failed = fail_unknown_types(view.db, settings_.unknown_type_limit); failed > 0) {
    io::log(io::LogLevel::warning, "jobs failed, because no worker knew their type",
            {{"dataset", name_of(dataset)}, {"failed", failed}});
  }
}

// As many as there are, but leases must be renewed meanwhile. False: there may be more.
bool Keeper::remove_old_rows(Database& db, steady_clock::time_point until) {
  const auto remove_some = [&] {
    const bool may_have_more = remove_old(db, settings_.kept_jobs);
    const bool removes_by_age = settings_.max_row_age > std::chrono::seconds::zero();
    return (removes_by_age && remove_written(db, settings_.max_row_age)) || may_have_more;
  };
  while (remove_some()) {
    if ((pause_({}) && !settings_.once) || steady_clock::now() >= until) return false;
  }
  return true;
}

void Keeper::return_all_to_queue(io::Connections& connections) {
  for (const LeasedJob& held : leases_.all()) {
    try {
      View view(connections, clock_, held.dataset);
      if (return_to_queue(view.db, held.job))
        log_job(io::LogLevel::info, "a job was returned to the queue", held.dataset, held.job);
    } catch (const std::exception& error) {
      log_job(io::LogLevel::warning,
              "a job could not be returned to the queue; another worker takes over when its lease expires",
              held.dataset, held.job, {{"reason", error.what()}});
    }
  }
}

}  // namespace caseload::jobs
