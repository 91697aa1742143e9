// The server as a process: its start, its connections record by record, its end.
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include "io/hash.hpp"
#include "tests/support/fcgi_client.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload::io {
namespace {

using test::ask;
using test::becomes_true;
using test::read_answer;
using test::send_all;
using test::TestServer;
using test::whole_request;

struct Folder {
  tests::TemporaryFolder folder;
  std::string path = folder.path() + "/app.sock";
};

bool is_closed(const Descriptor& socket) {
  char byte = 0;
  return recv(socket.get(), &byte, 1, 0) <= 0;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fcgi_process, Folder)

BOOST_AUTO_TEST_CASE(B3_an_idle_server_ends_at_once_by_either_signal) {
  for (const int signal : {SIGTERM, SIGINT}) {
    TestServer server({.listen = path, .threads = 16});
    server.process().signal(signal);
    BOOST_TEST(server.process().wait() == 0);
    BOOST_TEST(!std::filesystem::exists(path));
  }
}

BOOST_AUTO_TEST_CASE(B3_a_stop_right_after_the_start_is_not_lost) {
  for (int i = 0; i < 20; ++i) {
    TestServer server({.listen = path, .threads = 4});
    server.process().signal(SIGTERM);
    BOOST_TEST(server.process().wait() == 0);
  }
}

BOOST_AUTO_TEST_CASE(B3_what_runs_and_what_waits_is_answered_before_the_end) {
  TestServer server({.listen = path, .threads = 4});
  std::vector<Descriptor> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(test::connect_unix(path));
    send_all(clients.back(), whole_request("/wait?ms=50"));
  }
  BOOST_TEST(becomes_true([&] { return server.counts().begun >= 4; }));
  server.process().signal(SIGTERM);
  for (const auto& client : clients) BOOST_TEST(read_answer(client).body == "waited");
  BOOST_TEST(server.process().wait() == 0);
  BOOST_TEST(!test::connect_unix(path));
  BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_end_in_time_ends_with_status_1) {
  TestServer server({.listen = path, .threads = 2, .stop_timeout_s = 1});
  const auto socket = test::connect_unix(path);
  send_all(socket, whole_request("/wait?ms=60000"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  server.process().signal(SIGTERM);
  BOOST_TEST(server.process().wait() == 1);
}

BOOST_AUTO_TEST_CASE(a_second_signal_ends_it_at_once) {
  TestServer server({.listen = path, .stop_timeout_s = 60});
  const auto socket = test::connect_unix(path);
  send_all(socket, whole_request("/wait?ms=60000"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  server.process().signal(SIGTERM);
  BOOST_TEST(becomes_true([&] { return !std::filesystem::exists(path); }));
  server.process().signal(SIGINT);
  BOOST_TEST(server.process().wait() == 1);
}

BOOST_AUTO_TEST_CASE(a_restart_over_a_handed_over_socket_refuses_nobody) {
  const Descriptor queue = test::listen_tcp();
  const int port = test::port_of(queue);
  const ServerSettings settings{.listen = "systemd", .threads = 2};

  auto first = std::make_unique<TestServer>(settings, &queue);
  std::vector<Descriptor> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(test::connect_tcp(port));
    send_all(clients.back(), whole_request("/wait?ms=50"));
  }
  BOOST_TEST(becomes_true([&] { return first->counts().begun >= 2; }));
  first->process().signal(SIGTERM);
  BOOST_TEST(first->process().wait() == 0);
  BOOST_TEST(first->counts().complete < 10);
  TestServer second(settings, &queue);
  for (const auto& client : clients) BOOST_TEST(read_answer(client).body == "waited");
  BOOST_TEST(becomes_true([&] { return first->counts().complete + second.counts().complete == 10; }));
}

BOOST_AUTO_TEST_CASE(a_connection_is_closed_after_its_answer_even_if_it_should_be_kept) {
  TestServer server({.listen = path});
  const auto socket = test::connect_unix(path);
  send_all(socket, whole_request("/bytes?n=3", {}, true));
  const auto answer = read_answer(socket);
  BOOST_TEST(answer.body == "bbb");
  BOOST_TEST(answer.ended);
  BOOST_TEST(is_closed(socket));
}

BOOST_AUTO_TEST_CASE(connections_can_be_kept_and_still_the_server_stops_at_once) {
  TestServer server({.listen = path, .threads = 2, .keep_connections = true});
  const auto socket = test::connect_unix(path);
  for (int i = 0; i < 5; ++i) {
    const std::string body(static_cast<std::size_t>(i) * 50'000 + 1, 'x');
    send_all(socket, whole_request("/echo", body, true));
    const auto answer = read_answer(socket);
    BOOST_TEST(answer.ended);
    BOOST_TEST(answer.body.find("sha256=" + sha256_hex(body)) != std::string::npos);
  }
  server.process().signal(SIGTERM);
  BOOST_TEST(is_closed(socket));
  BOOST_TEST(server.process().wait() == 0);
}

BOOST_AUTO_TEST_CASE(an_answer_cut_midway_has_no_end_record) {
  TestServer server({.listen = path});
  const auto whole = ask(path, "/parts?n=3&ms=0");
  BOOST_TEST(whole.ended);
  BOOST_TEST(whole.head.starts_with("Status: 200 OK\r\n"));
  const auto cut = ask(path, "/fail?after=5");
  BOOST_TEST(cut.body == "fffff");
  BOOST_TEST(cut.aborted);
  BOOST_TEST(!cut.ended);
}

BOOST_AUTO_TEST_CASE(B15_a_body_other_than_announced_is_refused) {
  TestServer server({.listen = path, .max_body_bytes = 1000});
  const auto status_of = [&](const std::string& length, std::string_view body) {
    const auto socket = test::connect_unix(path);
    send_all(socket,
             test::begin_record(false) +
                 test::parameter_records(
                     {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/echo"}, {"CONTENT_LENGTH", length}}) +
                 test::body_records(body) + test::end_of_body());
    return read_answer(socket).head.substr(8, 3);
  };
  BOOST_TEST(status_of("3", "abc") == "200");
  BOOST_TEST(status_of("", "abc") == "200");  // chunks, taken apart before
  BOOST_TEST(status_of("3", "ab") == "400");
  BOOST_TEST(status_of("3", "abcd") == "400");
  BOOST_TEST(status_of("0", "abcd") == "400");
  BOOST_TEST(status_of("x", "abc") == "400");
  BOOST_TEST(status_of("-1", "abc") == "400");
  BOOST_TEST(status_of("1000", std::string(1000, 'x')) == "200");
  BOOST_TEST(status_of("1001", std::string(1001, 'x')) == "413");
  BOOST_TEST(status_of("", std::string(500'000, 'x')) == "413");
  BOOST_TEST(server.counts().begun == 3);
}

BOOST_AUTO_TEST_CASE(who_speaks_no_fastcgi_is_dropped) {
  TestServer server({.listen = path, .threads = 1, .io_timeout_s = 1});
  const auto browser = test::connect_unix(path);
  send_all(browser, "GET / HTTP/1.1\r\n\r\n");
  BOOST_TEST(is_closed(browser));
  const auto half = test::connect_unix(path);
  send_all(half, test::begin_record(false).substr(0, 10));
  const auto silent = test::connect_unix(path);
  BOOST_TEST(ask(path, "/bytes?n=1").body == "b");  // when the time of those two has run out
  BOOST_TEST(server.counts().begun == 1);
}

BOOST_AUTO_TEST_CASE(a_reader_that_stops_reading_is_dropped) {
  TestServer server({.listen = path, .threads = 1, .io_timeout_s = 1});
  const auto lazy = test::connect_unix(path);
  send_all(lazy, whole_request("/endless"));
  BOOST_TEST(becomes_true([&] { return server.counts().incomplete == 1; }));
  BOOST_TEST(ask(path, "/bytes?n=1").body == "b");
}

BOOST_AUTO_TEST_CASE(what_a_worker_needs_and_lacks_ends_the_server) {
  test::ChildProcess process([&] {
    FcgiServer server({.listen = path, .threads = 3});
    try {
      server.run([]() -> std::unique_ptr<Worker> { throw std::runtime_error("no database driver"); });
    } catch (const std::runtime_error& error) {
      return std::string(error.what()) == "no database driver" ? 42 : 1;
    }
    return 0;
  });
  BOOST_TEST(process.wait() == 42);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
