#include "io/cache/breaker.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

namespace caseload::io {

BOOST_AUTO_TEST_SUITE(breaker)

BOOST_AUTO_TEST_CASE(it_opens_after_failures_in_a_row) {
  Breaker breaker(3, 1000);
  BOOST_TEST(!breaker.failed(10));
  BOOST_TEST(!breaker.failed(20));
  BOOST_TEST(!breaker.succeeded());
  BOOST_TEST(!breaker.failed(30));
  BOOST_TEST(!breaker.failed(40));
  BOOST_TEST(!breaker.is_open());
  BOOST_TEST(breaker.failed(50));
  BOOST_TEST(breaker.is_open());
  BOOST_TEST(!breaker.failed(60));  // open already: reported once
}

BOOST_AUTO_TEST_CASE(open_it_lets_one_call_through_a_period) {
  Breaker breaker(1, 1000);
  BOOST_TEST(breaker.failed(50));
  BOOST_TEST(!breaker.allows(50));
  BOOST_TEST(!breaker.allows(1049));
  BOOST_TEST(breaker.allows(1050));
  BOOST_TEST(!breaker.allows(1051));
  BOOST_TEST(!breaker.allows(2049));
  BOOST_TEST(breaker.allows(2050));
}

BOOST_AUTO_TEST_CASE(a_trial_that_succeeds_closes_it) {
  Breaker breaker(2, 1000);
  breaker.failed(1);
  BOOST_TEST(breaker.failed(2));
  BOOST_TEST(breaker.allows(1002));
  BOOST_TEST(breaker.succeeded());
  BOOST_TEST(!breaker.is_open());
  BOOST_TEST(breaker.allows(1003));
  BOOST_TEST(!breaker.succeeded());   // closed already: reported once
  BOOST_TEST(!breaker.failed(1004));  // and counting begins anew
}

BOOST_AUTO_TEST_CASE(of_many_threads_one_gets_the_trial_and_one_the_news) {
  Breaker breaker(100, 1000);
  std::atomic<int> opened = 0;
  std::atomic<int> trials = 0;
  std::atomic<int> closed = 0;
  const auto on_all_threads = [](auto action) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back(action);
  };
  on_all_threads([&] {
    for (int i = 0; i < 100; ++i) opened += breaker.failed(5) ? 1 : 0;
  });
  on_all_threads([&] {
    for (int i = 0; i < 100; ++i) trials += breaker.allows(1005) ? 1 : 0;
  });
  on_all_threads([&] {
    for (int i = 0; i < 100; ++i) closed += breaker.succeeded() ? 1 : 0;
  });
  BOOST_TEST(opened == 1);
  BOOST_TEST(trials == 1);
  BOOST_TEST(closed == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
