#include "io/cache/memcached.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "core/errors.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;
using test::is_remaining_lifetime;
using test::lifetimes;
using test::PrivateMemcached;

constexpr int minute = 60;

// A folder for the sockets, and the log of the process in a file there.
struct MemcachedFolder {
  MemcachedFolder() { start_log(path("log"), "info"); }
  ~MemcachedFolder() { start_log("", "info"); }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  int log_lines() const {
    std::ifstream file(path("log"));
    int lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }
  tests::TemporaryFolder folder;
};

// The time limit is long, since a busy machine must not fail a test; where it has to run out, it is short.
CacheSettings settings_for(std::vector<std::string> servers, int timeout_ms = 5000) {
  return {.servers = std::move(servers), .timeout_ms = timeout_ms, .breaker_seconds = 1};
}

constexpr int short_ms = 300;

// A sample of the metrics, of which other tests have counted too.
std::int64_t counted(const std::string& sample) {
  const std::string text = "\n" + metrics_text();
  const std::size_t at = text.find("\n" + sample + " ");
  return at == std::string::npos ? 0 : std::stoll(text.substr(at + sample.size() + 2));
}

std::string noise(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 20240229;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
  return bytes;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(memcached, MemcachedFolder)

BOOST_AUTO_TEST_CASE(what_is_set_is_got_back_byte_for_byte) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(!cache.get("absent").has_value());
  BOOST_TEST(!cache.last_call_failed());
  const std::vector<std::string> values{"", "plain", std::string("\0\r\nEND\r\n", 8), "x😉y𠜎z",
                                        noise(1'000'000)};
  for (const auto& value : values) {
    BOOST_TEST(cache.set("key", value, minute));
    BOOST_TEST((cache.get("key") == value));
  }
  BOOST_TEST(cache.remove("key"));
  BOOST_TEST(!cache.remove("key"));
  BOOST_TEST(!cache.get("key").has_value());
}

BOOST_AUTO_TEST_CASE(add_stores_only_what_is_not_there) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.add("lock", "first", minute));
  BOOST_TEST(!cache.add("lock", "second", minute));
  BOOST_TEST(!cache.last_call_failed());
  BOOST_TEST((cache.get("lock") == "first"));
}

BOOST_AUTO_TEST_CASE(increment_begins_with_its_initial_value_and_stays_above_zero) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.increment("n", 1, 7, minute).value() == 7);
  BOOST_TEST(cache.increment("n", 1, 7, minute).value() == 8);
  BOOST_TEST(cache.increment("n", -3, 7, minute).value() == 5);
  BOOST_TEST(cache.increment("n", -30, 7, minute).value() == 0);
  BOOST_TEST(cache.increment("n", 4'000'000'000, 0, minute).value() == 4'000'000'000);
  BOOST_TEST(cache.set("text", "none", minute));
  BOOST_TEST(!cache.increment("text", 1, 0, minute).has_value());
  BOOST_TEST((cache.get("text") == "none"));  // and the connection is still in step
  BOOST_CHECK_THROW(cache.increment("n", 1, -1, minute), std::invalid_argument);
  BOOST_CHECK_THROW(cache.increment("n", 5'000'000'000, 0, minute), std::invalid_argument);
}

// Between the client and the server is one who sets the number first, each time that the client wants to.
BOOST_AUTO_TEST_CASE(increment_adds_to_what_another_client_began_meanwhile) {
  PrivateMemcached server(path("sock"));
  Memcached other(settings_for({server.address()}));
  const Descriptor listening = test::listen_unix(path("between"));
  std::jthread between([&] {
    const Descriptor client = test::accept_one(listening);
    const Descriptor to_server = test::connect_unix(server.address());
    std::string sent(4096, '\0'), received(4096, '\0');
    for (ssize_t size = 0; (size = read(client.get(), sent.data(), sent.size())) > 0;) {
      const std::string_view command(sent.data(), static_cast<std::size_t>(size));
      if (command.starts_with("add ")) other.set("n", "7", minute);
      test::send_all(to_server, command);
      const ssize_t received_bytes = read(to_server.get(), received.data(), received.size());
      if (received_bytes <= 0) return;
      test::send_all(client, std::string_view(received.data(), static_cast<std::size_t>(received_bytes)));
    }
  });
  {
    Memcached cache(settings_for({path("between")}));
    BOOST_TEST(cache.increment("n", 2, 100, minute).value_or(-1) == 9);
    BOOST_TEST(cache.increment("n", -1, 100, minute).value_or(-1) == 8);
  }
  between.join();
  BOOST_TEST((other.get("n") == "8"));
}

// Else the kernel may hold a request back until the one before it has been acknowledged (tcp(7)).
BOOST_AUTO_TEST_CASE(requests_over_tcp_are_sent_at_once) {
  const int port = test::free_port();
  PrivateMemcached server("127.0.0.1:" + std::to_string(port));
  Memcached cache(settings_for({server.address()}));
  cache.get("key");
  int found = 0;
  for (int number = 0; number < 1024; ++number) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (getpeername(number, reinterpret_cast<sockaddr*>(&peer), &size) != 0 || peer.sin_family != AF_INET ||
        ntohs(peer.sin_port) != port)
      continue;
    int no_delay = 0;
    size = sizeof no_delay;
    BOOST_TEST(getsockopt(number, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size) == 0);
    BOOST_TEST(no_delay != 0);
    ++found;
  }
  BOOST_TEST(found == 1);
}

BOOST_AUTO_TEST_CASE(many_keys_come_in_their_order_with_gaps_and_doubles) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  for (int i = 0; i < 200; i += 2)
    BOOST_TEST(cache.set("key" + std::to_string(i), "value" + std::to_string(i), minute));
  std::vector<std::string> keys{"key10", "key10"};
  for (int i = 0; i < 200; ++i) keys.push_back("key" + std::to_string(i));
  const auto values = cache.get_many(keys);
  BOOST_REQUIRE(values.size() == keys.size());
  BOOST_TEST((values[0] == "value10" && values[1] == "value10"));
  for (int i = 0; i < 200; ++i) {
    const auto& value = values[static_cast<std::size_t>(i) + 2];
    BOOST_TEST((i % 2 == 0 ? value == "value" + std::to_string(i) : !value.has_value()), "key " << i);
  }
  BOOST_TEST(cache.get_many({}).empty());
}

BOOST_AUTO_TEST_CASE(B6_a_key_that_memcached_cannot_take_never_reaches_it) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.set("safe", "1", minute));
  for (const std::string& bad : {std::string("a b"), std::string(251, 'k'), std::string("a\r\nflush_all"),
                                 std::string("é"), std::string(), std::string("a\0b", 3)}) {
    BOOST_CHECK_THROW(cache.set(bad, "v", minute), std::invalid_argument);
    BOOST_CHECK_THROW(cache.get(bad), std::invalid_argument);
    BOOST_CHECK_THROW(cache.get_many({"safe", bad}), std::invalid_argument);
    BOOST_CHECK_THROW(cache.remove(bad), std::invalid_argument);
  }
  BOOST_TEST(cache.set(std::string(250, 'k'), "longest", minute));
  BOOST_TEST((cache.get("safe") == "1"));
}

BOOST_AUTO_TEST_CASE(a_lifetime_is_one_second_to_thirty_days) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  constexpr int thirty_days = 30 * 24 * 60 * 60;
  for (const int bad : {thirty_days + 1, 0, -1}) {
    BOOST_CHECK_THROW(cache.set("key", "v", bad), std::invalid_argument);
    BOOST_CHECK_THROW(cache.add("key", "v", bad), std::invalid_argument);
  }
  BOOST_TEST(cache.set("key", "v", thirty_days));
  BOOST_TEST((cache.get("key") == "v"));
  BOOST_TEST(cache.set("short", "v", 1));
  BOOST_TEST(becomes_true([&] { return !cache.get("short"); }));
}

BOOST_AUTO_TEST_CASE(each_way_to_store_passes_its_lifetime_on) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.set("set", "v", 1'000));
  BOOST_TEST(cache.add("add", "v", 2'000));
  BOOST_TEST(cache.increment("increment", 1, 1, 3'000).value() == 1);
  BOOST_TEST(cache.increment("increment", 1, 1, 4'000).value() == 2);  // which prolongs nothing
  const auto left = lifetimes(server.address());
  BOOST_TEST_REQUIRE(left.size() == 3U);
  BOOST_TEST(is_remaining_lifetime(left[0], 1'000));
  BOOST_TEST(is_remaining_lifetime(left[1], 2'000));
  BOOST_TEST(is_remaining_lifetime(left[2], 3'000));
  for (const int bad : {0, -1, 30 * 24 * 60 * 60 + 1})
    BOOST_CHECK_THROW(cache.increment("other", 1, 1, bad), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_ends_of_what_a_number_takes) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  constexpr std::int64_t max_step = 4'294'967'295;
  BOOST_TEST(cache.increment("n", 1, 0, minute).value() == 0);
  BOOST_TEST(cache.increment("n", max_step, 0, minute).value() == max_step);
  BOOST_TEST(cache.increment("n", -max_step, 0, minute).value() == 0);
  BOOST_TEST(cache.increment("n", 0, 5, minute).value() == 0);
  for (const std::int64_t bad : {max_step + 1, -max_step - 1})
    BOOST_CHECK_THROW(cache.increment("n", bad, 0, minute), std::invalid_argument);
  BOOST_TEST(cache.increment("n", 1, 0, minute).value() == 1);
}

BOOST_AUTO_TEST_CASE(calls_are_counted_by_kind_and_result) {
  PrivateMemcached server(path("sock"), {"-I", "512k"});
  Memcached cache(settings_for({server.address()}));
  Memcached nobody(settings_for({}));
  const std::vector<std::pair<std::string, std::string>> all{
      {"get", "hit"},           {"get", "miss"},           {"get", "no_server"},   {"set", "done"},
      {"set", "too_large"},     {"set", "no_server"},      {"add", "done"},        {"add", "not_done"},
      {"add", "too_large"},     {"remove", "done"},        {"remove", "not_done"}, {"increment", "done"},
      {"increment", "refused"}, {"increment", "no_server"}};
  const auto sample = [](const auto& pair) {
    return "caseload_cache_calls_total{kind=\"" + pair.first + "\",result=\"" + pair.second + "\"}";
  };
  std::map<std::string, std::int64_t> before;
  for (const auto& pair : all) before[sample(pair)] = counted(sample(pair));
  cache.set("key", "v", minute);
  cache.set("key", noise(600'000), minute);    // the server's limit
  cache.set("key", noise(1'000'001), minute);  // ours
  cache.set("key", "v", minute);
  cache.add("key", "v", minute);
  cache.add("new", "v", minute);
  cache.add("new", noise(1'000'001), minute);
  cache.get("key");
  cache.get("absent");
  cache.get_many({"key", "key", "absent", "new"});
  cache.increment("key", 1, 1, minute);  // which is no number
  cache.increment("n", 1, 1, minute);
  cache.remove("key");
  cache.remove("key");
  nobody.get("key");
  nobody.set("key", "v", minute);
  nobody.increment("key", 1, 1, minute);
  std::string changes;
  for (const auto& pair : all)
    changes += pair.first + " " + pair.second + " " +
               std::to_string(counted(sample(pair)) - before[sample(pair)]) + "\n";
  BOOST_TEST(changes ==
             "get hit 4\nget miss 2\nget no_server 1\nset done 2\nset too_large 2\nset no_server 1\n"
             "add done 1\nadd not_done 1\nadd too_large 1\nremove done 1\nremove not_done 1\n"
             "increment done 1\nincrement refused 1\nincrement no_server 1\n");
}

BOOST_AUTO_TEST_CASE(a_call_that_failed_is_not_held_against_the_next) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}, short_ms));
  BOOST_TEST(cache.set("key", "v", minute));
  server.process().stop_running();
  const std::vector<std::function<void()>> calls{[&] { cache.set("key", noise(1'000'001), minute); },
                                                 [&] { cache.add("key", noise(1'000'001), minute); }};
  for (const auto& call : calls) {
    BOOST_TEST(!cache.get("key").has_value());
    BOOST_TEST(cache.last_call_failed());
    call();  // refused without asking
    BOOST_TEST(!cache.last_call_failed());
  }
  cache.get_many({"key"});
  BOOST_TEST(cache.last_call_failed());
  server.process().signal(SIGCONT);
  BOOST_TEST(becomes_true([&] { return cache.get("key").has_value(); }));
  BOOST_TEST(!cache.last_call_failed());
  Memcached nobody(settings_for({}));
  nobody.get_many({"key"});
  BOOST_TEST(nobody.last_call_failed());
  nobody.get_many({});
  BOOST_TEST(!nobody.last_call_failed());
}

// The server is back at once each time, so that only who is spared stays unanswered.
BOOST_AUTO_TEST_CASE(B7_a_server_that_did_not_respond_is_not_contacted_again_in_the_visit) {
  PrivateMemcached server(path("sock"));
  auto settings = settings_for({server.address()}, short_ms);
  settings.breaker_failures = 1'000;
  Memcached cache(settings);
  Memcached other(settings_for({server.address()}));
  BOOST_TEST(other.set("key", "v", minute));
  const auto miss_one = [&] {
    server.process().stop_running();
    BOOST_TEST(!cache.get("key").has_value());
    server.process().signal(SIGCONT);
    BOOST_TEST(becomes_true([&] { return other.get("key").has_value(); }));
  };
  const auto responses = [&] {  // on a busy machine the short limit may run out
    return becomes_true([&] { return cache.get("key").has_value(); });
  };
  miss_one();  // with no visit under way
  BOOST_TEST(cache.is_up());
  BOOST_TEST(responses());

  cache.begin_visit();
  miss_one();
  for (int call = 0; call < 10; ++call) {
    BOOST_TEST(!cache.get("key").has_value());
    BOOST_TEST(!cache.get_many({"key"})[0].has_value());
  }
  BOOST_TEST(cache.last_call_failed());
  BOOST_TEST(!cache.is_up());
  BOOST_TEST(other.is_up());
  cache.begin_visit();  // trusts again, also on behalf of the outer one
  BOOST_TEST(cache.is_up());
  BOOST_TEST(cache.get("key").has_value());
  miss_one();
  cache.end_visit();
  BOOST_TEST(!cache.is_up());
  BOOST_TEST(!cache.get("key").has_value());
  BOOST_TEST(becomes_true([&] { return cache.remove("key"); }));  // asks in any case
  BOOST_TEST(!other.get("key").has_value());
  BOOST_TEST(other.set("key", "v", minute));
  BOOST_TEST(cache.get("key").has_value());
  miss_one();
  cache.end_visit();
  BOOST_TEST(responses());
}

BOOST_AUTO_TEST_CASE(B7_a_silent_server_is_contacted_once_and_a_disconnecting_one_twice) {
  PrivateMemcached server(path("sock"));
  auto settings = settings_for({server.address()}, short_ms);
  settings.breaker_failures = 1'000;
  const auto connections = [&] { return test::statistic(server.address(), "total_connections"); };
  Memcached cache(settings);
  cache.get("key");
  const auto before = connections();
  server.process().stop_running();
  for (int call = 0; call < 3; ++call) cache.get("key");
  server.process().signal(SIGCONT);
  // At most one new connection for each call but the first, and the one that counts: nothing is requested
  // twice. A connection that was given up before the server came back may not be counted.
  BOOST_TEST(connections() - before <= 3);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_of_each_server) {
  PrivateMemcached a(path("a"));
  PrivateMemcached b(path("b"));
  Memcached cache(settings_for({a.address(), b.address()}));
  BOOST_TEST(cache.problem() == "");
  b.process().signal(SIGKILL);
  b.process().wait();
  BOOST_TEST(cache.problem() == "cache server " + b.address() + " does not respond");
  const auto up = [&](const PrivateMemcached& server) {
    return counted("caseload_cache_up{server=\"" + server.address() + "\"}");
  };
  for (int call = 0; call < 2; ++call) {
    BOOST_TEST(up(b) == 1);
    cache.problem();
  }
  BOOST_TEST(up(b) == 0);  // the third in a row
  BOOST_TEST(up(a) == 1);
  a.process().signal(SIGKILL);
  a.process().wait();
  BOOST_TEST(cache.problem() == "cache server " + a.address() + " does not respond; cache server " +
                                    b.address() + " does not respond");
  a.restart();
  b.restart();
  BOOST_TEST(becomes_true([&] { return cache.problem() == ""; }));
  BOOST_TEST(up(a) == 1);
  BOOST_TEST(up(b) == 1);
}

BOOST_AUTO_TEST_CASE(a_value_too_large_is_refused_here_or_there) {
  PrivateMemcached server(path("sock"), {"-I", "512k"});
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(!cache.set("key", noise(1'000'001), minute));
  BOOST_TEST(cache.last_value_was_too_large());
  BOOST_TEST(cache.set("key", "small", minute));
  BOOST_TEST(!cache.last_value_was_too_large());
  BOOST_TEST(!cache.add("other", noise(1'000'001), minute));
  BOOST_TEST(cache.last_value_was_too_large());
  BOOST_TEST(!cache.add("key", "small", minute));  // already there
  BOOST_TEST(!cache.last_value_was_too_large());
  for (int i = 0; i < 5; ++i) BOOST_TEST(!cache.set("key", noise(600'000), minute));
  BOOST_TEST(cache.last_value_was_too_large());
  BOOST_TEST(cache.is_up());
  BOOST_TEST(cache.set("key", "small", minute));
  BOOST_TEST(cache.set("other", "else", minute));
  BOOST_TEST((cache.get("key") == "small"));
  BOOST_TEST(log_lines() == 0);
}

BOOST_AUTO_TEST_CASE(a_restart_costs_no_call) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.set("key", "old", minute));
  server.restart();
  BOOST_TEST(!cache.get("key").has_value());
  BOOST_TEST(!cache.last_call_failed());
  server.restart();
  BOOST_TEST(cache.set("key", "new", minute));
  server.restart();
  BOOST_TEST(cache.add("key", "newer", minute));
  BOOST_TEST(log_lines() == 0);
}

BOOST_AUTO_TEST_CASE(B7_a_killed_server_is_not_used_until_it_is_back) {
  PrivateMemcached server(path("sock"));
  Memcached cache(settings_for({server.address()}));
  BOOST_TEST(cache.set("key", "v", minute));
  BOOST_TEST(cache.problem() == "");
  server.process().signal(SIGKILL);
  server.process().wait();
  for (int i = 0; i < 1000; ++i) {
    BOOST_TEST(!cache.get("key").has_value());
    BOOST_TEST(cache.last_call_failed());
  }
  BOOST_TEST(!cache.is_up());
  BOOST_TEST(cache.problem() != "");
  BOOST_TEST(log_lines() == 1);
  server.restart();
  BOOST_TEST(becomes_true([&] { return cache.set("key", "again", minute); }));
  BOOST_TEST((cache.get("key") == "again"));
  BOOST_TEST(cache.is_up());
  BOOST_TEST(log_lines() == 2);
}

BOOST_AUTO_TEST_CASE(B7_a_silent_server_is_found_once_for_all_threads) {
  PrivateMemcached server(path("sock"));
  const CacheSettings settings = settings_for({server.address()}, short_ms);
  Memcached mine(settings);
  BOOST_TEST(mine.set("key", "v", minute));
  server.process().stop_running();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Memcached cache(settings);
      for (int call = 0; call < 50; ++call) {
        cache.get("key");
        cache.set("key", "w", minute);
        cache.get_many({"key", "other"});
      }
    });
  }
  threads.clear();
  BOOST_TEST(!mine.is_up());
  BOOST_TEST(!mine.get("key").has_value());
  BOOST_TEST(log_lines() == 1);
  server.process().signal(SIGCONT);
  BOOST_TEST(becomes_true([&] { return mine.get("key").has_value(); }));
  BOOST_TEST(mine.set("key", "after", minute));
  BOOST_TEST((mine.get("key") == "after"));  // no late response is mistaken for this one
  BOOST_TEST(log_lines() == 2);
}

BOOST_AUTO_TEST_CASE(a_server_whose_queue_is_full_is_a_failure_not_a_wait) {
  PrivateMemcached server(path("sock"), {"-b", "1"});
  Memcached cache(settings_for({server.address()}, short_ms));
  server.process().stop_running();
  const auto queue = test::fill_queue(server.address());
  for (int i = 0; i < 5; ++i) BOOST_TEST(!cache.get("key").has_value());
  BOOST_TEST(!cache.is_up());
}

BOOST_AUTO_TEST_CASE(keys_are_spread_and_a_dead_server_costs_only_its_own) {
  PrivateMemcached a(path("a"));
  PrivateMemcached b("127.0.0.1:" + std::to_string(test::free_port()));
  PrivateMemcached c(path("c"));
  const std::vector<std::string> servers{a.address(), b.address(), c.address()};
  Memcached cache(settings_for(servers));
  std::vector<std::string> keys;
  for (int i = 0; i < 300; ++i) keys.push_back("key" + std::to_string(i));
  for (const auto& key : keys) BOOST_TEST(cache.set(key, key, minute));

  for (const auto& server : servers) {
    Memcached one(settings_for({server}));
    const auto found = one.get_many(keys);
    BOOST_TEST(std::ranges::count_if(found, [](const auto& value) { return value.has_value(); }) > 30,
               server);
  }

  Memcached another(settings_for(servers));  // another host with the same list finds the same keys
  const auto before = another.get_many(keys);
  BOOST_TEST(std::ranges::all_of(before, [](const auto& value) { return value.has_value(); }));

  b.process().signal(SIGKILL);
  b.process().wait();
  const auto during = cache.get_many(keys);
  BOOST_TEST(cache.last_call_failed());
  const auto lost = std::ranges::count_if(during, [](const auto& value) { return !value.has_value(); });
  BOOST_TEST(lost > 30);
  BOOST_TEST(lost < 200);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (during[i]) BOOST_TEST((during[i] == keys[i]));
  }
  for (int i = 0; i < 10; ++i) cache.get_many(keys);
  BOOST_TEST(cache.is_up());  // two of three are
  BOOST_TEST(log_lines() == 1);
  b.restart();
  BOOST_TEST(becomes_true([&] {
    for (const auto& key : keys) cache.set(key, key, minute);
    return !cache.last_call_failed() &&
           std::ranges::all_of(cache.get_many(keys), &std::optional<std::string>::has_value);
  }));
}

BOOST_AUTO_TEST_CASE(without_servers_all_is_a_miss) {
  Memcached cache(settings_for({}));
  BOOST_TEST(!cache.get("key").has_value());
  BOOST_TEST(!cache.set("key", "v", minute));
  BOOST_TEST(cache.get_many({"a", "b"}).size() == 2);
  BOOST_TEST(!cache.is_up());
  BOOST_TEST(cache.problem() == "");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_none_is_a_configuration_error) {
  for (const char* bad : {"", "host:", "host:0", "host:99999", ":11211", "host:x"})
    BOOST_CHECK_THROW(Memcached(settings_for({bad})), ConfigError);
  Memcached(settings_for({"localhost"}));
  Memcached(settings_for({"[::1]:11211"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
