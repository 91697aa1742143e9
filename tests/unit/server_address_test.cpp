#include "core/server_address.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {

BOOST_AUTO_TEST_SUITE(server_addresses)

BOOST_AUTO_TEST_CASE(a_path_is_a_socket) {
  const auto address = server_address("/run/a:1.sock", 7);
  BOOST_TEST_REQUIRE(address.has_value());
  BOOST_TEST(address->socket == "/run/a:1.sock");
  BOOST_TEST(address->host == "");
}

BOOST_AUTO_TEST_CASE(a_host_has_the_usual_port_unless_it_names_one) {
  const auto check = [](std::string_view text, std::string_view host, int port) {
    const auto address = server_address(text, 7);
    BOOST_TEST_REQUIRE(address.has_value(), text);
    BOOST_TEST(address->socket == "");
    BOOST_TEST(address->host == host);
    BOOST_TEST(address->port == port);
  };
  check("db", "db", 7);
  check("db:65535", "db", 65'535);
  check("10.0.0.1:1", "10.0.0.1", 1);
  check("[fd00::1]", "fd00::1", 7);
  check("[fd00::1]:8", "fd00::1", 8);
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_refused) {
  for (const std::string_view wrong : {"", ":1", "db:", "db:0", "db:65536", "db:-1", "db:x", "[]", "[]:1"})
    BOOST_TEST(!server_address(wrong, 7).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
