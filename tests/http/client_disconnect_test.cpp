// Clients that disconnect, through nginx, the app and the database. The app and nginx are the test's own, so
// that its metrics show nothing else.
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "core/clock.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "io/json/json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

using test::becomes_true;

constexpr int imported = 2'560;
constexpr int books = 10'000;
constexpr const char* slow_page = "/cases/n-plus-one/slow?n=10000";  // a query for each book, and one more

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

struct OwnSite {
  tests::TemporaryFolder folder;
  std::string socket = folder.path() + "/app.sock";
  test::ChildProcess app{
      {"/usr/bin/env", "CASELOAD_SERVER_LISTEN=" + socket, "CASELOAD_SERVER_THREADS=16",
       "CASELOAD_DATABASE_SOCKET=" + test::required_variable("CASELOAD_TEST_DB_SOCKET"),
       "CASELOAD_CACHE_SERVERS=" + test::required_variable("CASELOAD_TEST_CACHE_SOCKET"),
       "CASELOAD_APP_EXCERPTS_FILE=" + test::required_variable("CASELOAD_TEST_BUILD") + "/excerpts.json",
       test::required_variable("CASELOAD_TEST_BUILD") + "/caseload-app"},
      folder.path() + "/log"};
  test::PrivateNginx nginx{folder.path() + "/nginx", socket};

  OwnSite() {
    BOOST_TEST_REQUIRE(becomes_true([&] { return static_cast<bool>(test::connect_unix(socket)); }));
  }

  std::int64_t metric(const std::string& name) const {
    const std::string text = "\n" + test::fetch(nginx.base(), {.target = "/metrics"}).body;
    const std::size_t found = text.find("\n" + name + " ");
    return found == std::string::npos ? 0 : std::stoll(text.substr(found + name.size() + 2));
  }
  std::int64_t queries() const { return metric("caseload_queries_total{kind=\"read\"}"); }
  bool is_idle() const { return metric("caseload_requests_in_flight") == 1; }  // the one for the metrics

  io::Descriptor request(const std::string& target, const std::string& method = "GET",
                         const std::string& headers = {}) const {
    io::Descriptor client = test::connect_tcp(nginx.port());
    test::send_all(client, method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    return client;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_disconnect, OwnSite)

BOOST_AUTO_TEST_CASE(C20_a_page_stops_when_its_client_disconnects) {
  const std::int64_t before = queries();
  io::Descriptor client = request(slow_page);
  BOOST_TEST(becomes_true([&] { return queries() > before + 20; }));
  const std::int64_t until_then = queries();
  client = io::Descriptor();
  BOOST_TEST(becomes_true([&] { return is_idle(); }));
  // It is noticed within 100 ms, which is about 300 queries; with room for a quicker database and a busy
  // machine.
  BOOST_TEST(queries() < until_then + books / 3);
  BOOST_TEST(metric("caseload_responses_truncated_total{reason=\"client_disconnected\"}") == 1);
}

// The import is interrupted, and what it has written is removed all the same.
BOOST_AUTO_TEST_CASE(C20_what_a_page_wrote_for_itself_is_removed_when_its_client_disconnects) {
  const io::DriverThread driver;
  io::Connections connections(test::database_settings());
  const SystemClock clock;
  const std::string mark = "client_disconnect_test";  // other suites write there too
  const auto rows = [&] {
    Trace trace(clock, false);
    return Database(connections, trace, Dataset::x1)
        .query_one<Number>("SELECT COUNT(*) FROM scratch_book WHERE title = ?", mark)
        ->value;
  };
  {
    Trace trace(clock, false);  // of a run that failed
    Database(connections, trace, Dataset::x1).execute("DELETE FROM scratch_book WHERE title = ?", mark);
  }
  const Value book = Value::object(
      {{"title", mark}, {"author_id", 1}, {"publisher_id", 1}, {"year", 2024}, {"price", "1.50"}});
  const std::string body =
      io::to_json(Value::object({{"books", Value(Value::List(static_cast<std::size_t>(imported), book))}}));
  const std::string headers =
      "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (int time = 0; time < 40; ++time) {
    io::Descriptor client =
        request("/cases/bulk-create/slow?dataset=x1&n=" + std::to_string(imported), "POST", headers);
    test::send_all(client, body);
    BOOST_TEST(becomes_true([&] { return rows() > time; }));
    client = io::Descriptor();
    BOOST_TEST(becomes_true([&] { return is_idle(); }));
    BOOST_TEST_REQUIRE(rows() == 0, "after " << time << " requests");
  }
}

BOOST_AUTO_TEST_CASE(C20_after_500_clients_have_disconnected_all_threads_are_idle) {
  const std::int64_t before = queries();
  std::vector<io::Descriptor> clients;
  for (int i = 0; i < 500; ++i) clients.push_back(request(slow_page));
  BOOST_TEST(becomes_true([&] { return queries() > before; }));
  clients.clear();
  BOOST_TEST(becomes_true([&] { return is_idle(); }));
  BOOST_TEST(queries() < before + 8 * books);  // what the first ones alone would have taken
  BOOST_TEST(test::fetch(nginx.base(), {.target = "/cases/n-plus-one/fast?n=10"}).status == 200);
  BOOST_TEST(is_idle());
}

BOOST_AUTO_TEST_CASE(C21_health_and_metrics_respond_while_16_connections_trickle_bytes) {
  std::vector<io::Descriptor> trickling;
  const std::string begin = {1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  for (int i = 0; i < 16; ++i) trickling.push_back(test::connect_unix(socket));
  for (const char byte : begin) {
    for (const io::Descriptor& each : trickling) test::send_all(each, {&byte, 1});
    BOOST_TEST(test::fetch(nginx.base(), {.target = "/healthz"}).status == 200);
    BOOST_TEST(test::fetch(nginx.base(), {.target = "/metrics"}).status == 200);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
