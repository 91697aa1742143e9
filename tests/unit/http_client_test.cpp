// The HTTP client against real services: the FastCGI server of the tests behind a real nginx.
#include "io/http/http_client.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "core/errors.hpp"
#include "core/response.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"
#include "tests/support/watcher.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;

constexpr int long_ms = 60'000;

std::vector<HttpReply> run(HttpClient& client, const std::vector<HttpCall>& calls,
                           int deadline_ms = long_ms) {
  std::int64_t now = 0;
  return client.run(calls, std::chrono::steady_clock::now() + std::chrono::milliseconds(deadline_ms),
                    [&] { return ++now; });
}

HttpReply get(HttpClient& client, const std::string& target, int deadline_ms = long_ms) {
  return run(client, {{.target = target}}, deadline_ms).front();
}

struct Service {
  tests::TemporaryFolder folder;
  std::string socket = folder.path() + "/app.sock";
  test::TestServer server{{.listen = socket, .threads = 8}};
  test::PrivateNginx nginx{folder.path() + "/nginx", socket, "location = /elsewhere { return 302 /echo; }"};
  HttpSettings settings{.address = "127.0.0.1:" + std::to_string(nginx.port())};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_client, Service)

BOOST_AUTO_TEST_CASE(a_call_gets_status_and_body) {
  HttpClient client(settings);
  const HttpReply reply = get(client, "/echo?a=1%202");
  BOOST_TEST(reply.status == 200);
  BOOST_TEST(reply.is_success());
  BOOST_TEST(reply.body.find("query a=1 2\n") != std::string::npos, reply.body);
  BOOST_TEST(reply.bytes == static_cast<std::int64_t>(reply.body.size()));
  BOOST_TEST(reply.start_us < reply.end_us);
  const HttpReply missing = get(client, "/status?code=404");
  BOOST_TEST(missing.status == 404);
  BOOST_TEST(!missing.is_success());
  BOOST_TEST((missing.failure == CallFailure::none));
}

BOOST_AUTO_TEST_CASE(a_form_is_posted) {
  HttpClient client(settings);
  const HttpReply reply = run(client, {{.target = "/echo", .form = "customer=7"}}).front();
  BOOST_TEST(reply.body.find("method=POST\n") != std::string::npos);
  BOOST_TEST(reply.body.find("bytes=10\n") != std::string::npos, reply.body);
  BOOST_TEST(get(client, "/echo").body.find("method=GET\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(calls_are_made_together_and_replies_keep_their_order) {
  HttpClient client(settings);
  const auto replies =
      run(client,
          {{.target = "/meet?n=3"}, {.target = "/meet?n=3"}, {.target = "/meet?n=3"}, {.target = "/echo"}});
  for (int i = 0; i < 3; ++i) BOOST_TEST(replies[i].body == "met");
  BOOST_TEST(replies[3].body.starts_with("method=GET"));
}

BOOST_AUTO_TEST_CASE(no_more_calls_run_at_once_than_the_settings_allow) {
  const std::vector<HttpCall> calls(3, {.target = "/echo"});
  for (const int at_once : {1, 2}) {
    settings.max_at_once = at_once;
    HttpClient client(settings);
    const auto replies = run(client, calls);
    BOOST_TEST((replies[1].start_us < replies[0].end_us) == (at_once == 2), at_once);
    BOOST_TEST(replies[2].start_us > std::min(replies[0].end_us, replies[1].end_us));
  }
}

BOOST_AUTO_TEST_CASE(one_deadline_ends_all_calls) {
  settings.max_at_once = 2;
  HttpClient client(settings);
  const auto replies = run(
      client,
      {{.target = "/until-cancelled"}, {.target = "/until-cancelled"}, {.target = "/until-cancelled"}}, 200);
  for (const HttpReply& reply : replies) BOOST_TEST(name_of(reply.failure) == "deadline");
  BOOST_TEST(becomes_true([&] { return server.counts().cancelled == server.counts().begun; }));
  BOOST_TEST(get(client, "/echo").is_success());
}

BOOST_AUTO_TEST_CASE(no_call_begins_after_the_deadline) {
  HttpClient client(settings);
  for (const HttpReply& reply : run(client, {{.target = "/echo"}, {.target = "/echo"}}, -1)) {
    BOOST_TEST(name_of(reply.failure) == "deadline");
    BOOST_TEST(reply.status == 0);
    BOOST_TEST(!reply.reason.empty());
  }
  BOOST_TEST(server.counts().begun == 0);
}

BOOST_AUTO_TEST_CASE(a_response_that_is_too_large_is_refused_with_and_without_a_length) {
  settings.max_response_bytes = 10'000;
  HttpClient client(settings);
  BOOST_TEST(get(client, "/bytes?n=10000").body.size() == 10'000u);
  for (const char* target : {"/bytes?n=10001", "/bytes?n=1000000", "/endless"}) {
    const HttpReply reply = get(client, target);
    BOOST_TEST(name_of(reply.failure) == "too-large", target);
    BOOST_TEST(reply.body.empty());
    BOOST_TEST(reply.bytes <= 100'000);
  }
  BOOST_TEST(get(client, "/echo").is_success());
}

BOOST_AUTO_TEST_CASE(a_redirect_is_refused) {
  HttpClient client(settings);
  for (const char* target : {"/elsewhere", "/status?code=301", "/status?code=307"}) {
    const HttpReply reply = get(client, target);
    BOOST_TEST(name_of(reply.failure) == "redirect", target);
    BOOST_TEST(reply.body.empty());
    BOOST_TEST(!reply.is_success());
  }
  BOOST_TEST(server.counts().begun == 2);  // and nobody followed the first one
}

BOOST_AUTO_TEST_CASE(a_service_that_is_not_there_is_unreachable) {
  HttpClient closed({.address = "127.0.0.1:" + std::to_string(test::free_port())});
  BOOST_TEST(name_of(get(closed, "/echo").failure) == "unreachable");
  HttpClient no_socket({.address = folder.path() + "/none.sock"});
  const HttpReply reply = get(no_socket, "/echo");
  BOOST_TEST(name_of(reply.failure) == "unreachable");
  BOOST_TEST(!reply.reason.empty());
}

BOOST_AUTO_TEST_CASE(a_response_that_ends_early_is_broken) {
  HttpClient client(settings);
  BOOST_TEST(name_of(get(client, "/fail?after=100").failure) == "broken");
}

BOOST_AUTO_TEST_CASE(of_calls_together_one_may_fail_alone) {
  settings.max_response_bytes = 10'000;
  HttpClient client(settings);
  const auto replies = run(client, {{.target = "/echo"},
                                    {.target = "/bytes?n=20000"},
                                    {.target = "/status?code=500"},
                                    {.target = "/echo"}});
  BOOST_TEST(replies[0].is_success());
  BOOST_TEST(name_of(replies[1].failure) == "too-large");
  BOOST_TEST(replies[2].status == 500);
  BOOST_TEST(replies[3].is_success());
}

BOOST_AUTO_TEST_CASE(calls_are_dropped_when_the_client_disconnects) {
  HttpClient client(settings);
  {
    const test::Watcher watcher([&] { return server.counts().begun == 2; });
    BOOST_CHECK_THROW(run(client, {{.target = "/until-cancelled"}, {.target = "/until-cancelled"}}),
                      ClientDisconnected);
    BOOST_CHECK_THROW(run(client, {{.target = "/echo"}}), ClientDisconnected);
  }
  BOOST_TEST(becomes_true([&] { return server.counts().cancelled == 2; }));
  BOOST_TEST(server.counts().begun == 2);
  BOOST_TEST(get(client, "/echo").is_success());
}

BOOST_AUTO_TEST_CASE(a_unix_socket_can_be_called) {
  const std::string path = folder.path() + "/http.sock";
  const test::PrivateNginx on_socket(folder.path() + "/second", socket, "", "unix:" + path);
  HttpClient client({.address = path});
  BOOST_TEST(becomes_true([&] { return get(client, "/echo").is_success(); }));
}

BOOST_AUTO_TEST_CASE(a_proxy_of_the_environment_is_not_used) {
  for (const char* name : {"http_proxy", "all_proxy"}) setenv(name, "http://127.0.0.1:1", 1);
  HttpClient client(settings);
  BOOST_TEST(get(client, "/echo").is_success());
  for (const char* name : {"http_proxy", "all_proxy"}) unsetenv(name);
}

BOOST_AUTO_TEST_CASE(an_address_comes_from_the_settings_only) {
  HttpClient client(settings);
  for (const char* target : {"http://example.org/", "echo", "", "/a b", "/a\nb", "/a#b"})
    BOOST_CHECK_THROW(get(client, target), std::invalid_argument);
  for (const char* address :
       {"", "8081", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "a/b:80", "user@host:80"})
    BOOST_CHECK_THROW(HttpClient({.address = address}), ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
