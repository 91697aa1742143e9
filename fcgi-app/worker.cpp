// caseload-worker: runs jobs from the queues of all datasets until SIGTERM.
#include <poll.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <system_error>

#include "core/build_info.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "io/command_line/command_line.hpp"
#include "io/config/config.hpp"
#include "io/log/log.hpp"
#include "io/process/process_signals.hpp"
#include "jobs/runner.hpp"
#include "jobs/written_rows.hpp"
#if CASELOAD_LAB
#include "lab/delivery_delay.hpp"
#endif

namespace {

using namespace caseload;

Destination::Hook hook_of(const io::Config& config) {
#if CASELOAD_LAB
  if (config.test_mode) return wait_for_delivery;
#endif
  if (config.test_mode)
    throw ConfigError("app.test_mode is true, but this program was built without test mode (LAB=0)");
  return {};
}

std::vector<JobType> all_job_types() {
  std::vector<JobType> types;
  for (const Case& each : catalogue()) types.insert(types.end(), each.jobs.begin(), each.jobs.end());
  return types;
}

// Returns after a signal, or when there is nothing left to do.
void wait_until_stopped(const jobs::Runner& runner, io::ProcessSignals& signals) {
  for (;;) {
    std::array<pollfd, 2> waiting{{{.fd = signals.descriptor(), .events = POLLIN, .revents = 0},
                                   {.fd = runner.ended_descriptor(), .events = POLLIN, .revents = 0}}};
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "poll");
    while (const auto signal = signals.next()) {
      if (*signal != SIGHUP) {
        io::log(io::LogLevel::info, "stopping", {{"signal", *signal}});
        return;
      }
      io::reopen_log();
    }
    if (waiting[1].revents != 0) return;
  }
}

int work(const std::string& config_file, bool once, int threads) {
  const io::Config config = io::load_config(config_file);
  io::start_log(config.log_file, config.log_level);
  io::start_driver();
  io::ProcessSignals signals;
  const jobs::RunnerSettings settings{
      .threads = threads > 0 ? threads : config.worker.threads,
      .lease = std::chrono::seconds(config.worker.lease_s),
      .kept_jobs = config.worker.kept_jobs,
      .once = once,
      .max_row_age = config.is_public() ? jobs::public_row_age : std::chrono::minutes(0),
      .before_delivery = hook_of(config)};
  jobs::Runner runner(settings, all_job_types(), config.database, config.cache);
  io::log(io::LogLevel::info, "working", {{"threads", settings.threads}});
  wait_until_stopped(runner, signals);
  const bool ended = runner.stop(std::chrono::seconds(config.worker.stop_timeout_s));
  io::log(io::LogLevel::info, "stopped");
  if (!ended) std::_Exit(0);  // running jobs are back in the queue; don't wait for them
  if (once && !runner.reached_a_database()) {
    std::cerr << "caseload-worker: none of the databases could be reached; the log has the reason\n";
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  io::CommandLine options("caseload-worker", "Caseload's worker: runs the background jobs that pages queue.",
                          build_info());
  std::string config_file;
  bool once = false;
  bool print_counts = false;
  int threads = 0;
  options.option("--config", config_file,
                 "configuration file (TOML); default: built-in defaults and CASELOAD_* variables");
  options.flag("--once", once, "run the jobs that are due, then exit");
  options.option("--threads", threads, {1, 256}, "how many jobs run at a time; overrides worker.threads");
  options.flag("--old-rows", print_counts,
               "print the queries that count rows of visitors that are older than an hour, and exit");
  if (const auto status = options.parse(argc, argv)) return *status;
  if (print_counts) {
    for (const jobs::WrittenRows& rows : jobs::written_rows())
      std::cout << jobs::count_of_older(rows, jobs::public_row_limit) << '\n';
    return 0;
  }
  try {
    return work(config_file, once, threads);
  } catch (const std::exception& error) {
    std::cerr << "caseload-worker: " << error.what() << '\n';
    return 1;
  }
}
