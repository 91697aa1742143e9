// A response that ends too early is never taken for a whole one, through real nginx.
#include <sys/socket.h>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <thread>

#include "tests/support/http_client.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload::io {
namespace {

using test::becomes_true;

struct Way {
  const char* name;
  std::string listen;
  std::string location;
  std::string headers;
};

std::string request(const std::string& target, const std::string& version, const std::string& headers = {}) {
  return "GET " + target + " HTTP/" + version + "\r\nHost: localhost\r\n" + headers +
         "Connection: close\r\n\r\n";
}

// Whether a client that knows HTTP can tell that this is all of it.
bool looks_complete(const std::string& raw) {
  const std::size_t head_end = raw.find("\r\n\r\n");
  if (head_end == std::string::npos) return false;
  const std::string head = raw.substr(0, head_end);
  const std::string field = "\r\nContent-Length: ";
  if (const std::size_t at = head.find(field); at != std::string::npos)
    return raw.size() == head_end + 4 + std::stoul(head.substr(at + field.size()));
  if (head.find("Transfer-Encoding: chunked") != std::string::npos) return raw.ends_with("\r\n0\r\n\r\n");
  return true;  // of an HTTP/1.0 response without a length nobody can tell
}

bool is_success(const std::string& raw) {
  return raw.starts_with("HTTP/1.1 200");
}

struct Ways {
  tests::TemporaryFolder folder;
  std::string unix_socket = folder.path() + "/app.sock";
  std::string tcp = "127.0.0.1:" + std::to_string(test::free_port());
  const std::string with_gzip = "gzip on;\ngzip_types text/plain;\ngzip_min_length 1;\n";
  const std::string buffered = "fastcgi_ignore_headers X-Accel-Buffering;\n";
  std::vector<Way> all{
      {"as it comes", unix_socket, "", ""},
      {"buffered", unix_socket, buffered, ""},
      {"with gzip", unix_socket, with_gzip, "Accept-Encoding: gzip\r\n"},
      {"with gzip and buffered", unix_socket, with_gzip + buffered, "Accept-Encoding: gzip\r\n"},
      {"over TCP", tcp, "", ""},
      {"over TCP and buffered", tcp, buffered, ""},
  };
};

// Requests a long stream, ends the server with `end` after its first part, and returns what the client got.
std::string cut(const Way& way, const std::string& folder, const std::string& version,
                const std::function<void(test::TestServer&)>& end) {
  test::TestServer server({.listen = way.listen, .threads = 2, .stop_timeout_s = 1});
  const test::PrivateNginx nginx(folder + "/nginx", way.listen, way.location);
  const Descriptor client = test::connect_tcp(nginx.port());
  test::send_all(client, request("/parts?n=100000&ms=10", version, way.headers));
  BOOST_TEST(becomes_true([&] { return server.counts().streams == 1; }));
  std::string received;
  if (way.location.empty() && version == "1.1") {  // nothing holds the parts back
    while (received.find("part 1\n") == std::string::npos) {
      char byte = 0;
      BOOST_TEST_REQUIRE(recv(client.get(), &byte, 1, 0) == 1);
      received.push_back(byte);
    }
  }
  end(server);
  return received + test::read_to_end(client);
}

void kill(test::TestServer& server) {
  server.process().signal(SIGKILL);
  server.process().wait();
}

void stop(test::TestServer& server) {
  server.process().signal(SIGTERM);
  BOOST_TEST(server.process().wait() == 1);  // the stream runs longer than stop_timeout_s
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(truncated_response, Ways)

BOOST_AUTO_TEST_CASE(C24_the_end_of_the_process_in_a_stream_is_a_transfer_error) {
  for (const Way& way : all) {
    BOOST_TEST_CONTEXT(way.name) {
      const std::string raw = cut(way, folder.path(), "1.1", kill);
      BOOST_TEST((!looks_complete(raw) || !is_success(raw)), raw.substr(0, 300));
    }
  }
  for (const Way& way : {all[0], all[4]}) {
    BOOST_TEST_CONTEXT(way.name << ", stopped") {
      const std::string raw = cut(way, folder.path(), "1.1", stop);
      BOOST_TEST(is_success(raw));
      BOOST_TEST(!looks_complete(raw));
    }
  }
}

BOOST_AUTO_TEST_CASE(C24_the_stream_of_an_http_2_client_is_reset) {
  for (const Way& way : all) {
    BOOST_TEST_CONTEXT(way.name) {
      const std::string address = "127.0.0.1:" + std::to_string(test::free_port());
      test::TestServer server({.listen = way.listen, .threads = 2});
      const test::PrivateNginx nginx(folder.path() + "/nginx", way.listen, way.location, address + " http2");
      const auto get = [&](const std::string& target) {
        test::HttpRequest request{.target = target, .http_2 = true};
        if (!way.headers.empty()) request.headers = {"Accept-Encoding: gzip"};
        return test::fetch("http://" + address, request);
      };
      const auto whole = get("/parts?n=3&ms=0");
      BOOST_TEST(whole.status == 200);
      BOOST_TEST(whole.complete);
      for (const char* after : {"1", "5000", "100000"}) {
        const auto failed = get("/fail?after=" + std::string(after));
        BOOST_TEST((!failed.complete || failed.status >= 500), failed.status);
      }
      const int before = server.counts().streams;
      test::HttpResponse killed;
      std::thread client([&] { killed = get("/parts?n=100000&ms=10"); });
      BOOST_TEST(becomes_true([&] { return server.counts().streams == before + 1; }));
      kill(server);
      client.join();
      BOOST_TEST((!killed.complete || killed.status >= 500), killed.status);
    }
  }
}

BOOST_AUTO_TEST_CASE(C24_an_http_1_0_client_gets_all_with_a_length_or_an_error) {
  for (const Way& way : all) {
    BOOST_TEST_CONTEXT(way.name) {
      const std::string raw = cut(way, folder.path(), "1.0", kill);
      BOOST_TEST(!is_success(raw), raw.substr(0, 300));
    }
  }
  test::TestServer server({.listen = unix_socket, .threads = 2});
  const test::PrivateNginx nginx(folder.path() + "/nginx", unix_socket, with_gzip);
  const auto get = [&](const std::string& target) {
    const Descriptor client = test::connect_tcp(nginx.port());
    test::send_all(client, request(target, "1.0", "Accept-Encoding: gzip\r\n"));
    return test::read_to_end(client);
  };
  const std::string whole = get("/parts?n=3&ms=0");
  BOOST_TEST(is_success(whole));
  BOOST_TEST(whole.find("\r\nContent-Length: 21\r\n") != std::string::npos, whole);
  BOOST_TEST(whole.ends_with("\r\n\r\npart 0\npart 1\npart 2\n"));
  for (const char* target : {"/fail?after=0", "/fail?after=5", "/fail?after=1000000"})
    BOOST_TEST(get(target).starts_with("HTTP/1.1 500"), target);
  BOOST_TEST(get("/endless").starts_with("HTTP/1.1 505"));
  BOOST_TEST(get("/unavailable").starts_with("HTTP/1.1 503"));
}

BOOST_AUTO_TEST_CASE(C24_a_producer_that_fails_is_a_transfer_error) {
  for (const Way& way : all) {
    BOOST_TEST_CONTEXT(way.name) {
      test::TestServer server({.listen = way.listen, .threads = 2});
      const test::PrivateNginx nginx(folder.path() + "/nginx", way.listen, way.location);
      for (const char* after : {"1", "5000", "100000"}) {
        const Descriptor client = test::connect_tcp(nginx.port());
        test::send_all(client, request("/fail?after=" + std::string(after), "1.1", way.headers));
        const std::string raw = test::read_to_end(client);
        BOOST_TEST((!looks_complete(raw) || !is_success(raw)), raw.substr(0, 300));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
