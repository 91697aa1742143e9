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
#include "jobs/leases.hpp"
#include "jobs/queue.hpp"
#include "jobs/reach.hpp"

namespace caseload::jobs {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often to look for lost jobs and for old ones, at least.
constexpr milliseconds max_check_interval = std::chrono::seconds(1);
constexpr milliseconds removal_pause = std::chrono::seconds(20);

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

// A view of one dataset's database for one task.
struct View {
  View(io::Connections& connections, const Clock& clock, Dataset dataset)
      : trace(clock, false), db(connections, trace, dataset) {}
  Trace trace;
  Database db;
};

// The reason that a page may show: the message if it is meant for users, otherwise where to find it.
std::string public_reason(const std::exception& error) {
  if (dynamic_cast<const HttpError*>(&error) != nullptr) return error.what();
  return "it failed with an error; the worker's log has the reason";
}

Value::Object fields_of(Dataset dataset, const Claim& claim) {
  return {{"job", claim.id}, {"dataset", name_of(dataset)}, {"kind", claim.type}, {"attempt", claim.attempt}};
}

}  // namespace

struct Runner::State {
  RunnerSettings settings;
  std::vector<JobType> types;
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

  void work();
  bool serve(io::Connections& connections, io::Memcached& memcached, Dataset dataset,
             const std::string& worker);
  void run(View& view, io::Memcached& memcached, const Claim& claim);
  JobOutcome (*function_of(const Claim& claim))(JobContext&);
  void note_failure(View& view, const Claim& claim, const std::exception& error);
  void keep();
  void renew_all(io::Connections& connections);
  void maintain(io::Connections& connections, Dataset dataset, bool removes);
  void return_all_to_queue(io::Connections& connections);
};

void Runner::State::work() {
  const io::DriverThread driver;
  io::Connections connections(database);
  io::Memcached memcached(cache);
  const std::string worker = new_worker_name();
  Reach reach;
  milliseconds idle = settings.min_pause;
  while (!is(stopping)) {
    bool found = false;
    for (const Dataset dataset : all_datasets) {
      if (is(stopping) || !reach.may_query(dataset)) continue;
      try {
        found |= serve(connections, memcached, dataset, worker);
        reach.succeeded(dataset);
        reached = true;
      } catch (const std::exception& error) {
        reach.failed(dataset, error);
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
  const auto next = claim(view.db, worker, settings.lease);
  if (next) run(view, memcached, *next);
  return next.has_value();
}

// Objects that the job's effect refers to must live until the job is marked as done.
void Runner::State::run(View& view, io::Memcached& memcached, const Claim& claim) {
  const Leases::Held held(leases, {view.db.dataset(), claim, steady_clock::now()});
  const std::int64_t began_us = clock.monotonic_us();
  Destination destination(memcached, settings.before_hand_over);
  JobContext context{.db = view.db,
                     .destination = destination,
                     .arguments = claim.arguments,
                     .progress = [&](std::int64_t percent) {
                       note_progress(view.db, claim, std::clamp<std::int64_t>(percent, 0, 100),
                                     settings.lease);
                     }};
  try {
    finish(view.db, claim, function_of(claim)(context));
    Value::Object fields = fields_of(view.db.dataset(), claim);
    fields.emplace_back("took_ms", (clock.monotonic_us() - began_us) / 1000);
    io::log(io::LogLevel::info, "a job is done", std::move(fields));
  } catch (const LeaseLost&) {
    io::log(io::LogLevel::warning, "a job was taken over by another worker",
            fields_of(view.db.dataset(), claim));
  } catch (const std::exception& error) {
    note_failure(view, claim, error);
  } catch (...) {
    note_failure(view, claim, std::runtime_error("it threw something other than a std::exception"));
  }
}

JobOutcome (*Runner::State::function_of(const Claim& claim))(JobContext&) {
  const auto type = std::ranges::find(types, claim.type, &JobType::name);
  if (type == types.end()) throw HttpError(501, "this version of the worker has no job type " + claim.type);
  return type->run;
}

// If the database fails here too, the lease expires and another worker takes over the job.
void Runner::State::note_failure(View& view, const Claim& claim, const std::exception& error) {
  Value::Object fields = fields_of(view.db.dataset(), claim);
  fields.emplace_back("reason", error.what());
  io::log(io::LogLevel::warning, "a job failed", std::move(fields));
  fail(view.db, claim, public_reason(error),
       doubled(settings.min_retry_delay, claim.attempt - 1, settings.max_retry_delay));
}

void Runner::State::keep() {
  const io::DriverThread driver;
  io::Connections connections(database);
  Reach reach;
  const milliseconds renewal = settings.lease / 3;
  auto next_renewal = steady_clock::now() + renewal;
  auto next_removal = steady_clock::now();
  for (;;) {
    pause(std::min(max_check_interval, renewal), closing);
    if (is(closing)) break;
    if (steady_clock::now() >= next_renewal) {
      next_renewal = steady_clock::now() + renewal;
      renew_all(connections);
    }
    const bool removes = steady_clock::now() >= next_removal;
    if (removes) next_removal = steady_clock::now() + removal_pause;
    for (const Dataset dataset : all_datasets) {
      if (!reach.may_query(dataset)) continue;
      try {
        maintain(connections, dataset, removes);
        reach.succeeded(dataset);
      } catch (const std::exception& error) {
        reach.failed(dataset, error);
      }
    }
  }
  return_all_to_queue(connections);
}

// A claim that is not renewed in time is taken over by others. The work of its previous holder then has no
// effect.
void Runner::State::renew_all(io::Connections& connections) {
  for (const HeldClaim& held : leases.all()) {
    if (steady_clock::now() - held.since > settings.max_run_time) continue;
    try {
      View view(connections, clock, held.dataset);
      renew(view.db, held.claim, settings.lease);
    } catch (const std::exception& error) {
      Value::Object fields = fields_of(held.dataset, held.claim);
      fields.emplace_back("reason", error.what());
      io::log(io::LogLevel::warning, "a lease could not be renewed", std::move(fields));
    }
  }
}

void Runner::State::maintain(io::Connections& connections, Dataset dataset, bool removes) {
  View view(connections, clock, dataset);
  const Reclaimed taken = reclaim_lost(view.db);
  if (taken.again + taken.failed > 0) {
    io::log(io::LogLevel::warning, "jobs of a lost worker were returned to the queue or failed",
            {{"dataset", name_of(dataset)}, {"again", taken.again}, {"failed", taken.failed}});
  }
  if (removes) remove_old(view.db, settings.kept_jobs);
}

void Runner::State::return_all_to_queue(io::Connections& connections) {
  for (const HeldClaim& held : leases.all()) {
    try {
      View view(connections, clock, held.dataset);
      if (return_to_queue(view.db, held.claim))
        io::log(io::LogLevel::info, "a job was returned to the queue", fields_of(held.dataset, held.claim));
    } catch (const std::exception& error) {
      Value::Object fields = fields_of(held.dataset, held.claim);
      fields.emplace_back("reason", error.what());
      io::log(io::LogLevel::warning,
              "a job could not be returned to the queue; another worker takes over when its lease expires",
              std::move(fields));
    }
  }
}

Runner::Runner(const RunnerSettings& settings, std::vector<JobType> types, io::DatabaseSettings database,
               io::CacheSettings cache)
    : state_(new State{.settings = settings,
                       .types = std::move(types),
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
  bool all_ended = false;
  {
    std::unique_lock lock(state_->mutex);
    all_ended = state_->changed.wait_for(lock, patience, [&] { return state_->working == 0; });
  }
  state_->end(state_->closing);
  if (state_->keeper.joinable()) state_->keeper.join();
  return all_ended;
}

}  // namespace caseload::jobs
