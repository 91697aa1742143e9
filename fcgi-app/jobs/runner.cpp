#include "jobs/runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/database.hpp"
#include "io/log/log.hpp"
#include "jobs/job_context.hpp"
#include "jobs/keeper.hpp"
#include "jobs/leases.hpp"
#include "jobs/reachability.hpp"
#include "jobs/view.hpp"

namespace caseload::jobs {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Unique among the threads of all workers.
std::string new_worker_name() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  std::random_device device;
  return std::string(host.data()).substr(0, 40) + "/" + std::to_string(getpid()) + "/" +
         std::to_string(device());
}

milliseconds doubled(milliseconds first, std::int64_t times, milliseconds max) {
  milliseconds time = first;
  for (std::int64_t at = 0; at < times && time < max; ++at) time *= 2;
  return std::min(time, max);
}

// The reason that a page may show: the message if it is meant for users, otherwise where to find it.
std::string public_reason(const std::exception& error) {
  if (dynamic_cast<const HttpError*>(&error) != nullptr) return error.what();
  return "it failed with an error; the worker's log has the reason";
}

JobTypes names_of(const std::vector<JobType>& types) {
  JobTypes names;
  for (const JobType& type : types) names.push_back(type.name);
  return names;
}

}  // namespace

struct Runner::State {
  RunnerSettings settings;
  std::vector<JobType> types;
  JobTypes type_names;
  io::DatabaseSettings database;
  io::CacheSettings cache;
  SystemClock clock = {};
  Leases leases = {};
  io::Event ended = {};
  std::atomic<bool> reached = false;
  std::mutex mutex = {};
  std::condition_variable changed = {};
  int working = 0;        // threads that run jobs
  bool stopping = false;  // of the threads that run jobs
  bool closing = false;   // of the keeper, which ends last
  std::vector<std::thread> threads = {};
  std::thread keeper = {};

  bool is(const bool& flag) {
    const std::lock_guard lock(mutex);
    return flag;
  }
  void end(bool& flag) {
    const std::lock_guard lock(mutex);
    flag = true;
    changed.notify_all();
  }
  void pause(milliseconds time, const bool& end) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, time, [&] { return end; });
  }

  bool wait_for_threads(milliseconds patience) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, patience, [&] { return working == 0; });
  }

  void work();
  void keep();
  bool serve(io::Connections& connections, io::Memcached& memcached, Dataset dataset,
             const std::string& worker);
  void run(View& view, io::Connections& connections, io::Memcached& memcached, const ClaimedJob& job);
  void note_failure(View& view, const ClaimedJob& job, const std::exception& error);
};

void Runner::State::work() {
  const io::DriverThread driver;
  io::Connections connections(database);
  io::Memcached memcached(cache);
  const std::string worker = new_worker_name();
  Reachability reachability;
  milliseconds idle = settings.min_pause;
  while (!is(stopping)) {
    bool found = false;
    for (const Dataset dataset : all_datasets) {
      if (is(stopping) || !reachability.may_query(dataset)) continue;
      try {
        found |= serve(connections, memcached, dataset, worker);
        reachability.succeeded(dataset);
        reached = true;
      } catch (const std::exception& error) {
        reachability.failed(dataset, error);
      }
    }
    if (found) {
      idle = settings.min_pause;
    } else if (settings.once) {
      break;
    } else {
      pause(idle, stopping);
      idle = std::min(idle * 2, settings.max_pause);
    }
  }
  const std::lock_guard lock(mutex);
  if (--working == 0) ended.set();
  changed.notify_all();
}

// Runs one job of this dataset, if one is due.
bool Runner::State::serve(io::Connections& connections, io::Memcached& memcached, Dataset dataset,
                          const std::string& worker) {
  View view(connections, clock, dataset);
  auto next = claim(view.db, type_names, worker, settings.lease);
  // Without `once` the keeper does this.
  if (!next && settings.once && take_back_lost(view.db))
    next = claim(view.db, type_names, worker, settings.lease);
  if (next) run(view, connections, memcached, *next);
  return next.has_value();
}

// Objects that the job's effect refers to must live until the job is marked as done.
void Runner::State::run(View& view, io::Connections& connections, io::Memcached& memcached,
                        const ClaimedJob& job) {
  const Dataset dataset = view.db.dataset();
  const Leases::Held held(leases, {dataset, job, steady_clock::now()});
  const std::int64_t began_us = clock.monotonic_us();
  Cache kept(memcached, view.trace);
  Destination destination(memcached, settings.before_delivery);
  std::optional<Database> stale;
  JobContext context{.db = view.db,
                     .stale = stale_reads(stale, connections, view.db),
                     .cache = kept,
                     .destination = destination,
                     .arguments = job.arguments,
                     .progress = [&](std::int64_t percent) {
                       note_progress(view.db, job, std::clamp<std::int64_t>(percent, 0, 100), settings.lease);
                     }};
  try {
    finish(view.db, job, std::ranges::find(types, job.type, &JobType::name)->run(context));
    log_job(io::LogLevel::info, "a job is done", dataset, job,
            {{"took_ms", (clock.monotonic_us() - began_us) / 1000}});
  } catch (const LeaseLost&) {
    log_job(io::LogLevel::warning, "a job was taken over by another worker", dataset, job);
  } catch (const std::exception& error) {
    note_failure(view, job, error);
  } catch (...) {
    note_failure(view, job, std::runtime_error("it threw something other than a std::exception"));
  }
}

// If the database fails here too, the lease expires and another worker takes over the job.
void Runner::State::note_failure(View& view, const ClaimedJob& job, const std::exception& error) {
  log_job(io::LogLevel::warning, "a job failed", view.db.dataset(), job, {{"reason", error.what()}});
  fail(view.db, job, public_reason(error),
       doubled(settings.min_retry_delay, job.attempt - 1, settings.max_retry_delay));
}

void Runner::State::keep() {
  const auto pause_until_closing = [&](milliseconds time) {
    pause(time, closing);
    return is(closing);
  };
  Keeper(settings, type_names, database, leases, clock, pause_until_closing).run();
}

Runner::Runner(const RunnerSettings& settings, const std::vector<JobType>& types,
               io::DatabaseSettings database, io::CacheSettings cache)
    : state_(new State{.settings = settings,
                       .types = types,
                       .type_names = names_of(types),
                       .database = std::move(database),
                       .cache = std::move(cache)}) {
  state_->database.read_committed = true;
  state_->working = settings.threads;
  for (int at = 0; at < settings.threads; ++at) state_->threads.emplace_back([this] { state_->work(); });
  state_->keeper = std::thread([this] { state_->keep(); });
}

Runner::~Runner() {
  state_->end(state_->stopping);
  for (std::thread& thread : state_->threads) thread.join();
  state_->end(state_->closing);
  if (state_->keeper.joinable()) state_->keeper.join();
}

int Runner::ended_descriptor() const {
  return state_->ended.descriptor();
}

bool Runner::reached_a_database() const {
  return state_->reached;
}

bool Runner::stop(milliseconds patience) {
  state_->end(state_->stopping);
  const bool all_ended = state_->wait_for_threads(patience);
  state_->end(state_->closing);
  if (state_->keeper.joinable()) state_->keeper.join();
  return all_ended;
}

}  // namespace caseload::jobs
