#include "io/cache/cache.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>

#include "io/cache/memcached.hpp"
#include "io/text/hash.hpp"
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
BOOST_AUTO_TEST_CASE(B7_a_silent_cache_is_asked_once_a_request) {
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
