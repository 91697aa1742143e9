// Several requests at the same time: who starts when, and what one that fails does to the others.
#include "app/at_once.hpp"

#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "app/slow_limit.hpp"
#include "core/cancellation.hpp"
#include "core/errors.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct Fixture : test::StackOwners {
  int made = 0;
  std::mutex mutex;
  AtOnce at_once{4, [this] {
                   const std::lock_guard lock(mutex);
                   ++made;
                   return make_more();
                 }};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(at_once, Fixture)

BOOST_AUTO_TEST_CASE(all_are_ready_before_the_first_one_starts_and_each_has_its_own_connections) {
  for (int run = 0; run < 2; ++run) {
    std::atomic<int> ready = 0, started_early = 0;
    std::array<Owners*, 4> used{};
    this->at_once.run([&](std::size_t index, Owners& own, const AtOnce::Start& start) {
      used.at(index) = &own;
      ++ready;
      start();
      if (ready != 4) ++started_early;
    });
    BOOST_TEST(ready == 4);
    BOOST_TEST(started_early == 0);
    BOOST_TEST(std::set<Owners*>(used.begin(), used.end()).size() == 4U);
  }
  BOOST_TEST(made == 4);  // and kept for the second run
}

BOOST_AUTO_TEST_CASE(one_that_fails_before_the_start_does_not_keep_the_others) {
  std::atomic<int> ended = 0;
  const auto work = [&](std::size_t index, Owners&, const AtOnce::Start& start) {
    if (index == 2) throw Unavailable("the third one fails");
    start();
    ++ended;
  };
  BOOST_CHECK_EXCEPTION(this->at_once.run(work), Unavailable, [](const Unavailable& error) {
    return std::string_view(error.what()) == "the third one fails";
  });
  BOOST_TEST(ended == 3);
}

BOOST_AUTO_TEST_CASE(all_are_cancelled_with_the_request_that_sent_them) {
  std::atomic<int> running = 0;
  bool all_ran = false;
  thread_cancellation.begin();
  std::jthread client([&, cancellation = &thread_cancellation] {
    all_ran = test::becomes_true([&] { return running == 4; });
    cancellation->request();
  });
  const auto work = [&](std::size_t, Owners&, const AtOnce::Start& start) {
    start();
    ++running;
    for (;;) {
      thread_cancellation.check();
      std::this_thread::yield();
    }
  };
  BOOST_CHECK_THROW(this->at_once.run(work), ClientDisconnected);
  client.join();
  BOOST_TEST(all_ran);
  thread_cancellation.end();
}

BOOST_AUTO_TEST_CASE(one_run_at_a_time_has_as_many_slots_as_are_wanted_and_free) {
  std::atomic<int> runs = 0, running = 0;
  const auto slots = [&](int max, int wanted) {
    return AtOnceSlots(SlowSlot(running, max), runs, running, max, wanted);
  };
  {
    const AtOnceSlots all = slots(8, 5);
    BOOST_TEST(all.number() == 5);
    BOOST_TEST(running == 5);
    BOOST_CHECK_EXCEPTION(slots(8, 2), Unavailable,
                          [](const Unavailable& error) { return error.headers.front().second == "1"; });
    BOOST_TEST(running == 5);
  }
  BOOST_TEST(running == 0);
  const SlowSlot other(running, 4);
  BOOST_TEST(slots(4, 8).number() == 3);
  BOOST_CHECK_THROW(slots(2, 8), Unavailable);  // a single request at once would show nothing
  BOOST_TEST(running == 1);
  std::atomic<int> free = 0;
  BOOST_TEST(AtOnceSlots(SlowSlot(free, 1), runs, free, 1, 8).number() == 1);  // more is never allowed
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
