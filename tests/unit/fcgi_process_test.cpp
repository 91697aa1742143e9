// The server as a process: its start, its connections record by record, its end.
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/log/log.hpp"
#include "io/text/hash.hpp"
#include "tests/support/child_function.hpp"
#include "tests/support/fcgi_client.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;
using test::fetch;
using test::read_response;
using test::send_all;
using test::TestServer;
using test::whole_request;

struct Folder {
  tests::TemporaryFolder folder;
  std::string path = folder.path() + "/app.sock";
};

bool is_closed(const Descriptor& socket) {
  char byte = 0;
  const ssize_t got = recv(socket.get(), &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

const test::ChildFunction server_without_a_driver(
    "server_without_a_driver", [](const test::ChildFunction::Arguments& arguments) {
      start_log("/dev/null", "error");
      FcgiServer server({.listen = arguments.at(0), .threads = 3});
      try {
        server.run([]() -> std::unique_ptr<Worker> { throw std::runtime_error("no database driver"); });
      } catch (const std::runtime_error& error) {
        return std::string(error.what()) == "no database driver" ? 42 : 1;
      }
      return 0;
    });

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

BOOST_AUTO_TEST_CASE(B3_running_and_pending_requests_are_served_before_the_end) {
  TestServer server({.listen = path, .threads = 4});
  std::vector<Descriptor> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(test::connect_unix(path));
    send_all(clients.back(), whole_request("/wait?ms=50"));
  }
  BOOST_TEST(becomes_true([&] { return server.counts().begun >= 4; }));
  server.process().signal(SIGTERM);
  for (const auto& client : clients) BOOST_TEST(read_response(client).body == "waited");
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
  for (const auto& client : clients) BOOST_TEST(read_response(client).body == "waited");
  BOOST_TEST(becomes_true([&] { return first->counts().complete + second.counts().complete == 10; }));
}

BOOST_AUTO_TEST_CASE(a_connection_is_closed_after_its_response_even_if_it_should_be_kept) {
  TestServer server({.listen = path});
  const auto socket = test::connect_unix(path);
  send_all(socket, whole_request("/bytes?n=3", {}, true));
  const auto response = read_response(socket);
  BOOST_TEST(response.body == "bbb");
  BOOST_TEST(response.ended);
  BOOST_TEST(is_closed(socket));
}

BOOST_AUTO_TEST_CASE(connections_can_be_kept_and_still_the_server_stops_at_once) {
  TestServer server({.listen = path, .threads = 2, .keep_connections = true});
  const auto socket = test::connect_unix(path);
  for (int i = 0; i < 5; ++i) {
    const std::string body(static_cast<std::size_t>(i) * 50'000 + 1, 'x');
    send_all(socket, whole_request("/echo", body, true));
    const auto response = read_response(socket);
    BOOST_TEST(response.ended);
    BOOST_TEST(response.body.find("sha256=" + sha256_hex(body)) != std::string::npos);
  }
  server.process().signal(SIGTERM);
  BOOST_TEST(is_closed(socket));
  BOOST_TEST(server.process().wait() == 0);
}

BOOST_AUTO_TEST_CASE(a_response_truncated_midway_has_no_end_record) {
  TestServer server({.listen = path});
  const auto whole = fetch(path, "/parts?n=3&ms=0");
  BOOST_TEST(whole.ended);
  BOOST_TEST(whole.head.starts_with("Status: 200 OK\r\n"));
  const auto cut = fetch(path, "/fail?after=5");
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
    return read_response(socket).head.substr(8, 3);
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

// Behind nginx it would not show: nginx sends no body on, whatever it gets.
BOOST_AUTO_TEST_CASE(head_sends_no_byte_of_a_body_and_makes_none) {
  TestServer server({.listen = path});
  const auto head = [&](const std::string& target) {
    return test::fetch_with(path, {{"REQUEST_METHOD", "HEAD"}, {"REQUEST_URI", target}});
  };
  for (const char* target : {"/parts?n=3&ms=0", "/fail?after=0", "/unavailable"}) {
    const auto response = head(target);
    BOOST_TEST(response.head.starts_with("Status: 200 OK\r\n"), target);
    BOOST_TEST(response.head.find("Content-Length") == std::string::npos, target);
    BOOST_TEST(response.body == "", target);
    BOOST_TEST(response.ended, target);
  }
  BOOST_TEST(server.counts().streams == 0);
  const auto whole = head("/bytes?n=70000");
  BOOST_TEST(whole.head.ends_with("Content-Length: 70000"));
  BOOST_TEST(whole.body == "");
  BOOST_TEST(becomes_true([&] { return server.counts().complete == 4; }));
  BOOST_TEST(server.counts().body_bytes == 0);
  BOOST_TEST(fetch(path, "/parts?n=3&ms=0").body == "part 0\npart 1\npart 2\n");
  BOOST_TEST(server.counts().streams == 1);
}

BOOST_AUTO_TEST_CASE(a_response_without_a_body_has_neither_bytes_nor_a_length) {
  TestServer server({.listen = path});
  for (const char* code : {"204", "304"}) {
    const auto response = fetch(path, "/status?code=" + std::string(code));
    BOOST_TEST(response.head.starts_with("Status: " + std::string(code)));
    BOOST_TEST(response.head.find("Content-Length") == std::string::npos);
    BOOST_TEST(response.body == "");
    BOOST_TEST(response.ended);
  }
  for (const char* code : {"200", "203", "205", "303", "305", "404", "599"}) {
    const auto response = fetch(path, "/status?code=" + std::string(code));
    BOOST_TEST(response.head.starts_with("Status: " + std::string(code)));
    BOOST_TEST(response.head.find("Content-Length: 6") != std::string::npos);
    BOOST_TEST(response.body == "a body");
  }
}

// Nothing is set aside for it: a million of these would each have held a terabyte of addresses.
BOOST_AUTO_TEST_CASE(B15_a_body_announced_as_a_terabyte_is_refused_before_it_is_read) {
  TestServer server({.listen = path, .max_body_bytes = 1000});
  for (const char* length : {"1000000000000", "9223372036854775807", "1001"}) {
    for (const std::string_view body : {std::string_view(), std::string_view("abc")}) {
      const auto response = test::fetch_with(
          path, {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/echo"}, {"CONTENT_LENGTH", length}}, body);
      BOOST_TEST(response.head.starts_with("Status: 413"), length);
      BOOST_TEST(response.body == "rejected: the body is larger than 1000 bytes", length);
      BOOST_TEST(response.ended);
    }
  }
  BOOST_TEST(server.counts().begun == 0);
  BOOST_TEST(becomes_true([&] { return server.counts().complete == 6; }));
}

BOOST_AUTO_TEST_CASE(what_was_sent_is_counted_to_the_byte_and_what_was_cut_by_its_reason) {
  TestServer server({.listen = path, .threads = 1});
  const auto metric = [&](const std::string& sample) {
    const std::string text = "\n" + fetch(path, "/metrics").body;
    const std::size_t found = text.find("\n" + sample + " ");
    return found == std::string::npos ? 0 : std::stoll(text.substr(found + sample.size() + 2));
  };
  const std::string failed = "caseload_responses_truncated_total{reason=\"failed\"}";
  const std::string gone = "caseload_responses_truncated_total{reason=\"client_disconnected\"}";
  BOOST_TEST(metric("caseload_worker_threads") == 1);
  BOOST_TEST(metric("caseload_requests_in_flight") == 1);  // the one that asks
  const auto connections = metric("caseload_fastcgi_connections_total");
  BOOST_TEST(metric("caseload_fastcgi_connections_total") == connections + 1);
  BOOST_TEST(becomes_true([&] { return server.counts().complete == 4; }));
  const std::int64_t before = server.counts().body_bytes;
  fetch(path, "/bytes?n=70000");
  fetch(path, "/parts?n=2&ms=0");
  BOOST_TEST(becomes_true([&] { return server.counts().body_bytes == before + 70'000 + 14; }));
  BOOST_TEST(metric(failed) == 0);
  fetch(path, "/fail?after=5");
  BOOST_TEST(becomes_true([&] { return server.counts().incomplete == 1; }));
  BOOST_TEST(metric(failed) == 1);
  fetch(path, "/fail?after=0");  // an error page instead, which is whole
  BOOST_TEST(metric(failed) == 1);
  BOOST_TEST(metric(gone) == 0);
  {
    const auto socket = test::connect_unix(path);
    send_all(socket, whole_request("/endless"));
    char byte = 0;
    BOOST_TEST(recv(socket.get(), &byte, 1, 0) == 1);
  }
  BOOST_TEST(becomes_true([&] { return server.counts().incomplete == 2; }));
  BOOST_TEST(metric(gone) == 1);
  BOOST_TEST(metric("caseload_requests_in_flight") == 1);
}

BOOST_AUTO_TEST_CASE(SIGHUP_opens_the_log_again_and_stops_nothing) {
  const std::string log = folder.path() + "/log";
  TestServer server({.listen = path, .threads = 1}, nullptr, log);
  fetch(path, "/log");
  std::filesystem::rename(log, log + ".1");
  server.process().signal(SIGHUP);
  BOOST_TEST(becomes_true([&] { return std::filesystem::exists(log); }));
  fetch(path, "/log");
  std::ifstream file(log);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  BOOST_TEST(text.find("requested") != std::string::npos);
  server.process().signal(SIGTERM);
  BOOST_TEST(server.process().wait() == 0);
}

BOOST_AUTO_TEST_CASE(without_a_free_descriptor_a_connection_waits_and_the_reason_is_logged) {
  const std::string log = folder.path() + "/log";
  TestServer server({.listen = path, .threads = 1, .reserved_paths = {"/metrics"}}, nullptr, log);
  const auto logged = [&](const std::string& part) {
    std::ifstream file(log);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return text.find(part) != std::string::npos;
  };
  {
    // While the only worker is busy, the reserve thread responds. So both have opened what they need at the
    // start.
    const auto busy = test::connect_unix(path);
    send_all(busy, whole_request("/until-cancelled"));
    BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
    BOOST_TEST(fetch(path, "/metrics").ended);
  }
  BOOST_TEST(fetch(path, "/bytes?n=1").body == "b");
  BOOST_TEST(!logged("could not be accepted"));

  const pid_t id = server.process().id();
  rlimit usual{};
  BOOST_TEST_REQUIRE(prlimit(id, RLIMIT_NOFILE, nullptr, &usual) == 0);
  const auto first_free = [&] {
    const std::string open = "/proc/" + std::to_string(id) + "/fd/";
    rlim_t number = 0;
    while (std::filesystem::is_symlink(open + std::to_string(number))) ++number;
    return number;
  };
  std::vector<Descriptor> clients;
  BOOST_TEST(becomes_true([&] {
    // The last connection may just have been closed, so its number is only free at the next look.
    const rlimit none{.rlim_cur = first_free(), .rlim_max = usual.rlim_max};
    prlimit(id, RLIMIT_NOFILE, &none, nullptr);
    if (clients.size() < 100) {
      clients.push_back(test::connect_unix(path));
      send_all(clients.back(), whole_request("/bytes?n=1"));
    }
    return logged("a connection could not be accepted\",\"reason\":\"Too many open files");
  }));
  BOOST_TEST_REQUIRE(prlimit(id, RLIMIT_NOFILE, &usual, nullptr) == 0);
  for (const Descriptor& client : clients) BOOST_TEST(read_response(client).body == "b");
}

BOOST_AUTO_TEST_CASE(each_thread_serves_a_connection_of_its_own) {
  TestServer server({.listen = path, .threads = 3});
  std::vector<Descriptor> clients;
  for (int client = 0; client < 4; ++client) {
    clients.push_back(test::connect_unix(path));
    send_all(clients.back(), whole_request("/wait?ms=2000"));
  }
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 3; }));
  for (const auto& client : clients) BOOST_TEST(read_response(client).body == "waited");
  BOOST_TEST(server.counts().begun == 4);
}

BOOST_AUTO_TEST_CASE(who_speaks_no_fastcgi_is_dropped) {
  TestServer server({.listen = path, .threads = 1, .head_timeout_s = 1});
  const auto browser = test::connect_unix(path);
  send_all(browser, "GET / HTTP/1.1\r\n\r\n");
  BOOST_TEST(is_closed(browser));
  const auto half = test::connect_unix(path);
  send_all(half, test::begin_record(false).substr(0, 10));
  const auto silent = test::connect_unix(path);
  BOOST_TEST(fetch(path, "/bytes?n=1").body == "b");
  BOOST_TEST(is_closed(half));
  BOOST_TEST(is_closed(silent));
  BOOST_TEST(server.counts().begun == 1);
}

BOOST_AUTO_TEST_CASE(a_reader_that_stops_reading_is_dropped) {
  TestServer server({.listen = path, .threads = 1, .io_timeout_s = 1});
  const auto lazy = test::connect_unix(path);
  send_all(lazy, whole_request("/endless"));
  BOOST_TEST(becomes_true([&] { return server.counts().incomplete == 1; }));
  BOOST_TEST(fetch(path, "/bytes?n=1").body == "b");
}

BOOST_AUTO_TEST_CASE(what_a_worker_needs_and_lacks_ends_the_server) {
  test::ChildProcess process(server_without_a_driver.command({path}), "");
  BOOST_TEST(process.wait() == 42);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
