// Numbers, charts and columns of code: small parts of the pages, as pure functions.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "site-gen/code/code_html.hpp"
#include "site-gen/code/source_diff.hpp"
#include "site-gen/draw/charts.hpp"
#include "site-gen/pages/slug.hpp"
#include "site-gen/read/run.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using namespace caseload::site;
using tests::contains;

namespace {

LineChart chart_of(std::vector<Point> points) {
  LineChart chart;
  chart.id = "chart";
  chart.title = "Title <1>";
  chart.description = "What it shows";
  chart.x_label = "n";
  chart.y_label = "time";
  chart.y_unit = Unit::microseconds;
  chart.series = {{"slow", "slow", std::move(points)}};
  return chart;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_charts)

BOOST_AUTO_TEST_CASE(numbers_are_grouped_and_short) {
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(-1234567) == "-1,234,567");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(significant(0.05714) == "0.0571");
  BOOST_TEST(significant(1234.6) == "1,235");
  BOOST_TEST(significant(10.0) == "10");
  BOOST_TEST(duration_text(57.1) == "57.1 µs");
  BOOST_TEST(duration_text(4310) == "4.31 ms");
  BOOST_TEST(duration_text(12'300'000) == "12.3 s");
  BOOST_TEST(bytes_text(812) == "812 B");
  BOOST_TEST(bytes_text(16'200) == "16.2 kB");
  BOOST_TEST(ratio_text(1.0) == "1.00");
  BOOST_TEST(ratio_text(10.66) == "10.7");
  BOOST_TEST(ratio_text(1234.4) == "1,234");
}

BOOST_AUTO_TEST_CASE(chart_axes_begin_at_zero_and_have_units) {
  const std::string svg = line_chart(chart_of({{10, 500, {}}, {640, 27'000, std::pair(26'000.0, 28'000.0)}}));
  BOOST_TEST(contains(svg, ">0</text>"));
  BOOST_TEST(contains(svg, ">30 ms</text>"));
  BOOST_TEST(contains(svg, "class=\"whisker slow\""));
  BOOST_TEST(contains(svg, "aria-labelledby=\"chart-title chart-text\""));
  BOOST_TEST(contains(svg, "<title id=\"chart-title\">Title &lt;1&gt;</title>"));
  BOOST_TEST(contains(svg, "<desc id=\"chart-text\">What it shows</desc>"));
  BOOST_TEST(!contains(svg, "style="));
}

BOOST_AUTO_TEST_CASE(wide_numbers_of_an_axis_leave_room_for_its_label) {
  BOOST_TEST(contains(line_chart(chart_of({{1, 5, {}}, {2, 6, {}}})), "<line class=\"axis\" x1=\"62\""));
  LineChart chart = chart_of({{1, 700'000, {}}, {2, 900'000, {}}});
  chart.y_unit = Unit::bytes;
  const std::string svg = line_chart(chart);
  BOOST_TEST(contains(svg, ">1 MB</text>"));
  BOOST_TEST(contains(svg, ">750 kB</text>"));
  BOOST_TEST(!contains(svg, "<line class=\"axis\" x1=\"62\""));
}

BOOST_AUTO_TEST_CASE(counts_have_ticks_at_whole_numbers) {
  const std::string svg = line_chart(chart_of({{1, 1, {}}, {12, 5, {}}}));
  BOOST_TEST(contains(svg, ">5</text>"));
  BOOST_TEST(!contains(svg, ">2.5</text>"));
}

BOOST_AUTO_TEST_CASE(chart_of_nothing_is_nothing_and_not_a_blank_frame) {
  BOOST_TEST(line_chart(chart_of({})).empty());
  BOOST_TEST(bar_chart({"b", "t", "d", Unit::bytes, {{"slow", {}}}}).empty());
  BOOST_TEST(ratio_mark({0, {}}, 100, "none").empty());
}

BOOST_AUTO_TEST_CASE(chart_leaves_out_what_is_no_number) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const std::string svg = line_chart(chart_of({{1, nan, {}}, {2, 5, {}}, {infinite, 6, {}}}));
  BOOST_TEST(!contains(svg, "nan"));
  BOOST_TEST(!contains(svg, "inf"));
  BOOST_TEST(line_chart(chart_of({{1, nan, {}}})).empty());
}

BOOST_AUTO_TEST_CASE(chart_of_zeros_and_of_one_point_can_be_drawn) {
  BOOST_TEST(contains(line_chart(chart_of({{0, 0, {}}})), "<svg"));
  BOOST_TEST(contains(line_chart(chart_of({{100, 1e12, {}}})), "<svg"));
}

BOOST_AUTO_TEST_CASE(bars_add_up_their_parts) {
  const std::string svg = bar_chart({"b",
                                     "t",
                                     "d",
                                     Unit::microseconds,
                                     {{"slow", {{"db", "phase-db", 3000}, {"app", "phase-app", 1000}}}}});
  BOOST_TEST(contains(svg, ">4 ms</text>"));
  BOOST_TEST(contains(svg, "class=\"part phase-db\""));
}

BOOST_AUTO_TEST_CASE(histogram_buckets_end_where_the_next_would_begin) {
  Histogram histogram;
  histogram.precision_bits = 7;
  BOOST_TEST(histogram.bucket_end(0) == 1);
  BOOST_TEST(histogram.bucket_end(255) == 256);
  BOOST_TEST(histogram.bucket_end(256) == 258);
  BOOST_TEST(histogram.bucket_end(4096) == 4128);
}

BOOST_AUTO_TEST_CASE(columns_of_code_line_up_what_they_share) {
  const auto rows = side_by_side(lines_of("open\n  a\n  b\nclose\n"), lines_of("open\n  c\nclose\n"));
  BOOST_REQUIRE(rows.size() == 4);
  BOOST_TEST((rows[0].left == 0 && rows[0].right == 0 && !rows[0].changed));
  BOOST_TEST((rows[1].left == 1 && rows[1].right == 1 && rows[1].changed));
  BOOST_TEST((rows[2].left == 2 && rows[2].right == -1 && rows[2].changed));
  BOOST_TEST((rows[3].left == 3 && rows[3].right == 2 && !rows[3].changed));
}

BOOST_AUTO_TEST_CASE(columns_of_code_have_ids_by_line_of_the_file) {
  io::Highlighter highlighter;
  const auto columns =
      code_side_by_side(highlighter, {"same;\nold;\n", 20}, "code-slow", {"same;\n", 40}, "code-fast");
  BOOST_TEST(contains(columns.left, "id=\"code-slow-21\""));
  BOOST_TEST(contains(columns.left, "href=\"#code-slow-21\""));
  BOOST_TEST(contains(columns.left, "code-line changed"));
  BOOST_TEST(contains(columns.right, "id=\"code-fast-40\""));
  BOOST_TEST(contains(columns.right, "code-line gap"));
}

BOOST_AUTO_TEST_CASE(text_is_escaped_and_made_valid) {
  BOOST_TEST(html_escaped("<a href=\"x\">'&\x01") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  BOOST_TEST(html_escaped("a\xff\xc3z\xf0\x9f\x98\x89") == "a\xef\xbf\xbd\xef\xbf\xbdz\xf0\x9f\x98\x89");
  BOOST_TEST(slug_of("../../etc/passwd") == "etc-passwd");
  BOOST_TEST(slug_of("What's p99?") == "whats-p99");
  BOOST_TEST(slug_of("\xf0\x9f\x98\x89") == "x");
}

BOOST_AUTO_TEST_SUITE_END()
