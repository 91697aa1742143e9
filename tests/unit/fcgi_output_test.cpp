// How a response leaves: collected, sent in pieces, and given up.
#include "io/fastcgi/fcgi_output.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::io {
namespace {

using std::chrono::milliseconds;

std::pair<Descriptor, Descriptor> connected_sockets() {
  std::array<int, 2> ends{};
  BOOST_REQUIRE_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// What has arrived.
std::string received(const Descriptor& from) {
  std::string all;
  std::vector<char> bytes(1 << 20);
  for (;;) {
    const ssize_t got = recv(from.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got <= 0) return all;
    all.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

bool write(FcgiOutput& output, const std::string& bytes) {
  return output.write(bytes.data(), bytes.size());
}

BOOST_AUTO_TEST_SUITE(fcgi_output)

BOOST_AUTO_TEST_CASE(a_short_response_leaves_in_one_piece_when_it_is_flushed) {
  const auto [ours, theirs] = connected_sockets();
  FcgiOutput output(ours.get(), milliseconds(60'000));
  for (const char* record : {"head ", "body ", "end"}) BOOST_CHECK(write(output, record));
  BOOST_CHECK_EQUAL(received(theirs), "");
  BOOST_CHECK(output.flush());
  BOOST_CHECK_EQUAL(received(theirs), "head body end");
  BOOST_CHECK(output.flush());
  BOOST_CHECK_EQUAL(received(theirs), "");
}

BOOST_AUTO_TEST_CASE(a_long_response_does_not_wait_for_its_end) {
  const auto [ours, theirs] = connected_sockets();
  FcgiOutput output(ours.get(), milliseconds(60'000));
  std::string all;
  for (char letter = 'a'; letter <= 'd'; ++letter) {
    const std::string record(8'192, letter);
    all += record;
    BOOST_CHECK(write(output, record));
    BOOST_CHECK_EQUAL(received(theirs), letter == 'd' ? all : "");
  }
}

BOOST_AUTO_TEST_CASE(a_peer_that_reads_slowly_gets_every_byte_in_order) {
  auto [ours, theirs] = connected_sockets();
  const int few = 4'096;  // the socket takes only a part of each piece
  BOOST_REQUIRE_EQUAL(setsockopt(ours.get(), SOL_SOCKET, SO_SNDBUF, &few, sizeof few), 0);
  std::string seen;
  std::thread reader([from = theirs.get(), &seen] {
    std::array<char, 1'000> bytes;
    for (;;) {
      const ssize_t got = recv(from, bytes.data(), bytes.size(), 0);
      if (got <= 0) return;
      seen.append(bytes.data(), static_cast<std::size_t>(got));
    }
  });
  std::string all;
  bool is_sent = true;
  {
    FcgiOutput output(ours.get(), milliseconds(60'000));
    for (int each = 0; each < 64; ++each) {
      const std::string record(8'192, static_cast<char>('a' + each % 26));
      all += record;
      is_sent = write(output, record) && is_sent;
    }
    is_sent = output.flush() && is_sent;
  }
  ours = Descriptor();  // the reader sees the end
  reader.join();
  BOOST_CHECK(is_sent);
  BOOST_CHECK(seen == all);
}

BOOST_AUTO_TEST_CASE(what_was_not_flushed_is_dropped_and_not_sent_on_the_next_connection) {
  const auto [first, first_peer] = connected_sockets();
  const auto [second, second_peer] = connected_sockets();
  {
    FcgiOutput output(first.get(), milliseconds(60'000));
    output.reserve();
    BOOST_CHECK(write(output, "of the first"));
  }
  FcgiOutput output(second.get(), milliseconds(60'000));
  output.reserve();
  BOOST_CHECK(write(output, "of the second"));
  BOOST_CHECK(output.flush());
  BOOST_CHECK_EQUAL(received(first_peer), "");
  BOOST_CHECK_EQUAL(received(second_peer), "of the second");
}

BOOST_AUTO_TEST_CASE(a_peer_that_has_disconnected_gets_nothing_more) {
  auto [ours, theirs] = connected_sockets();
  FcgiOutput output(ours.get(), milliseconds(60'000));
  BOOST_CHECK(write(output, "head"));
  theirs = Descriptor();
  BOOST_CHECK(!output.flush());
  BOOST_CHECK(!write(output, "body"));
  BOOST_CHECK(!output.flush());
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_nothing_for_too_long_is_given_up) {
  const auto [ours, theirs] = connected_sockets();
  FcgiOutput output(ours.get(), milliseconds(20));
  const std::string record(8'192, 'x');
  bool goes_on = true;
  int records = 0;
  while (goes_on && records < 10'000) {
    goes_on = write(output, record);
    ++records;
  }
  BOOST_CHECK(!goes_on);
  BOOST_CHECK(!output.flush());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace caseload::io
