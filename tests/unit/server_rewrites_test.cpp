#include "tests/support/server_rewrites.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {

using test::is_read_as_a_range;

BOOST_AUTO_TEST_SUITE(server_rewrites)

BOOST_AUTO_TEST_CASE(a_date_condition_is_a_range_from_mariadb_11_1_on) {
  const std::string query = "select id from placed where DATE(p.placed_at) = ? order by id";
  for (const char* version : {"11.1.2-MariaDB", "11.4.5-MariaDB-log", "12.0.1-MariaDB"})
    BOOST_TEST(is_read_as_a_range(version, query), version);
  for (const char* version : {"10.11.14-MariaDB-0+deb12u2", "11.0.6-MariaDB", "8.0.36", "11.4.0"})
    BOOST_TEST(!is_read_as_a_range(version, query), version);
}

BOOST_AUTO_TEST_CASE(other_functions_are_no_range_anywhere) {
  for (const char* query : {"select id from placed where date_format(placed_at, ?) = ?",
                            "select date(placed_at), year(placed_at) from placed where placed_at > ?",
                            "select id from placed where date(convert_tz(placed_at, ?, ?)) = ?"})
    BOOST_TEST(!is_read_as_a_range("11.4.5-MariaDB", query), query);
  BOOST_TEST(is_read_as_a_range("11.4.5-MariaDB", "select id from placed where year(placed_at) >= ?"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
