// Peers that break FastCGI, are slow, or disconnect. Each costs its own connection and nothing else.
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>

#include "tests/support/fcgi_client.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;
using test::bytes_of;
using test::fetch;
using test::read_response;
using test::send_all;
using test::TestServer;
using test::whole_request;
using namespace std::string_literals;

struct Folder {
  tests::TemporaryFolder folder;
  std::string path = folder.path() + "/app.sock";

  Descriptor sent(const std::string& bytes) const {
    Descriptor socket = test::connect_unix(path);
    send_all(socket, bytes);
    return socket;
  }
  std::vector<Descriptor> sent(int times, const std::string& bytes) const {
    std::vector<Descriptor> sockets;
    for (int i = 0; i < times; ++i) sockets.push_back(sent(bytes));
    return sockets;
  }
};

bool is_closed(const Descriptor& socket) {
  char byte = 0;
  const ssize_t got = recv(socket.get(), &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

// Sends one byte after the other until the peer has closed the connection.
void trickle_until_closed(const Descriptor& socket, char byte) {
  while (send(socket.get(), &byte, 1, MSG_NOSIGNAL) == 1) poll(nullptr, 0, 10);
}

std::int64_t metric(const std::string& path, const std::string& sample) {
  const std::string text = "\n" + fetch(path, "/metrics").body;
  const std::size_t found = text.find("\n" + sample + " ");
  return found == std::string::npos ? 0 : std::stoll(text.substr(found + sample.size() + 2));
}

const std::string usual = test::pairs_of({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/bytes?n=1"}});
const std::string post_head = test::begin_record(false) +
                              test::parameter_records({{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/echo"}});

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fcgi_hostile, Folder)

BOOST_AUTO_TEST_CASE(C21_a_violation_closes_its_connection_and_nothing_else) {
  TestServer server({.listen = path, .threads = 2});
  const std::string begin = test::begin_record(false);
  for (const std::string& bytes : {
           begin + bytes_of({.type = 4, .content = "\0\xff\xff\xff\xfe"s}),
           begin + bytes_of({.type = 4, .content = "\xff\xff\xff\xff\xff\xff\xff\xff"s}),
           begin + bytes_of({.type = 4, .content = usual}) + bytes_of({.type = 5}) + bytes_of({.type = 4}),
           begin + begin,
           begin + test::parameter_records({{"A\0B"s, "x"}}) + bytes_of({.type = 5}),
           begin + test::parameter_records({{"A=B", "x"}}) + bytes_of({.type = 5}),
           begin + test::parameter_records({{"A", "x\0y"s}}) + bytes_of({.type = 5}),
           begin + bytes_of({.type = 2}),
           begin + bytes_of({.type = 99, .content = "abc"}),
           bytes_of({.type = 77, .content = "abc", .request_id = 0}),
           bytes_of({.type = 9,
           .content = test::pairs_of(test::Parameters(20, {"FCGI_MAX_CONNS", ""})),
           .request_id = 0}),
           bytes_of({.type = 1, .content = "\0\2\0\0\0\0\0\0"s}),
           post_head + bytes_of({.type = 5, .content = "abc"}) + bytes_of({.type = 2}),
           post_head + bytes_of({.type = 5, .content = "abc"}) + bytes_of({.type = 5, .request_id = 2}),
       }) {
    const Descriptor socket = sent(bytes);
    const auto response = read_response(socket);
    BOOST_TEST(response.head == "");
    BOOST_TEST(!response.ended);
    BOOST_TEST(fetch(path, "/bytes?n=1").body == "b");
  }
  BOOST_TEST(server.counts().begun == 14);
  BOOST_TEST(server.process().is_running());
  BOOST_TEST(metric(path, "caseload_fastcgi_refused_total") == 14);
}

BOOST_AUTO_TEST_CASE(what_is_odd_but_allowed_gets_a_response) {
  TestServer server({.listen = path, .threads = 2});
  std::string by_byte;
  for (const char c : usual) by_byte += bytes_of({.type = 4, .content = {c}, .request_id = 1, .padding = 3});
  const std::string end = bytes_of({.type = 4, .padding = 200}) + bytes_of({.type = 5, .padding = 1});
  BOOST_TEST(read_response(sent(test::begin_record(false) + by_byte + end)).body == "b");
  BOOST_TEST(read_response(sent(test::begin_record(false) + end)).head.starts_with("Status: 400"));
  BOOST_TEST(read_response(sent(whole_request("/bytes?n=1") + "and more")).body == "b");
  const Descriptor half_closed = sent(whole_request("/bytes?n=1"));
  shutdown(half_closed.get(), SHUT_WR);
  BOOST_TEST(read_response(half_closed).body == "b");
}

BOOST_AUTO_TEST_CASE(a_content_length_that_is_not_one_number_is_refused) {
  TestServer server({.listen = path, .threads = 1});
  const auto status_of = [&](const std::vector<std::string>& lengths) {
    test::Parameters parameters{{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/echo"}};
    for (const std::string& each : lengths) parameters.emplace_back("CONTENT_LENGTH", each);
    return test::fetch_with(path, parameters, "abc").head.substr(8, 3);
  };
  BOOST_TEST(status_of({"3"}) == "200");
  for (const char* length : {"-3", "+3", "3.0", "0x3", "3 ", "99999999999999999999999"})
    BOOST_TEST(status_of({length}) == "400", length);
  BOOST_TEST(status_of({"3", "3"}) == "400");
  BOOST_TEST(status_of({"3", "4"}) == "400");
}

BOOST_AUTO_TEST_CASE(a_request_with_very_many_headers_is_431) {
  TestServer server({.listen = path, .threads = 1});
  test::Parameters parameters{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/echo"}};
  for (int i = 0; i < 256; ++i) parameters.emplace_back("HTTP_X" + std::to_string(i), "x");
  BOOST_TEST(test::fetch_with(path, parameters).head.starts_with("Status: 200"));
  parameters.emplace_back("HTTP_Y", "x");
  BOOST_TEST(test::fetch_with(path, parameters).head.starts_with("Status: 431"));
}

BOOST_AUTO_TEST_CASE(C21_slow_heads_hold_no_thread_and_end_at_their_deadline) {
  TestServer server({.listen = path, .threads = 2, .head_timeout_s = 1});
  const auto silent = sent(8, test::begin_record(false));
  const Descriptor trickling = sent(test::begin_record(false));
  BOOST_TEST(read_response(sent(whole_request("/echo"))).head.starts_with("Status: 200"));
  // The content of a parameter that never ends.
  send_all(trickling, bytes_of({.type = 4, .content = "\1\x80\0\3\xe8"s + "A" + std::string(900, 'x')}));
  send_all(trickling, "\1\4\0\1\xff\xff\0\0"s);
  trickle_until_closed(trickling, 'x');
  BOOST_TEST(std::ranges::all_of(silent, is_closed));
  BOOST_TEST(server.counts().begun == 1);
}

BOOST_AUTO_TEST_CASE(C21_a_slow_body_ends_at_its_deadline) {
  TestServer server({.listen = path, .threads = 1, .body_timeout_s = 1});
  const Descriptor trickling = sent(post_head + "\1\5\0\1\xff\xff\0\0"s);
  trickle_until_closed(trickling, 'x');
  BOOST_TEST(fetch(path, "/bytes?n=1").body == "b");
  BOOST_TEST(server.counts().begun == 1);
}

BOOST_AUTO_TEST_CASE(C21_reserved_paths_respond_while_nothing_else_can) {
  TestServer server({.listen = path, .threads = 2, .reserved_paths = {"/bytes", "/metrics"}});
  const auto heads = sent(16, test::begin_record(false));
  const auto bodies = sent(16, post_head + bytes_of({.type = 5, .content = "a"}));
  const auto others = sent(50, whole_request("/wait?ms=1"));
  BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
  BOOST_TEST(becomes_true([&] {  // two bodies, and this one
    return metric(path, "caseload_requests_in_flight") == 3;
  }));
  // Not even a body that never arrives may hold the reserve.
  const auto slow = sent(4, test::begin_record(false) + test::parameter_records({{"REQUEST_METHOD", "POST"},
                                                                                 {"REQUEST_URI", "/bytes"}}));
  BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
}

BOOST_AUTO_TEST_CASE(B1_more_requests_than_can_wait_are_503_at_once_and_reserved_paths_respond) {
  TestServer server({.listen = path, .threads = 1, .backlog = 16, .reserved_paths = {"/bytes"}});
  const Descriptor busy = sent(whole_request("/until-cancelled"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  std::vector<Descriptor> waiting;
  for (int i = 0; i < 16; ++i) {
    waiting.push_back(sent(whole_request("/echo")));
    BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
  }
  for (int i = 0; i < 20; ++i) {
    const auto refused = fetch(path, "/echo");
    BOOST_TEST(refused.head.starts_with("Status: 503"));
    BOOST_TEST(refused.head.find("Retry-After: 2") != std::string::npos, refused.head);
    BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
  }
  BOOST_TEST(server.counts().begun == 1 + 16 + 20);  // and no request that waits
}

BOOST_AUTO_TEST_CASE(C21_more_heads_than_can_arrive_at_once_leave_room_for_reserved_paths) {
  TestServer server(
      {.listen = path, .threads = 1, .backlog = 16, .head_timeout_s = 3600, .reserved_paths = {"/bytes"}});
  std::vector<Descriptor> silent;
  for (int i = 0; i < 40; ++i) {
    silent.push_back(sent(test::begin_record(false)));
    BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
  }
  BOOST_TEST(is_closed(silent.front()));
}

BOOST_AUTO_TEST_CASE(C21_a_second_address_does_not_open_the_reserve) {
  TestServer server({.listen = path, .threads = 1, .reserved_paths = {"/bytes"}});
  const Descriptor busy = sent(whole_request("/until-cancelled"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  const auto others = sent(4, test::begin_record(false) +
                                  test::parameter_records({{"REQUEST_METHOD", "GET"},
                                                           {"REQUEST_URI", "/until-cancelled"},
                                                           {"REQUEST_URI", "/bytes?n=1"}}) +
                                  test::end_of_body());
  for (int time = 0; time < 20; ++time) BOOST_TEST(fetch(path, "/bytes?n=3").body == "bbb");
}

BOOST_AUTO_TEST_CASE(C20_a_request_ends_when_its_client_disconnects) {
  TestServer server({.listen = path, .threads = 2});
  for (int time = 1; time <= 5; ++time) {
    Descriptor client = sent(whole_request("/until-cancelled"));
    BOOST_TEST(becomes_true([&] { return server.counts().begun == time; }));
    client = Descriptor();
    BOOST_TEST(becomes_true([&] { return server.counts().cancelled == time; }));
  }
  BOOST_TEST(metric(path, "caseload_responses_truncated_total{reason=\"client_disconnected\"}") == 5);
  BOOST_TEST(becomes_true([&] { return metric(path, "caseload_requests_in_flight") == 1; }));
}

BOOST_AUTO_TEST_CASE(C20_it_is_noticed_over_tcp_and_on_a_kept_connection_too) {
  const std::string listen = "127.0.0.1:" + std::to_string(test::free_port());
  TestServer server({.listen = listen, .threads = 1, .keep_connections = true});
  Descriptor client = test::connect_tcp(std::stoi(listen.substr(10)));
  for (int time = 0; time < 3; ++time) {
    send_all(client, whole_request("/bytes?n=1", {}, true));
    BOOST_TEST(read_response(client).body == "b");
  }
  send_all(client, whole_request("/until-cancelled", {}, true));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 4; }));
  client = Descriptor();
  BOOST_TEST(becomes_true([&] { return server.counts().cancelled == 1; }));
}

BOOST_AUTO_TEST_CASE(C20_a_request_whose_client_has_disconnected_is_not_begun) {
  TestServer server({.listen = path, .threads = 1});
  Descriptor running = sent(whole_request("/until-cancelled"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  sent(200, whole_request("/bytes?n=1"));  // and disconnected
  running = Descriptor();
  BOOST_TEST(fetch(path, "/echo").head.starts_with("Status: 200"));
  BOOST_TEST(server.counts().begun == 2);
}

BOOST_AUTO_TEST_CASE(a_stop_serves_what_the_process_has_accepted) {
  TestServer server({.listen = path, .threads = 1});
  const Descriptor first = sent(whole_request("/wait?ms=300"));
  BOOST_TEST(becomes_true([&] { return server.counts().begun == 1; }));
  const auto waiting = sent(20, whole_request("/wait?ms=1"));
  const Descriptor silent = sent(test::begin_record(false));
  server.process().signal(SIGTERM);
  BOOST_TEST(read_response(first).body == "waited");
  for (const Descriptor& each : waiting) BOOST_TEST(read_response(each).body == "waited");
  BOOST_TEST(server.process().wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
