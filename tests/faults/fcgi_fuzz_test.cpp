// Requests with random mistakes, sent in random pieces: none ends the server, holds a thread or takes memory.
// `make test` sends some hundreds, `make faults` many (CASELOAD_TEST_BROKEN_REQUESTS).
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fstream>
#include <random>

#include "core/memory.hpp"
#include "tests/support/fcgi_client.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_server.hpp"

namespace caseload {
namespace {

class Mistakes {
 public:
  explicit Mistakes(unsigned int seed) : random_(seed) {}

  std::string request() {
    std::string bytes;
    bytes += some({.type = 1, .content = {0, 1, 0, 0, 0, 0, 0, 0}});
    for (int i = below(4); i >= 0; --i) bytes += some({.type = 4, .content = pairs()});
    bytes += some({.type = 4});
    for (int i = below(3); i > 0; --i)
      bytes += some({.type = 5, .content = std::string(static_cast<std::size_t>(below(5'000)), 'b')});
    bytes += some({.type = 5});
    for (int i = below(3); i > 0; --i) bytes[static_cast<std::size_t>(below(size_of(bytes)))] = any_byte();
    if (below(4) == 0) bytes.resize(static_cast<std::size_t>(below(size_of(bytes))));
    return bytes;
  }
  std::size_t piece() { return static_cast<std::size_t>(1 + below(below(2) == 0 ? 10 : 10'000)); }

 private:
  int below(int limit) { return limit <= 0 ? 0 : std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  char any_byte() { return static_cast<char>(below(256)); }
  static int size_of(const std::string& bytes) { return static_cast<int>(bytes.size()); }

  std::string pairs() {
    test::Parameters parameters{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/bytes?n=1"}};
    for (int i = below(20); i > 0; --i)
      parameters.emplace_back("HTTP_" + std::string(static_cast<std::size_t>(below(200)), 'N'),
                              std::string(static_cast<std::size_t>(below(300)), 'v'));
    return test::pairs_of(parameters);
  }

  // Nearly always the record itself.
  std::string some(test::Record record) {
    switch (below(40)) {
      case 0:
        record.type = static_cast<unsigned int>(below(256));
        break;
      case 1:
        record.request_id = static_cast<unsigned int>(below(3));
        break;
      case 2:
        return "";
      case 3:
        return test::bytes_of(record) + test::bytes_of(record);
      default:
        break;
    }
    record.padding = static_cast<std::size_t>(below(2) * below(256));
    return test::bytes_of(record);
  }

  std::minstd_rand random_;
};

std::int64_t resident_kib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  return 0;
}

// The server may close the connection at any byte.
void send_some(const io::Descriptor& socket, std::string_view bytes, Mistakes& mistakes) {
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), mistakes.piece());
    if (send(socket.get(), bytes.data(), size, MSG_NOSIGNAL) < 0) return;
    bytes.remove_prefix(size);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcgi_fuzz)

BOOST_AUTO_TEST_CASE(C21_random_mistakes_are_harmless) {
  const int requests = std::stoi(test::variable_or("CASELOAD_TEST_BROKEN_REQUESTS", "500"));
  const tests::TemporaryFolder folder;
  const std::string path = folder.path() + "/app.sock";
  test::TestServer server({.listen = path, .threads = 4, .head_timeout_s = 2, .body_timeout_s = 1});
  std::int64_t memory_after_warm_up = 0;
  for (int i = 0; i < requests; ++i) {
    const auto seed = static_cast<unsigned int>(i + 1);
    Mistakes mistakes(seed);
    const io::Descriptor socket = test::connect_unix(path);
    BOOST_TEST_REQUIRE(static_cast<bool>(socket), "after the request of seed " << seed);
    send_some(socket, mistakes.request(), mistakes);
    if (i % 50 == 0) BOOST_TEST(test::fetch(path, "/bytes?n=1").body == "b", "seed " << seed);
    if (i == requests / 4) memory_after_warm_up = resident_kib(server.process().id());
  }
  BOOST_TEST(test::fetch(path, "/bytes?n=1").body == "b");
  BOOST_TEST(server.process().is_running());
  constexpr std::int64_t noise_kib = 8 * 1024;
  if (memory_is_counted())  // the sanitizers keep freed memory
    BOOST_TEST(resident_kib(server.process().id()) < memory_after_warm_up + noise_kib);
  server.process().signal(SIGTERM);
  BOOST_TEST(server.process().wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
