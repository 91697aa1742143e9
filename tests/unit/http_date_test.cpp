// Dates at the ends of their ranges. Which form is which: conditional_test.cpp.
#include "core/http_date.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

using namespace std::chrono;

const auto now = system_clock::time_point(sys_days(2026y / 6 / 15));

bool is_date(const std::string& text) {
  return parse_http_date(text, now).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(http_dates)

BOOST_AUTO_TEST_CASE(every_part_has_its_last_value) {
  BOOST_TEST(is_date("Thu, 31 Dec 2026 23:59:60 GMT"));
  BOOST_TEST(is_date("Thu, 01 Jan 2026 00:00:00 GMT"));
  BOOST_TEST(is_date("Thu, 29 Feb 2024 00:00:00 GMT"));
  for (const char* bad :
       {"Thu, 32 Dec 2026 00:00:00 GMT", "Thu, 00 Dec 2026 00:00:00 GMT", "Thu, 29 Feb 2026 00:00:00 GMT",
        "Thu, 01 Jan 2026 24:00:00 GMT", "Thu, 01 Jan 2026 00:60:00 GMT", "Thu, 01 Jan 2026 00:00:61 GMT",
        "Thx, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jam 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 UTC",
        "Thu, 01 Jan 2026 00:00:00 GMT ", "Thu, 01 Jan 2026 00:00:00", "Thu, 01 Jan 2026 00-00-00 GMT",
        "Thu, 0/ Jan 2026 00:00:00 GMT", "Thu, 0: Jan 2026 00:00:00 GMT", "Thu, 1 Jan 2026 00:00:00 GMT",
        "Thu,  1 Jan 2026 00:00:00 GMT", "Thu Jan 1 00:00:00 2026", "Thu Jan  1 00:00:00 26", ""})
    BOOST_TEST(!is_date(bad), bad);
}

BOOST_AUTO_TEST_CASE(every_day_and_month_is_read_and_written) {
  for (sys_days day = sys_days(2026y / 1 / 25); day < sys_days(2027y / 2 / 1); day += days(6)) {
    const sys_seconds time = day + hours(8) + minutes(49) + seconds(37);
    BOOST_TEST((parse_http_date(http_date(time), now) == time), http_date(time));
    BOOST_TEST((parse_http_date(rfc_850_date(time), now) == time), rfc_850_date(time));
  }
  BOOST_TEST(rfc_850_date(sys_seconds(sys_days(1994y / 11 / 6)) + hours(8)) ==
             "Sunday, 06-Nov-94 08:00:00 GMT");
}

// Its next second is in the year 10000, which no format can write.
BOOST_AUTO_TEST_CASE(the_leap_second_after_the_last_year_is_no_date) {
  BOOST_TEST(parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT", now).has_value());
  BOOST_TEST(!parse_http_date("Fri, 31 Dec 9999 23:59:60 GMT", now).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
