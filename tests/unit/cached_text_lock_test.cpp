// What a request leaves behind in the cache and in its process: lifetimes, locks, and whom it keeps waiting.
// A lock that is kept too long shows only as time, so these tests look at the calls and at what is stored.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <thread>

#include "io/cache/cached_text.hpp"
#include "tests/unit/cached_text_store.hpp"

namespace {

using caseload::CachedText;
using caseload::CachedTexts;
using caseload::Rebuilds;
using caseload::test::always;
using caseload::test::becomes_true;
using caseload::test::front;
using caseload::test::hour_us;
using caseload::test::is_remaining_lifetime;
using caseload::test::lifetimes;
using caseload::test::SteppedClock;
using caseload::test::Store;
using caseload::test::stored_items;
using caseload::test::TextVisit;
using Origin = CachedTexts::Origin;

constexpr int month_s = 30 * 24 * 3600;
constexpr int lock_s = 5;

// Two versions, the text, the lock, another look, the text stored, the lock let go.
const std::string_view cold_calls = "get- get- add+ add+ get- add+ get- set+ remove+";
const std::string_view rebuilt_calls = "get+ get+ get- add+ get- set+ remove+";
const std::string_view warm_calls = "get+ get+ get+";

bool has_lock(const Store& store) {
  return std::ranges::any_of(lifetimes(store.server.address()),
                             [](int left) { return left >= 0 && left <= lock_s; });
}

std::string fail() {
  throw std::runtime_error("no database");
}

BOOST_AUTO_TEST_SUITE(cached_text_locks)

BOOST_AUTO_TEST_CASE(a_cold_visit_builds_under_a_lock_and_lets_go_of_it) {
  Store store;
  TextVisit first(store), second(store);
  first.texts.get(front, [&] {
    BOOST_TEST(has_lock(store));
    return std::string("built");
  });
  BOOST_TEST(first.calls() == cold_calls);
  BOOST_TEST(!has_lock(store));
  second.texts.get(front, fail);
  BOOST_TEST(second.calls() == warm_calls);
}

BOOST_AUTO_TEST_CASE(everything_that_is_stored_has_its_own_lifetime) {
  Store store;
  CachedText with_grace = front;
  with_grace.lifetime_s = 1'000;
  with_grace.stale_s = 500;
  TextVisit(store).texts.get(with_grace, [&] {
    const auto left = lifetimes(store.server.address());
    BOOST_TEST_REQUIRE(left.size() == 3U);
    BOOST_TEST(is_remaining_lifetime(left[0], lock_s));
    BOOST_TEST(is_remaining_lifetime(left[1], month_s));
    BOOST_TEST(is_remaining_lifetime(left[2], month_s));
    return std::string("built");
  });
  const auto left = lifetimes(store.server.address());
  BOOST_TEST_REQUIRE(left.size() == 3U);
  BOOST_TEST(is_remaining_lifetime(left[0], 1'500));
  BOOST_TEST(is_remaining_lifetime(left[1], month_s));
}

BOOST_AUTO_TEST_CASE(lifetimes_at_the_ends_of_what_memcached_takes_are_kept) {
  Store store;
  CachedText longest = front, shortest = front;
  longest.lifetime_s = longest.stale_s = month_s;
  shortest.key = "shortest";
  shortest.lifetime_s = 1;
  TextVisit visit(store);
  visit.texts.get(longest, always("longest"));
  BOOST_TEST(visit.calls() == cold_calls);
  visit.texts.get(shortest, always("shortest"));
  const auto left = lifetimes(store.server.address());
  BOOST_TEST(is_remaining_lifetime(left.back(), month_s));
  BOOST_TEST(TextVisit(store).texts.get(longest, fail).text == "longest");
}

BOOST_AUTO_TEST_CASE(after_a_build_that_failed_the_next_visitor_builds_at_once) {
  for (const bool in_same_process : {true, false}) {
    Store store;
    Rebuilds other_process;
    BOOST_CHECK_THROW(TextVisit(store).texts.get(front, fail), std::runtime_error);
    BOOST_TEST(!has_lock(store));
    TextVisit next(store, in_same_process ? store.rebuilds : other_process);
    BOOST_TEST((next.texts.get(front, always("built")).origin == Origin::built));
    BOOST_TEST(next.calls() == rebuilt_calls);
  }
}

BOOST_AUTO_TEST_CASE(a_text_past_its_lifetime_is_built_under_a_lock_that_is_let_go) {
  Store store;
  CachedText with_grace = front;
  with_grace.stale_s = 1'000;
  TextVisit(store).texts.get(with_grace, always("old"));
  for (int round = 0; round < 3; ++round) {
    store.clock.seconds_ahead += 61;
    TextVisit visit(store);
    BOOST_TEST((visit.texts.get(with_grace, always("new")).origin == Origin::built));
    BOOST_TEST(visit.calls() == "get+ get+ get+ add+ get+ set+ remove+");
  }
}

BOOST_AUTO_TEST_CASE(who_waits_for_another_process_takes_its_text_and_leaves_its_lock) {
  Store store;
  Rebuilds other_process;
  const SteppedClock patient(0);
  std::atomic<bool> has_text = false;
  std::jthread waiting;
  TextVisit(store).texts.get(front, [&] {
    waiting = std::jthread([&] {
      TextVisit visit(store, other_process, patient);
      const auto response = visit.texts.get(front, fail);
      has_text = response.text == "built" && response.origin == Origin::awaited &&
                 visit.calls().starts_with("get+ get+ get- add- ") && visit.calls().ends_with("get+");
    });
    BOOST_TEST(becomes_true([&] { return patient.reads() >= 2; }));  // it has found the lock taken
    return std::string("built");
  });
  waiting.join();
  BOOST_TEST(has_text);
}

BOOST_AUTO_TEST_CASE(who_waited_too_long_for_another_process_builds_and_leaves_its_lock) {
  Store store;
  Rebuilds other_process;
  const SteppedClock impatient(hour_us);
  TextVisit(store).texts.get(front, [&] {
    TextVisit visit(store, other_process, impatient);
    const auto response = visit.texts.get(front, always("of my own"));
    BOOST_TEST(response.text == "of my own");
    BOOST_TEST((response.origin == Origin::built));
    BOOST_TEST(visit.calls() == "get+ get+ get- add- set+");
    BOOST_TEST(has_lock(store));
    return std::string("built");
  });
}

BOOST_AUTO_TEST_CASE(who_waited_too_long_for_its_own_process_builds) {
  Store store;
  const SteppedClock impatient(hour_us);
  TextVisit(store).texts.get(front, [&] {
    TextVisit visit(store, store.rebuilds, impatient);
    BOOST_TEST((visit.texts.get(front, always("of my own")).origin == Origin::built));
    BOOST_TEST(visit.calls() == "get+ get+ get-");
    return std::string("built");
  });
}

// The lock may have passed to another by then.
BOOST_AUTO_TEST_CASE(a_build_that_took_as_long_as_its_lock_lives_leaves_the_lock_alone) {
  Store store;
  for (const bool in_time : {true, false}) {
    for (const bool fails : {true, false}) {
      TextVisit visit(store);
      visit.texts.drop("order");
      const auto build = [&]() -> std::string {
        store.clock.monotonic_ahead_us += in_time ? 3'000'000 - 100'000 : 4'000'000;
        return fails ? fail() : "built";
      };
      if (fails) {
        BOOST_CHECK_THROW(visit.texts.get(front, build), std::runtime_error);
      } else {
        visit.texts.get(front, build);
      }
      BOOST_TEST(has_lock(store) == !in_time);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_cache_that_dies_before_the_lock_is_tried_for_it_once) {
  Store store;
  CachedText with_grace = front;
  with_grace.stale_s = 1'000;
  TextVisit(store).texts.get(with_grace, always("old"));
  store.clock.seconds_ahead = 61;
  TextVisit visit(store);
  visit.texts.fetch({with_grace});
  store.kill_server();
  const auto response = visit.texts.get(with_grace, always("new"));
  BOOST_TEST(response.text == "new");
  BOOST_TEST((response.origin == Origin::built));
  BOOST_TEST(visit.calls() == "get+ get+ get+ add- set-");
}

BOOST_AUTO_TEST_CASE(a_dead_cache_is_tried_for_the_versions_and_no_more) {
  Store store;
  store.kill_server();
  TextVisit visit(store);
  visit.texts.fetch({front});
  BOOST_TEST(visit.calls() == "get- get-");
  BOOST_TEST((visit.texts.get(front, always("built")).origin == Origin::built));
  BOOST_TEST(visit.calls() == "get- get- get- get-");
}

// Without the cache only the process knows of the write.
BOOST_AUTO_TEST_CASE(B7_memcached_down_a_build_from_before_the_write_is_not_given_to_who_comes_after_it) {
  Store store;
  store.kill_server();
  const SteppedClock patient(0);
  std::string seen;
  std::atomic<bool> builds = false;
  std::jthread after;
  TextVisit(store).texts.get(front, [&] {
    TextVisit(store).texts.drop("book");
    after = std::jthread([&] {
      TextVisit visit(store, store.rebuilds, patient);
      seen = visit.texts
                 .get(front,
                      [&] {
                        builds = true;
                        return std::string("after");
                      })
                 .text;
    });
    BOOST_TEST(becomes_true([&] { return builds.load(); }));
    return std::string("before");
  });
  after.join();
  BOOST_TEST(seen == "after");
}

BOOST_AUTO_TEST_CASE(what_is_stored_and_is_no_text_of_ours_is_built_again) {
  Store store;
  for (const char* junk : {"", "text", "123", "12x\ntext", "\ntext", "99999999999999999999999\ntext"}) {
    TextVisit(store).texts.get(front, always("old"));
    for (const auto& item : stored_items(store.server.address())) {
      if (is_remaining_lifetime(item.seconds_left, 60) && item.seconds_left > 5)
        TextVisit(store).memcached.set(item.key, junk, 60);
    }
    BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "new", junk);
    TextVisit(store).texts.drop("order");
  }
}

BOOST_AUTO_TEST_CASE(a_fetched_text_is_used_once_and_then_fetched_again) {
  Store store;
  TextVisit(store).texts.get(front, always("kept"));
  TextVisit visit(store);
  visit.texts.fetch({front});
  for (int time = 0; time < 2; ++time) BOOST_TEST(visit.texts.get(front, fail).text == "kept");
  BOOST_TEST(visit.calls() == "get+ get+ get+ get+");
}

BOOST_AUTO_TEST_CASE(a_request_that_sees_the_cache_and_one_that_does_not_share_a_build) {
  Rebuilds rebuilds;
  std::shared_ptr<Rebuilds::Flight> first, second, third, fourth;
  BOOST_TEST(rebuilds.join("full", "local", first));
  BOOST_TEST(!rebuilds.join("full", "other", second));
  BOOST_TEST((second == first));
  BOOST_TEST(!rebuilds.join("local", "local", third));
  BOOST_TEST((third == first));
  // A text of other versions has its own, and leaves the first one's names to it.
  BOOST_TEST(rebuilds.join("later", "local", fourth));
  rebuilds.finish(fourth, "later");
  BOOST_TEST(!rebuilds.join("local", "local", third));
  BOOST_TEST((third == first));
  rebuilds.finish(first, "text");
  BOOST_TEST(rebuilds.wait(*first, 0).value_or("") == "text");
  BOOST_TEST(rebuilds.join("full", "local", second));
  BOOST_TEST(!rebuilds.join("local", "local", third));
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_build_is_woken_by_its_end) {
  for (const std::optional<std::string>& built : {std::optional<std::string>("text"), {}}) {
    Rebuilds rebuilds;
    std::shared_ptr<Rebuilds::Flight> flight;
    BOOST_TEST(rebuilds.join("full", "local", flight));
    std::atomic<int> waiting = 0, woken = 0, right = 0;
    std::vector<std::jthread> threads;
    for (int each = 0; each < 3; ++each) {
      threads.emplace_back([&] {
        ++waiting;
        right += rebuilds.wait(*flight, 20'000) == built;
        ++woken;
      });
    }
    BOOST_TEST(becomes_true([&] { return waiting == 3; }));
    rebuilds.finish(flight, built);
    BOOST_TEST(becomes_true([&] { return woken == 3; }));
    BOOST_TEST(right == 3);
  }
}

// Each of the two builds waits for the other one to begin.
BOOST_AUTO_TEST_CASE(nobody_in_another_process_waits_for_a_text_that_is_known_to_be_too_large) {
  Store store;
  Rebuilds other_process;
  const std::string large(2'000'000, 'x');
  BOOST_TEST((TextVisit(store).texts.get(front, always(large)).text == large));
  std::atomic<int> begun = 0;
  std::atomic<bool> were_at_once = true;
  const auto build = [&] {
    ++begun;
    if (!becomes_true([&] { return begun == 2; })) were_at_once = false;
    return large;
  };
  std::thread other([&] { TextVisit(store, other_process).texts.get(front, build); });
  TextVisit(store).texts.get(front, build);
  other.join();
  BOOST_TEST(were_at_once);
  BOOST_TEST(begun == 2);
}

BOOST_AUTO_TEST_CASE(a_text_that_was_too_large_is_kept_once_it_fits_and_a_write_still_shows) {
  Store store;
  TextVisit first(store), second(store), third(store);
  first.texts.get(front, always(std::string(2'000'000, 'x')));
  second.texts.get(front, always("small"));
  BOOST_TEST(second.calls() == "get+ get+ get+ set+");
  BOOST_TEST(third.texts.get(front, fail).text == "small");
  TextVisit(store).texts.drop("order");
  BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "new");
}

BOOST_AUTO_TEST_CASE(drops_are_counted_for_each_dependency) {
  Rebuilds rebuilds;
  BOOST_TEST(rebuilds.drops("order") == 0);
  rebuilds.count_drop("order");
  rebuilds.count_drop("order");
  rebuilds.count_drop("book");
  BOOST_TEST(rebuilds.drops("order") == 2);
  BOOST_TEST(rebuilds.drops("book") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
