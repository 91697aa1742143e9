// Streamed answers through the whole stack: what a client sees of them, and what is left when it leaves.
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "core/memory.hpp"
#include "io/database/connection.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

// More than the sockets in between hold, so that the query waits for a reader who stopped. The number marks
// the statement among others.
constexpr const char* large_export = "/cases/streaming-response/fast?dataset=x4&n=39991";

using test::becomes_true;

// What the database runs for the large export at this moment.
class Queries {
 public:
  std::vector<std::string> running() {
    std::vector<std::string> ids;
    io::DriverResult rows = connection_.query(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE '%LIMIT%39991' AND ID <> "
        "CONNECTION_ID()");
    while (rows.next()) ids.push_back(rows.text(0));
    return ids;
  }
  void kill(const std::string& id) { connection_.execute("KILL QUERY " + id); }

 private:
  static io::DriverTarget target() {
    const io::DatabaseSettings settings = test::database_settings();
    return {.socket = settings.socket, .user = settings.user, .schema = settings.name_prefix + "_x1"};
  }

  io::DriverThread driver_;
  io::DriverConnection connection_{target()};
};

// A client that sees each part as it comes, and leaves when `on_part` says false.
struct Download {
  std::function<bool(int)> on_part;  // 1 for the first
  int parts = 0;
  std::string body;
};

std::size_t take_part(char* data, std::size_t size, std::size_t count, void* into) {
  auto& download = *static_cast<Download*>(into);
  download.body.append(data, size * count);
  const bool stays = !download.on_part || download.on_part(++download.parts);
  return stays ? size * count : 0;
}

// Small windows and packets: else the kernel's buffers on the loopback take some megabytes before nginx, and
// by that the app, has to wait for its reader.
int narrow(void*, curl_socket_t socket, curlsocktype) {
  const int window = 4096, packet = 536;
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
  setsockopt(socket, IPPROTO_TCP, TCP_MAXSEG, &packet, sizeof packet);
  return CURL_SOCKOPT_OK;
}

CURLcode fetch_in_parts(const std::string& target, Download& download, const char* encoding = nullptr) {
  const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), curl_easy_cleanup);
  const std::string url = test::base_url() + target;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(handle.get(), CURLOPT_ACCEPT_ENCODING, encoding);
  curl_easy_setopt(handle.get(), CURLOPT_SOCKOPTFUNCTION, narrow);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_part);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &download);
  return curl_easy_perform(handle.get());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streaming)

// The app writes ten parts with pauses. Where something on the way collects them they come in one piece.
BOOST_AUTO_TEST_CASE(B14_parts_come_as_they_are_made_with_gzip_and_in_the_cached_location_too) {
  std::string wanted;
  for (int part = 1; part <= 10; ++part) wanted += "part " + std::to_string(part) + "\n";
  for (const char* target : {"/test/parts", "/cached/test/parts"}) {
    for (const char* encoding : {"identity", "gzip"}) {
      BOOST_TEST_CONTEXT(target << " " << encoding) {
        int arrivals = 0;
        Download download{.on_part = [&](int) { return ++arrivals > 0; }};
        BOOST_TEST(fetch_in_parts(target, download, encoding) == CURLE_OK);
        BOOST_TEST(download.body == wanted);
        BOOST_TEST(arrivals > 1);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_export_is_the_same_file_whole_or_streamed_plain_or_packed) {
  const std::string query = "?n=2560";
  const auto slow = test::fetch(test::base_url(), {.target = "/cases/streaming-response/slow" + query});
  const auto fast = test::fetch(test::base_url(), {.target = "/cases/streaming-response/fast" + query});
  BOOST_TEST(slow.status == 200);
  BOOST_TEST((slow.body == fast.body));
  BOOST_TEST(fast.complete);
  BOOST_TEST(!fast.header("content-length").has_value());
  BOOST_TEST(fast.header("content-disposition").value_or("") == "attachment; filename=\"books.csv\"");
  const auto packed = test::fetch(test::base_url(), {.target = "/cases/streaming-response/fast" + query,
                                                     .headers = {"Accept-Encoding: gzip"}});
  BOOST_TEST(packed.header("content-encoding").value_or("") == "gzip");
  Download unpacked;
  BOOST_TEST(fetch_in_parts("/cases/streaming-response/fast" + query, unpacked, "gzip") == CURLE_OK);
  BOOST_TEST((unpacked.body == slow.body));
}

BOOST_AUTO_TEST_CASE(more_books_than_there_are_gives_all_of_them) {
  const auto response =
      test::fetch(test::base_url(), {.target = "/cases/streaming-response/fast?n=160000&dataset=x1"});
  BOOST_TEST(response.status == 200);
  // Titles have line breaks inside quotes nowhere, so a line is a record.
  BOOST_TEST(std::count(response.body.begin(), response.body.end(), '\n') == 10'001);
  BOOST_TEST(response.body.find("\r\n=") == std::string::npos);
  BOOST_TEST(response.body.find(",=") == std::string::npos);
  BOOST_TEST(response.body.find(",'=1+1,") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_reader_who_stops_holds_the_query_back_and_one_who_leaves_ends_it) {
  Queries queries;
  bool waits = false;
  Download download{.on_part = [&](int) {
    waits = becomes_true([&] { return queries.running().size() == 1; });
    return false;
  }};
  BOOST_TEST(fetch_in_parts(large_export, download) == CURLE_WRITE_ERROR);
  BOOST_TEST(waits);
  BOOST_TEST(becomes_true([&] { return queries.running().empty(); }));
}

BOOST_AUTO_TEST_CASE(an_export_whose_query_is_killed_half_way_is_cut_and_never_looks_complete) {
  Queries queries;
  Download download{.on_part = [&](int part) {
    if (part > 1) return true;
    for (const std::string& id : queries.running()) queries.kill(id);
    return true;
  }};
  BOOST_TEST(fetch_in_parts(large_export, download) == CURLE_PARTIAL_FILE);  // curl's exit code 18
  BOOST_TEST(!download.body.empty());
  BOOST_TEST(test::fetch(test::base_url(), {.target = "/cases/streaming-response/fast?n=10"}).status == 200);
}

BOOST_AUTO_TEST_CASE(the_evidence_of_a_streamed_response_is_whole_once_it_has_ended) {
  const auto response = test::fetch(
      test::base_url(), {.target = "/cases/streaming-response/fast?n=640", .headers = {"Probe: 1"}});
  BOOST_TEST_REQUIRE(response.status == 200);
  const std::string address = "/evidence/" + response.header("x-request-id").value_or("none");
  BOOST_TEST_REQUIRE(becomes_true([&] {
    return test::fetch(test::base_url(), {.target = address, .headers = {"Accept: application/json"}})
               .status == 200;
  }));
  const auto document = io::from_json(test::fetch(test::base_url(), {.target = address}).body).value();
  const Value& evidence = document["evidence"];
  BOOST_TEST(evidence["rows"].integer_or(-1) == 640);
  BOOST_TEST(evidence["bytes"].integer_or(-1) == static_cast<std::int64_t>(response.body.size()));
  BOOST_TEST(evidence["first-byte"].integer_or(-1) <= evidence["total"].integer_or(-2));
  BOOST_TEST(document["body_hash"].text_or("") == io::sha256_hex(response.body));
  if (memory_is_counted()) BOOST_TEST(!document["memory"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
