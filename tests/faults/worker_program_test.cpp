// The program caseload-worker does as its configuration says. A job that is to run for as long as a test
// wants waits for a table that the test has locked.
#include <csignal>
#include <fstream>
#include <sstream>

#include "io/config/config.hpp"
#include "tests/faults/job_queue.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::jobs {

namespace {

const int default_stop_timeout_s = io::Config{}.worker.stop_timeout_s;

struct WorkerProgram : Queue {
  tests::TemporaryFolder folder;
  std::unique_ptr<io::DriverConnection> locking;
  std::unique_ptr<test::ChildProcess> process;

  ~WorkerProgram() {
    if (process != nullptr && process->is_running()) process->signal(SIGKILL);
    process.reset();
    unlock();
    db.execute("DELETE FROM report_request");
  }

  void start(const std::string& keys, const std::vector<std::string>& options = {}) {
    process = run("worker", keys, options);
  }
  std::unique_ptr<test::ChildProcess> run(const std::string& name, const std::string& keys,
                                          const std::vector<std::string>& options = {}) const {
    folder.write(name + ".toml",
                 "[database]\nsocket = \"" + test::private_mariadb().socket() +
                     "\"\nuser = \"root\"\nstatement_timeout_ms = 3600000\n[cache]\nservers = []\n"
                     "[worker]\n" +
                     keys);
    std::vector<std::string> command{test::required_variable("CASELOAD_TEST_BUILD") + "/caseload-worker",
                                     "--config", folder.path() + "/" + name + ".toml"};
    command.insert(command.end(), options.begin(), options.end());
    return std::make_unique<test::ChildProcess>(command, folder.path() + "/" + name + ".log");
  }

  void lock() {
    const io::DatabaseSettings with = test::private_mariadb().settings();
    locking = std::make_unique<io::DriverConnection>(io::DriverTarget{.socket = with.socket,
                                                                      .host = {},
                                                                      .port = 0,
                                                                      .user = with.user,
                                                                      .password = with.password,
                                                                      .schema = with.name_prefix + "_x1"});
    locking->execute("LOCK TABLES customer_order WRITE");
  }
  void unlock() { locking.reset(); }

  std::int64_t add_report() {
    db.execute("INSERT INTO report_request (publisher_id) VALUES (1)");
    return enqueue(
        db,
        {.type = "sales-report",
         .arguments = Value::object({{"request", db.last_insert_id()}, {"publisher", 1}, {"quarters", 1}})});
  }

  bool logs(const std::string& text) const {
    return becomes_true([&] {
      std::ifstream file(folder.path() + "/worker.log");
      std::stringstream all;
      all << file.rdbuf();
      return all.str().find(text) != std::string::npos;
    });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(worker_program, WorkerProgram)

BOOST_AUTO_TEST_CASE(a_worker_runs_the_configured_number_of_jobs_at_once_and_holds_each_for_its_lease) {
  lock();
  std::int64_t last = 0;
  for (int each = 0; each < 4; ++each) last = add_report();
  start("threads = 3\nlease_s = 3600\n");
  BOOST_TEST(logs("\"message\":\"working\",\"threads\":3"));
  BOOST_TEST(becomes_true([&] { return totals(db).running == 3; }));
  BOOST_TEST(is_about(std::stoll(db.query_one<Text>("SELECT CAST(MIN(TIMESTAMPDIFF(SECOND, NOW(6), "
                                                    "lease_until)) AS CHAR) FROM job WHERE state = 'running'")
                                     ->text),
                      3'600));
  BOOST_TEST(job(last).state == "waiting");
  unlock();
  BOOST_TEST(becomes(last, "done"));
  BOOST_TEST(becomes_true([&] { return totals(db).done == 4; }));
  process->signal(SIGTERM);
  BOOST_TEST(process->wait() == 0);
}

BOOST_AUTO_TEST_CASE(the_option_for_threads_wins_over_the_configuration) {
  start("threads = 3\n", {"--threads", "5", "--once"});
  BOOST_TEST(logs("\"message\":\"working\",\"threads\":5"));
  BOOST_TEST(process->wait() == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_keeps_the_configured_number_of_ended_jobs) {
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, finished_at) SELECT 'nothing', '{}', 'done', 1, "
      "NOW(6) - INTERVAL seq HOUR FROM seq_1_to_5");
  start("kept_jobs = 2\n");
  BOOST_TEST(becomes_true([&] { return count("1 = 1") == 2; }));
}

BOOST_AUTO_TEST_CASE(a_worker_that_may_not_wait_hands_its_job_back_when_it_is_stopped) {
  lock();
  const std::int64_t id = add_report();
  start("stop_timeout_s = 0\n");
  BOOST_TEST(becomes(id, "running"));
  const auto began = std::chrono::steady_clock::now();
  process->signal(SIGTERM);
  BOOST_TEST(process->wait() == 0);
  BOOST_TEST((std::chrono::steady_clock::now() - began < std::chrono::seconds(default_stop_timeout_s)));
  BOOST_TEST(job(id).state == "waiting");
  BOOST_TEST(job(id).attempts == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_that_may_wait_ends_its_job_when_it_is_stopped) {
  lock();
  const std::int64_t id = add_report();
  start("stop_timeout_s = 600\n");
  BOOST_TEST(becomes(id, "running"));
  process->signal(SIGTERM);
  BOOST_TEST(logs("\"message\":\"stopping\""));
  BOOST_TEST(job(id).state == "running");
  unlock();
  BOOST_TEST(process->wait() == 0);
  BOOST_TEST(job(id).state == "done");
}

// Frozen for longer than its lease, as on a host that swaps or a virtual machine that is moved.
BOOST_AUTO_TEST_CASE(a_worker_that_was_frozen_does_not_repeat_a_job_that_another_has_done) {
  lock();
  const std::int64_t id = add_report();
  start("threads = 1\nlease_s = 1\n");
  BOOST_TEST(becomes(id, "running"));
  process->stop_running();
  unlock();
  const auto other = run("other", "threads = 1\n");
  BOOST_TEST(becomes(id, "done"));
  process->signal(SIGCONT);
  BOOST_TEST(logs("\"message\":\"a job was taken over by another worker\""));
  BOOST_TEST(db.query_one<Text>("SELECT CAST(SUM(deliveries) AS CHAR) FROM report_request")->text == "1");
  BOOST_TEST(job(id).state == "done");
  for (const auto* each : {process.get(), other.get()}) each->signal(SIGTERM);
  BOOST_TEST(other->wait() == 0);
  BOOST_TEST(process->wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
