// The server behind a real nginx: what its clients see.
#include "io/fastcgi/fcgi_server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "io/text/hash.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/many_clients.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;
using test::fetch;
using test::HttpResponse;

struct Site {
  explicit Site(const std::string& location = {}, ServerSettings settings = {})
      : server(with_socket(std::move(settings))), nginx(folder.path() + "/nginx", socket(), location) {}

  std::string socket() const { return folder.path() + "/app.sock"; }
  ServerSettings with_socket(ServerSettings settings) const {
    settings.listen = socket();
    return settings;
  }
  HttpResponse get(const std::string& target) const { return fetch(nginx.base(), {.target = target}); }
  HttpResponse post(std::string body, std::vector<std::string> headers = {}) const {
    headers.emplace_back("Content-Type: application/octet-stream");
    return fetch(
        nginx.base(),
        {.method = "POST", .target = "/echo", .headers = std::move(headers), .body = std::move(body)});
  }

  tests::TemporaryFolder folder;
  test::TestServer server;
  test::PrivateNginx nginx;
};

std::string bytes(std::size_t size) {
  std::string body(size, '\0');
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>((i * 31 + i / 251) & 0xFFU);
  return body;
}

bool has_line(const HttpResponse& response, const std::string& line) {
  return ("\n" + response.body).find("\n" + line + "\n") != std::string::npos;
}

// The bytes of a response, complete or truncated.
std::string whatever_comes(int port, const std::string& target) {
  const Descriptor socket = test::connect_tcp(port);
  test::send_all(socket, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return test::read_to_end(socket);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcgi_server)

BOOST_AUTO_TEST_CASE(a_request_arrives_as_it_was_sent) {
  const Site site;
  const auto response =
      fetch(site.nginx.base(), {.target = "/echo?q=a%20b&%C3%A9=%26", .headers = {"X-Odd-Name: v"}});
  BOOST_TEST(response.status == 200);
  for (const char* line : {"method=GET", "path=/echo", "target=/echo?q=a%20b&%C3%A9=%26", "query q=a b",
                           "query é=&", "header x-odd-name=v", "remote=127.0.0.1", "https=no", "bytes=0"})
    BOOST_TEST(has_line(response, line), line << " in " << response.body);
  BOOST_TEST((response.header("content-length") == std::to_string(response.body.size())));
}

BOOST_AUTO_TEST_CASE(B15_every_byte_of_a_body_is_seen) {
  const Site site;
  for (const std::size_t size : {1UL, 65'535UL, 65'536UL, 1'000'000UL}) {
    const std::string body = bytes(size);
    for (const char* expect : {"Expect:", "Transfer-Encoding: chunked"}) {  // by length, and in chunks
      const auto response = site.post(body, {expect});
      BOOST_TEST(response.status == 200);
      BOOST_TEST(has_line(response, "bytes=" + std::to_string(size)));
      BOOST_TEST(has_line(response, "sha256=" + sha256_hex(body)));
    }
  }
  BOOST_TEST(has_line(site.post(""), "bytes=0"));
}

BOOST_AUTO_TEST_CASE(B15_a_body_over_the_limit_is_refused_by_the_application) {
  const Site buffered;
  const Site passed_on("fastcgi_request_buffering off;");
  for (const Site* site : {&buffered, &passed_on}) {
    for (const char* how : {"Expect:", "Transfer-Encoding: chunked"}) {
      const auto response = site->post(bytes(1'000'001), {how});
      BOOST_TEST(response.status == 413);
      BOOST_TEST(response.body == "rejected: the body is larger than 1000000 bytes");
      BOOST_TEST(site->post(bytes(1'900'000), {how}).status == 413);
    }
    BOOST_TEST(site->post(bytes(1'000'000)).status == 200);
    BOOST_TEST(site->server.counts().begun == 1);
  }
}

BOOST_AUTO_TEST_CASE(B15_a_body_that_is_cut_is_never_processed) {
  const Site site("fastcgi_request_buffering off;");
  {
    const Descriptor socket = test::connect_tcp(site.nginx.port());
    test::send_all(
        socket, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + bytes(50'000));
  }
  BOOST_TEST(becomes_true([&] {
    return site.get("/metrics").body.find("\ncaseload_fastcgi_refused_total 1\n") != std::string::npos;
  }));
  // Only the metrics were requested, and each was sent.
  BOOST_TEST(becomes_true([&] { return site.server.counts().begun == site.server.counts().complete; }));
  BOOST_TEST(site.get("/echo").status == 200);
}

BOOST_AUTO_TEST_CASE(B16_encoded_traversal_is_refused) {
  const Site site;
  for (const char* target : {"/../a", "/%2e%2e/a", "/a/..%2fb", "/a/..%5cb", "/a//b", "/%zz", "/?a=%zz"})
    BOOST_TEST(site.get(target).status == 400, target);
  BOOST_TEST(site.server.counts().begun == 0);
  BOOST_TEST(site.get("/%252e%252e%252fa").status == 404);
}

BOOST_AUTO_TEST_CASE(head_and_bodiless_responses_have_no_body) {
  const Site site;
  const auto head = fetch(site.nginx.base(), {.method = "HEAD", .target = "/bytes?n=3000000"});
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.body.empty());
  BOOST_TEST(head.complete);
  BOOST_TEST((head.header("content-length") == "3000000"));
  BOOST_TEST(fetch(site.nginx.base(), {.method = "HEAD", .target = "/endless"}).status == 200);
  for (const int code : {204, 304}) {
    const auto response = site.get("/status?code=" + std::to_string(code));
    BOOST_TEST(response.status == code);
    BOOST_TEST(response.body.empty());
  }
  BOOST_TEST(site.server.counts().body_bytes == 0);
  BOOST_TEST(site.get("/bytes?n=3000000").body.size() == 3'000'000);
}

BOOST_AUTO_TEST_CASE(a_header_that_would_start_another_is_refused) {
  const Site site;
  BOOST_TEST((site.get("/header?value=plain").header("x-value") == "plain"));
  const auto response = site.get("/header?value=a%0d%0aSet-Cookie:%20x=1");
  BOOST_TEST(response.status == 500);
  BOOST_TEST(!response.header("set-cookie").has_value());
  BOOST_TEST(!response.header("x-value").has_value());
}

BOOST_AUTO_TEST_CASE(B2_seven_kibibytes_of_header_go_through) {
  const Site site;
  const auto response = site.get("/header?value=" + std::string(7 * 1024, 'x'));
  BOOST_TEST(response.status == 200);
  BOOST_TEST(response.header("x-value").value_or("").size() == 7 * 1024);
}

// No time is looked at: a second client asks for the third part only after it saw the first, while the stream
// still runs.
BOOST_AUTO_TEST_CASE(B14_parts_arrive_while_later_ones_are_made) {
  const Site site;
  const Descriptor socket = test::connect_tcp(site.nginx.port());
  test::send_all(socket, "GET /parts?n=10&ms=200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  std::string received;
  while (received.find("part 0\n") == std::string::npos) {
    char byte = 0;
    BOOST_REQUIRE(recv(socket.get(), &byte, 1, 0) == 1);
    received.push_back(byte);
  }
  BOOST_TEST(site.server.counts().begun == 1);
  BOOST_TEST(site.server.counts().complete == 0);
  received += test::read_to_end(socket);
  for (int part = 0; part < 10; ++part)
    BOOST_TEST(received.find("part " + std::to_string(part) + "\n") != std::string::npos);
  BOOST_TEST(becomes_true([&] { return site.server.counts().complete == 1; }));
}

BOOST_AUTO_TEST_CASE(a_stream_that_fails_midway_is_visibly_cut) {
  const Site site;
  // The first may be broken off before nginx has passed its header on; the third is so large that it has.
  for (const char* after : {"1", "5000", "1000000"}) {
    const std::string raw = whatever_comes(site.nginx.port(), "/fail?after=" + std::string(after));
    BOOST_TEST(!raw.ends_with("0\r\n\r\n"), after);  // the last chunk of a complete response
    if (std::string(after) == "1000000") BOOST_TEST(raw.find("ffff") != std::string::npos);
  }
  BOOST_TEST(whatever_comes(site.nginx.port(), "/parts?n=2&ms=0").ends_with("0\r\n\r\n"));
  BOOST_TEST(becomes_true([&] { return site.server.counts().incomplete == 3; }));
  BOOST_TEST(site.get("/parts?n=2&ms=0").complete);
}

BOOST_AUTO_TEST_CASE(a_stream_that_fails_before_its_first_byte_is_an_error_page) {
  const Site site;
  const auto failed = site.get("/fail?after=0");
  BOOST_TEST(failed.status == 500);
  BOOST_TEST(failed.body == "rejected: the application failed; its log has the reason");
  const auto unavailable = site.get("/unavailable");
  BOOST_TEST(unavailable.status == 503);
  BOOST_TEST(unavailable.body == "rejected: the database is unavailable");
  BOOST_TEST((unavailable.header("retry-after") == "2"));
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_ends_its_stream) {
  const Site site;
  {
    const Descriptor socket = test::connect_tcp(site.nginx.port());
    test::send_all(socket, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
    char some[1000];
    BOOST_TEST(recv(socket.get(), some, sizeof some, MSG_WAITALL) == 1000);
  }
  BOOST_TEST(becomes_true([&] { return site.server.counts().incomplete == 1; }));
  BOOST_TEST(site.get("/echo").status == 200);
}

BOOST_AUTO_TEST_CASE(a_handler_that_throws_costs_its_request_only) {
  const Site site({}, {.threads = 1});
  for (int i = 0; i < 3; ++i) BOOST_TEST(site.get("/throw").status == 502);
  BOOST_TEST(site.get("/echo").status == 200);
}

BOOST_AUTO_TEST_CASE(B1_a_burst_waits_in_the_queue) {
  const Site site({}, {.threads = 4});
  const auto statuses = test::burst(site.nginx.port(), 400, "/wait?ms=2");
  BOOST_TEST(std::ranges::count(statuses, 200) == 400);
  BOOST_TEST(
      becomes_true([&] { return site.server.counts().complete == 400; }));  // counted after the last byte
}

// The application is what they wait for. With kept connections some clients got thirty answers and others six
// thousand. Half of a fair share is far from that, and far from what chance does.
BOOST_AUTO_TEST_CASE(clients_get_their_fair_share) {
  const Site site({}, {.threads = 4});
  const auto counts = test::responses_per_client(site.nginx.port(), 32, 3200, "/wait?ms=2");
  BOOST_TEST(*std::ranges::min_element(counts) >= 50);
  BOOST_TEST(*std::ranges::max_element(counts) <= 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
