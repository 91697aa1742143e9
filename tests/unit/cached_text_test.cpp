#include "io/cache/cached_text.hpp"

#include <unistd.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "tests/unit/cached_text_store.hpp"

namespace {

using caseload::CachedText;
using caseload::CachedTexts;
using caseload::Rebuilds;
using caseload::test::always;
using caseload::test::becomes_true;
using caseload::test::ChildProcess;
using caseload::test::front;
using caseload::test::Store;
using caseload::test::TextVisit;
using Origin = CachedTexts::Origin;

BOOST_AUTO_TEST_SUITE(cached_text)

BOOST_AUTO_TEST_CASE(a_text_is_built_once_and_then_comes_from_the_cache_byte_for_byte) {
  Store store;
  const std::string bytes("a\0b\n<&>\xf0\x9f\x98\x80\n\n", 13);
  const auto first = TextVisit(store).texts.get(front, always(bytes));
  BOOST_TEST((first.origin == Origin::built));
  const auto second = TextVisit(store).texts.get(front, always("another"));
  BOOST_TEST((second.origin == Origin::cache));
  BOOST_TEST(first.text == bytes);
  BOOST_TEST(second.text == bytes);
}

BOOST_AUTO_TEST_CASE(a_text_can_be_found_and_stored_without_its_rebuilding) {
  Store store;
  BOOST_TEST(!TextVisit(store).texts.find(front));
  TextVisit(store).texts.store(front, "stored");
  BOOST_TEST(TextVisit(store).texts.find(front).value() == "stored");
  BOOST_TEST(TextVisit(store).texts.get(front, always("built")).text == "stored");
  TextVisit(store).texts.drop("order");
  BOOST_TEST(!TextVisit(store).texts.find(front));
}

BOOST_AUTO_TEST_CASE(an_expired_text_is_not_found_and_is_sent_only_while_it_is_rebuilt) {
  Store store;
  CachedText kept = front;
  for (const int stale_s : {0, 60}) {
    kept.stale_s = stale_s;
    kept.key = "expires " + std::to_string(stale_s);
    TextVisit(store).texts.expire(kept);  // nothing is there
    TextVisit(store).texts.store(kept, "old");
    TextVisit(store).texts.expire(kept);
    BOOST_TEST(!TextVisit(store).texts.find(kept));
    const auto built = TextVisit(store).texts.get(kept, [&] {
      TextVisit other(store);
      if (stale_s > 0) BOOST_TEST((other.texts.get(kept, always("twice")).origin == Origin::stale));
      return std::string("new");
    });
    BOOST_TEST((built.origin == Origin::built));
    BOOST_TEST(TextVisit(store).texts.find(kept).value() == "new");
  }
}

BOOST_AUTO_TEST_CASE(a_drop_of_any_dependency_shows_on_the_next_visit) {
  Store store;
  int built = 0;
  const auto build = [&] { return std::to_string(++built); };
  for (int round = 1; round <= 100; ++round) {
    BOOST_TEST(TextVisit(store).texts.get(front, build).text == std::to_string(round));
    BOOST_TEST(TextVisit(store).texts.get(front, build).text == std::to_string(round));
    TextVisit(store).texts.drop(round % 2 == 0 ? "order" : "book");
  }
}

BOOST_AUTO_TEST_CASE(a_drop_of_something_else_drops_nothing) {
  Store store;
  TextVisit(store).texts.get(front, always("kept"));
  TextVisit(store).texts.drop("review");
  BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "kept");
}

BOOST_AUTO_TEST_CASE(a_request_sees_its_own_drop) {
  Store store;
  TextVisit visit(store);
  visit.texts.get(front, always("old"));
  visit.texts.drop("order");
  BOOST_TEST(visit.texts.get(front, always("new")).text == "new");
}

BOOST_AUTO_TEST_CASE(a_slow_reader_that_read_before_the_write_leaves_nothing_stale_behind) {
  Store store;
  TextVisit reader(store);
  reader.texts.get(front, [&] {
    TextVisit(store).texts.drop(
        "order");  // the write, while the reader still builds from what it read before
    return std::string("read before the write");
  });
  BOOST_TEST(TextVisit(store).texts.get(front, always("read after it")).text == "read after it");
}

BOOST_AUTO_TEST_CASE(a_text_is_built_again_when_its_lifetime_is_over) {
  Store store;
  TextVisit(store).texts.get(front, always("old"));
  store.clock.seconds_ahead = 59;
  BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "old");
  store.clock.seconds_ahead = 61;
  BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "new");
}

// Both processes' requests come while a third rebuilds: an old text is sent only where that is allowed.
BOOST_AUTO_TEST_CASE(the_old_text_is_sent_while_another_rebuilds_where_that_is_allowed) {
  Store store;
  CachedText with_grace = front;
  with_grace.stale_s = 30;
  TextVisit(store).texts.get(with_grace, always("old"));
  store.clock.seconds_ahead = 61;
  Rebuilds other_process;
  const auto response = TextVisit(store).texts.get(with_grace, [&] {
    const auto same = TextVisit(store).texts.get(with_grace, always("wrong"));
    const auto other = TextVisit(store, other_process).texts.get(with_grace, always("wrong"));
    BOOST_TEST(same.text == "old");
    BOOST_TEST((same.origin == Origin::stale));
    BOOST_TEST(other.text == "old");
    BOOST_TEST((other.origin == Origin::stale));
    return std::string("new");
  });
  BOOST_TEST(response.text == "new");
  BOOST_TEST(TextVisit(store, other_process).texts.get(with_grace, always("wrong")).text == "new");
}

BOOST_AUTO_TEST_CASE(a_write_shows_at_once_also_where_old_texts_may_be_sent) {
  Store store;
  CachedText with_grace = front;
  with_grace.stale_s = 30;
  TextVisit(store).texts.get(with_grace, always("old"));
  TextVisit(store).texts.drop("book");
  BOOST_TEST(TextVisit(store).texts.get(with_grace, always("new")).text == "new");
}

struct Stampede {
  int builds;
  int builds_at_once;
};

// Clients who all ask before the first build ends.
Stampede stampede(Store& store, const std::vector<Rebuilds*>& processes, int clients) {
  std::atomic<int> come{0}, builds{0}, building{0}, builds_at_once{0}, wrong{0};
  const auto build = [&] {
    const int now = ++building;
    if (now > builds_at_once) builds_at_once = now;
    while (come < clients) std::this_thread::yield();
    ++builds;
    --building;
    return std::string("built");
  };
  std::vector<std::jthread> threads;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, process = processes[static_cast<std::size_t>(client) % processes.size()]] {
      TextVisit visit(store, *process);
      ++come;
      if (visit.texts.get(front, build).text != "built") ++wrong;
    });
  }
  threads.clear();
  BOOST_TEST(wrong == 0);
  return {builds, builds_at_once};
}

BOOST_AUTO_TEST_CASE(B8_stampede_a_hundred_clients_of_one_process_cause_one_rebuild) {
  Store store;
  BOOST_TEST(stampede(store, {&store.rebuilds}, 100).builds == 1);
}

BOOST_AUTO_TEST_CASE(B8_stampede_clients_of_four_processes_cause_one_rebuild) {
  Store store;
  Rebuilds second, third, fourth;
  BOOST_TEST(stampede(store, {&store.rebuilds, &second, &third, &fourth}, 40).builds == 1);
}

BOOST_AUTO_TEST_CASE(B8_stampede_a_rebuild_that_was_killed_is_taken_over_once) {
  Store store;
  const auto begun = store.folder.path() + "/begun";
  ChildProcess killed([&] {
    TextVisit(store).texts.get(front, [&]() -> std::string {
      store.folder.write("begun", "");
      for (;;) pause();
    });
    return 0;
  });
  BOOST_TEST_REQUIRE(becomes_true([&] { return std::filesystem::exists(begun); }));
  killed.signal(SIGKILL);
  killed.wait();
  Rebuilds second, third;
  BOOST_TEST(stampede(store, {&second, &third}, 20).builds == 1);
}

BOOST_AUTO_TEST_CASE(a_build_that_fails_keeps_nothing_and_the_next_request_builds) {
  Store store;
  BOOST_CHECK_THROW(
      TextVisit(store).texts.get(front, []() -> std::string { throw std::runtime_error("no database"); }),
      std::runtime_error);
  const auto response = TextVisit(store).texts.get(front, always("built"));
  BOOST_TEST((response.origin == Origin::built));
}

BOOST_AUTO_TEST_CASE(a_text_that_the_cache_refuses_as_too_large_is_built_each_time) {
  Store store;
  const std::string large(2'000'000, 'x');
  BOOST_TEST((TextVisit(store).texts.get(front, always(large)).text == large));
  BOOST_TEST((TextVisit(store).texts.get(front, always("small")).text == "small"));
}

BOOST_AUTO_TEST_CASE(B7_memcached_down_texts_are_built_once_at_a_time_in_each_process) {
  Store store;
  TextVisit(store).texts.get(front, always("before"));
  store.kill_server();
  BOOST_TEST(TextVisit(store).texts.get(front, always("after")).text == "after");
  BOOST_TEST(stampede(store, {&store.rebuilds}, 20).builds_at_once == 1);
  TextVisit(store).texts.drop("order");
  store.server.restart();
  BOOST_TEST_REQUIRE(becomes_true([&] { return TextVisit(store).cache.set("trial", "", 60); }));
  BOOST_TEST(TextVisit(store).texts.get(front, always("again")).text == "again");
  BOOST_TEST(TextVisit(store).texts.get(front, always("wrong")).text == "again");
}

BOOST_AUTO_TEST_CASE(B7_memcached_dies_while_a_text_is_built) {
  Store store;
  const auto response = TextVisit(store).texts.get(front, [&] {
    store.kill_server();
    return std::string("built");
  });
  BOOST_TEST(response.text == "built");
}

BOOST_AUTO_TEST_CASE(an_evicted_version_never_brings_old_texts_back) {
  Store store;
  TextVisit(store).texts.get(front, always("old"));
  TextVisit evicting(store);
  evicting.cache.remove("version:order");
  BOOST_TEST(TextVisit(store).texts.get(front, always("new")).text == "new");
}

BOOST_AUTO_TEST_CASE(many_texts_are_fetched_in_two_round_trips) {
  Store store;
  CachedText second = front, third = front;
  second.key = "second";
  third.key = "third";
  third.depends = {"book", "review"};
  {
    TextVisit cold(store);
    for (const auto& what : {front, second, third}) cold.texts.get(what, always(what.key));
  }
  TextVisit warm(store);
  warm.texts.fetch({front, second, third});
  const auto calls = warm.trace.document()["cache"].items()->size();
  BOOST_TEST(calls == 6u);  // three versions, three texts
  for (const auto& what : {front, second, third}) {
    const auto response = warm.texts.get(what, always("wrong"));
    BOOST_TEST(response.text == what.key);
    BOOST_TEST((response.origin == Origin::cache));
  }
  BOOST_TEST(warm.trace.document()["cache"].items()->size() == calls);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
