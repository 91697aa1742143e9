#include "io/fastcgi/listening_socket.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <boost/algorithm/string/erase.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/errors.hpp"
#include "io/log/log.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::io {
namespace {

using test::ChildProcess;

struct SocketFolder {
  tests::TemporaryFolder folder;
  std::string path = folder.path() + "/app.sock";

  std::string refusal(const std::string& listen) const {
    try {
      const ListeningSocket socket({.listen = listen});
    } catch (const ConfigError& error) {
      return boost::algorithm::erase_all_copy(std::string(error.what()), folder.path() + "/");
    }
    return "accepted";
  }
};

int option(const Descriptor& socket, int level, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  BOOST_REQUIRE(getsockopt(socket.get(), level, name, &value, &size) == 0);
  return value;
}

bool is_socket(const std::string& path) {
  return std::filesystem::is_socket(path);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(listening_socket, SocketFolder)

BOOST_AUTO_TEST_CASE(a_unix_socket_has_its_mode_and_goes_with_its_owner) {
  {
    const ListeningSocket socket({.listen = path, .socket_mode = 0620});
    struct stat status {};
    BOOST_REQUIRE(stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0620);
    BOOST_TEST(!socket.accept());  // does not wait
    const auto client = test::connect_unix(path);
    BOOST_TEST(static_cast<bool>(client));
    BOOST_TEST(static_cast<bool>(socket.accept()));
  }
  BOOST_TEST(!is_socket(path));
}

BOOST_AUTO_TEST_CASE(the_file_is_removed_once_so_that_a_successor_keeps_its_own) {
  ListeningSocket first({.listen = path});
  const auto queued = test::connect_unix(path);
  first.remove_file();
  BOOST_TEST(static_cast<bool>(first.accept()));  // who waits in the queue is still there
  const ListeningSocket second({.listen = path});
  first.remove_file();
  BOOST_TEST(is_socket(path));
}

BOOST_AUTO_TEST_CASE(B3_the_file_of_a_dead_process_is_no_hindrance) {
  ChildProcess dead([&] {
    new ListeningSocket({.listen = path});  // left behind, as by kill -9
    return 0;
  });
  BOOST_TEST(dead.wait() == 0);
  BOOST_REQUIRE(is_socket(path));
  BOOST_TEST(refusal(path) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_socket_in_use_is_not_removed) {
  const ListeningSocket first({.listen = path, .backlog = 16});
  BOOST_TEST(refusal(path) == "server.listen = \"app.sock\": another process is listening on this socket");
  const auto queue = test::fill_queue(path);  // busy is not dead
  BOOST_TEST(refusal(path) == "server.listen = \"app.sock\": another process is listening on this socket");
  BOOST_TEST(is_socket(path));
}

BOOST_AUTO_TEST_CASE(B1_the_queue_has_the_configured_length) {
  const ListeningSocket socket({.listen = path, .backlog = 1024});
  BOOST_TEST(test::fill_queue(path, 1100).size() >= 1024);
}

BOOST_AUTO_TEST_CASE(a_path_that_cannot_be_a_socket_is_refused) {
  folder.write("app.sock", "text");
  BOOST_TEST(refusal(path) == "server.listen = \"app.sock\": the path exists and is not a socket");
  BOOST_TEST(refusal(folder.path() + "/none/app.sock").ends_with("No such file or directory"));
  BOOST_TEST(
      refusal(folder.path() + "/" + std::string(120, 'x')).ends_with("longer than 107 bytes (unix(7))"));
}

BOOST_AUTO_TEST_CASE(a_tcp_socket_listens_at_its_address) {
  const int port = test::free_port();
  const std::string address = "127.0.0.1:" + std::to_string(port);
  const ListeningSocket socket({.listen = address});
  BOOST_TEST(!socket.is_inherited());
  BOOST_TEST(!socket.accept());  // does not wait
  const auto client = test::connect_tcp(port);
  BOOST_TEST(static_cast<bool>(client));
  const Descriptor accepted = socket.accept();
  BOOST_TEST_REQUIRE(static_cast<bool>(accepted));
  BOOST_TEST(option(accepted, IPPROTO_TCP, TCP_NODELAY) == 1);
  BOOST_TEST(fcntl(accepted.get(), F_GETFD) == FD_CLOEXEC);
  BOOST_TEST(fcntl(socket.descriptor(), F_GETFD) == FD_CLOEXEC);
  BOOST_TEST(refusal(address) ==
             "server.listen = \"" + address + "\": can't listen there: Address already in use");
  for (const char* bad : {"", "localhost", "localhost:", "localhost:0", "localhost:99999", "relative/path"})
    BOOST_TEST(refusal(bad).find("must be the path of a Unix socket") != std::string::npos, bad);
}

// The side that closes first keeps the address for a minute (TIME_WAIT).
BOOST_AUTO_TEST_CASE(a_tcp_address_can_be_taken_again_at_once) {
  const int port = test::free_port();
  const std::string address = "127.0.0.1:" + std::to_string(port);
  {
    const ListeningSocket first({.listen = address});
    const auto client = test::connect_tcp(port);
    { const Descriptor closed_first = first.accept(); }
    BOOST_TEST(test::read_to_end(client) == "");
  }
  BOOST_TEST(refusal(address) == "accepted");
}

BOOST_AUTO_TEST_CASE(the_queue_of_a_tcp_socket_has_the_configured_length_too) {
  const int port = test::free_port();
  const ListeningSocket socket({.listen = "127.0.0.1:" + std::to_string(port), .backlog = 77});
  // Of a socket that listens, the kernel tells the length of its queue here (tcp(7)).
  tcp_info info{};
  socklen_t size = sizeof info;
  BOOST_REQUIRE(getsockopt(socket.descriptor(), IPPROTO_TCP, TCP_INFO, &info, &size) == 0);
  BOOST_TEST(info.tcpi_sacked == 77U);
}

BOOST_AUTO_TEST_CASE(a_tcp_socket_listens_at_all_addresses_or_at_one_of_ipv6) {
  const int port = test::free_port();
  {
    const ListeningSocket all({.listen = ":" + std::to_string(port)});
    BOOST_TEST(static_cast<bool>(test::connect_tcp(port)));
  }
  BOOST_TEST(refusal("no.such.host.invalid:9000").find("can't listen there") == std::string::npos);
  BOOST_TEST(refusal("no.such.host.invalid:9000") != "accepted");
  BOOST_TEST(refusal("[::1:9000") != "accepted");
  const Descriptor trial(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 loopback{};
  loopback.sin6_family = AF_INET6;
  loopback.sin6_addr = in6addr_loopback;
  if (!trial || bind(trial.get(), reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) != 0) return;
  BOOST_TEST(refusal("[::1]:" + std::to_string(port)) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_queue_that_the_kernel_cuts_short_is_a_warning) {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  int longest = 0;
  BOOST_TEST_REQUIRE(static_cast<bool>(file >> longest));
  const std::string log = folder.path() + "/log";
  const auto warnings = [&](int backlog) {
    start_log(log, "info");
    { const ListeningSocket socket({.listen = path, .backlog = backlog}); }
    start_log("", "info");
    std::ifstream lines(log);
    const std::string text{std::istreambuf_iterator<char>(lines), {}};
    std::filesystem::remove(log);
    return text.find("server.backlog") != std::string::npos;
  };
  BOOST_TEST(!warnings(longest));
  BOOST_TEST(warnings(longest + 1));
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_not_a_problem) {
  const std::string log = folder.path() + "/log";
  start_log(log, "info");
  {
    const ListeningSocket socket({.listen = path});
    std::filesystem::remove(path);
  }
  start_log("", "info");
  BOOST_TEST(std::filesystem::file_size(log) == 0U);
}

BOOST_AUTO_TEST_CASE(a_socket_is_taken_over_only_when_it_is_meant_for_this_process) {
  const auto status_with = [&](const char* count, const std::string& receiver, bool listening) {
    ChildProcess child([&] {
      start_log("/dev/null", "error");
      const Descriptor mine(socket(AF_INET, SOCK_STREAM, 0));
      if (listening) listen(mine.get(), 5);
      dup2(mine.get(), 3);
      setenv("LISTEN_FDS", count, 1);
      setenv("LISTEN_PID", receiver == "self" ? std::to_string(getpid()).c_str() : receiver.c_str(), 1);
      try {
        const ListeningSocket taken({.listen = "systemd"});
        return taken.is_inherited() && taken.descriptor() == 3 && fcntl(3, F_GETFD) == FD_CLOEXEC &&
                       (fcntl(3, F_GETFL) & O_NONBLOCK) != 0 && !taken.accept()
                   ? 0
                   : 2;
      } catch (const ConfigError&) {
        return 1;
      }
    });
    return child.wait();
  };
  BOOST_TEST(status_with("1", "self", true) == 0);
  BOOST_TEST(status_with("2", "self", true) == 1);
  BOOST_TEST(status_with("1", "1", true) == 1);
  BOOST_TEST(status_with("1", "self", false) == 1);
  BOOST_TEST(refusal("systemd").find("LISTEN_FDS and LISTEN_PID are not set") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
