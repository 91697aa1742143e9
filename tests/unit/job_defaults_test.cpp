// What the documentation says of background jobs for which nothing else was configured.
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "jobs/queue.hpp"
#include "jobs/runner.hpp"

namespace caseload::jobs {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(job_defaults)

// docs/background-jobs.md
BOOST_AUTO_TEST_CASE(
    a_failed_job_is_tried_again_after_one_second_to_five_minutes_and_is_stuck_after_an_hour) {
  const RunnerSettings settings;
  BOOST_TEST((settings.min_retry_delay == 1s));
  BOOST_TEST((settings.max_retry_delay == 5min));
  BOOST_TEST((settings.max_run_time == 1h));
}

// docs/scaling.md
BOOST_AUTO_TEST_CASE(an_idle_worker_polls_each_dataset_four_times_a_second) {
  const RunnerSettings settings;
  BOOST_TEST((settings.max_pause * 4 == 1s));
  BOOST_TEST((settings.min_pause <= settings.max_pause));
}

// docs/background-jobs.md
BOOST_AUTO_TEST_CASE(a_job_has_five_attempts_and_is_due_at_once) {
  const NewJob job;
  BOOST_TEST(job.max_attempts == 5);
  BOOST_TEST(job.delay_s == 0);
  BOOST_TEST(job.priority == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
