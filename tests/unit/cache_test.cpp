#include "io/cache/cache.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>

#include "io/cache/memcached.hpp"
#include "io/text/hash.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

constexpr int minute = 60;

struct CacheFixture {
  tests::TemporaryFolder folder;
  test::PrivateMemcached server{folder.path() + "/sock"};
  io::CacheSettings settings{.servers = {server.address()}, .timeout_ms = 5000, .breaker_seconds = 1};
  io::Memcached memcached{settings};
  SystemClock clock;
};

std::int64_t evidence(const Trace& trace, std::string_view key) {
  return trace.evidence().get(find_evidence_key(key)->key).value();
}

std::string many_parameters() {
  std::string key = "page?";
  for (int i = 0; i < 200; ++i) key += "&p" + std::to_string(i) + "=" + std::to_string(i);
  return key;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cache, CacheFixture)

BOOST_AUTO_TEST_CASE(B6_any_bytes_are_a_key) {
  Trace trace(clock, false);
  Cache cache(memcached, trace);
  const std::string long_a = std::string(300, 'k') + "a";
  const std::string long_b = std::string(300, 'k') + "b";
  const std::vector<std::string> keys{
      "a b",  "",   "a\r\nflush_all", std::string("a\0b", 3), many_parameters(), repeated("é", 200), long_a,
      long_b, "x😉y"};
  for (const auto& key : keys) {
    BOOST_TEST(!cache.get(key).has_value());
    BOOST_TEST(cache.set(key, "value of " + key, minute));
  }
  for (const auto& key : keys) BOOST_TEST((cache.get(key) == "value of " + key));
  const auto all = cache.get_many(keys);
  for (std::size_t i = 0; i < keys.size(); ++i) BOOST_TEST((all[i] == "value of " + keys[i]));
}

BOOST_AUTO_TEST_CASE(every_call_is_evidence) {
  Trace trace(clock, false);
  Cache cache(memcached, trace);
  cache.get("a");
  cache.set("a", "12345", minute);
  cache.get("a");
  cache.get_many({"a", "b", "c"});
  cache.add("n", "x", minute);
  cache.remove("n");
  BOOST_TEST((cache.increment("n", 1, 5, minute) == 5));
  BOOST_TEST(evidence(trace, "cache-get") == 5);
  BOOST_TEST(evidence(trace, "cache-hit") == 2);
  BOOST_TEST(evidence(trace, "cache-miss") == 3);
  const Value document = trace.document();
  const Value::List& calls = *document["cache"].items();
  BOOST_REQUIRE(calls.size() == 9);
  BOOST_TEST(calls[2]["key_hash"].text_or("") == io::sha256_hex("a"));
  BOOST_TEST(calls[2]["kind"].text_or("") == "get");
  BOOST_TEST(calls[2]["bytes"].integer_or(0) == 5);
  BOOST_TEST(calls[8]["kind"].text_or("") == "increment");
}

BOOST_AUTO_TEST_CASE(each_call_is_recorded_with_its_key_its_result_and_its_size) {
  Trace trace(clock, false);
  Cache cache(memcached, trace);
  cache.set("a", "abcde", minute);
  cache.get("a");
  cache.get("b");
  cache.get_many({"b", "a"});
  cache.add("a", "123", minute);
  cache.add("c", "1234", minute);
  cache.remove("c");
  cache.remove("c");
  cache.increment("a", 1, 1, minute);
  cache.increment("n", 1, 1, minute);
  std::string seen;
  const Value document = trace.document();
  for (const Value& call : *document["cache"].items()) {
    for (const char* key : {"a", "b", "c", "n"}) {
      if (call["key_hash"].text_or("") == io::sha256_hex(key)) seen += key;
    }
    seen.append(" ").append(call["kind"].text_or("")).append(*call["hit"].boolean() ? "+ " : "- ");
    seen += std::to_string(call["bytes"].integer_or(-1)) + "\n";
  }
  BOOST_TEST(seen ==
             "a set+ 5\na get+ 5\nb get- 0\nb get- 0\na get+ 5\na add- 3\nc add+ 4\nc remove+ 0\n"
             "c remove- 0\na increment- 0\nn increment+ 0\n");
}

BOOST_AUTO_TEST_CASE(lifetimes_reach_the_server) {
  Trace trace(clock, false);
  Cache cache(memcached, trace);
  cache.set("set", "v", 1'000);
  cache.add("add", "v", 2'000);
  cache.increment("increment", 1, 1, 3'000);
  const auto left = test::lifetimes(server.address());
  BOOST_TEST_REQUIRE(left.size() == 3U);
  BOOST_TEST(test::is_remaining_lifetime(left[0], 1'000));
  BOOST_TEST(test::is_remaining_lifetime(left[1], 2'000));
  BOOST_TEST(test::is_remaining_lifetime(left[2], 3'000));
  for (const auto& item : test::stored_items(server.address()))
    BOOST_TEST(item.key.starts_with("caseload:"), item.key);
}

BOOST_AUTO_TEST_CASE(a_request_spares_a_silent_server_for_no_longer_than_it_lasts) {
  settings.timeout_ms = 300;
  settings.breaker_failures = 1'000;
  io::Memcached impatient(settings);
  {
    Trace trace(clock, false);
    Cache cache(impatient, trace);
    server.process().stop_running();
    BOOST_TEST(!cache.get("key").has_value());
    BOOST_TEST(!cache.was_reachable());
    BOOST_TEST(!cache.is_up());
    server.process().signal(SIGCONT);
    BOOST_TEST(!cache.add("key", "v", minute));
    BOOST_TEST(!cache.was_reachable());
  }
  BOOST_TEST(impatient.is_up());
  BOOST_TEST(test::becomes_true([&] { return impatient.set("key", "v", minute); }));
}

BOOST_AUTO_TEST_CASE(B7_a_dead_cache_is_a_miss) {
  server.process().signal(SIGKILL);
  server.process().wait();
  Trace trace(clock, false);
  Cache cache(memcached, trace);
  for (int fragment = 0; fragment < 10; ++fragment) {
    BOOST_TEST(!cache.get("fragment").has_value());
    BOOST_TEST(!cache.set("fragment", "text", minute));
  }
  BOOST_TEST(!cache.add("lock", "1", minute));
  BOOST_TEST(!cache.increment("n", 1, 0, minute).has_value());
  BOOST_TEST(!cache.remove("n"));
  BOOST_TEST(cache.get_many({"a", "b"}).size() == 2);
  BOOST_TEST(evidence(trace, "cache-miss") == 12);
}

// A silent server costs a request one time limit, not one for each of its ten fragments: seen by the breaker,
// which has only one failure to count from each request.
BOOST_AUTO_TEST_CASE(B7_a_silent_cache_is_contacted_once_per_request) {
  settings.timeout_ms = 100;
  settings.breaker_failures = 3;
  io::Memcached impatient(settings);
  server.process().stop_running();
  for (int request = 1; request <= 3; ++request) {
    Trace trace(clock, false);
    Cache cache(impatient, trace);
    for (int fragment = 0; fragment < 10; ++fragment) BOOST_TEST(!cache.get("fragment").has_value());
    BOOST_TEST(!cache.is_up());
    BOOST_TEST(evidence(trace, "cache-get") == 10);
  }
  BOOST_TEST(!impatient.is_up());  // three failures in all, of thirty calls
  server.process().signal(SIGCONT);
  BOOST_TEST(test::becomes_true([&] {
    Trace trace(clock, false);
    Cache cache(memcached, trace);
    return cache.set("fragment", "text", minute) && cache.get("fragment") == "text";
  }));
}

// docs/scaling.md: a node that dies costs its share of hits.
BOOST_AUTO_TEST_CASE(B7_a_dead_server_takes_only_its_own_keys_from_a_request) {
  test::PrivateMemcached other(folder.path() + "/other");
  settings.servers.push_back(other.address());
  io::Memcached both(settings);
  std::vector<std::string> keys;
  for (int i = 0; i < 100; ++i) keys.push_back("key" + std::to_string(i));
  {
    Trace trace(clock, false);
    Cache cache(both, trace);
    for (const auto& key : keys) BOOST_TEST_REQUIRE(cache.set(key, key, minute));
  }
  other.process().signal(SIGKILL);
  other.process().wait();
  for (int request = 0; request < 2; ++request) {  // the second while its breaker is open
    Trace trace(clock, false);
    Cache cache(both, trace);
    const auto hits = std::ranges::count_if(keys, [&](const auto& key) { return cache.get(key) == key; });
    BOOST_TEST(hits > 20);
    BOOST_TEST(hits < 80);
    BOOST_TEST(evidence(trace, "cache-hit") == hits);
    BOOST_TEST(cache.is_up());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
