// Numbers, charts and columns of code: small parts of the pages, as pure functions.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <utility>

#include "core/axis.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "site-gen/draw/charts.hpp"
#include "site-gen/read/run.hpp"
#include "site-gen/read/slug.hpp"
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

BOOST_AUTO_TEST_CASE(numbers_change_their_unit_and_places_at_the_same_size_always) {
  const auto texts = [](std::string (*text)(double), std::initializer_list<double> numbers) {
    std::string all;
    for (const double number : numbers) all += text(number) + "; ";
    return all;
  };
  BOOST_TEST(texts(duration_text, {0, 999, 1000, 999'999, 1'000'000, -1500}) ==
             "0 µs; 999 µs; 1 ms; 1,000 ms; 1 s; -1.5 ms; ");
  BOOST_TEST(texts(bytes_text, {999, 1000, 999'999, 1'000'000, 999'999'999, 1e9}) ==
             "999 B; 1 kB; 1,000 kB; 1 MB; 1,000 MB; 1 GB; ");
  BOOST_TEST(texts(ratio_text, {0.5, 1.994, 2, 99.94, 100, 1234}) == "0.50; 1.99; 2.0; 99.9; 100; 1,234; ");
  BOOST_TEST(significant(123.456, 4) == "123.5");
  for (const auto& [half, text] :
       {std::pair(158.5, "159"), {651.5, "652"}, {-2.125, "-2.13"}, {12.25, "12.3"}})
    BOOST_TEST(significant(half) == text);   // away from zero, as in the browser
  BOOST_TEST(significant(2.675) == "2.67");  // is slightly less than its text says
  BOOST_TEST(significant(0.000000123) == "0");
  BOOST_TEST(significant(-0.5) == "-0.5");
  BOOST_TEST(significant(std::nan("")) == "not a number");
  BOOST_TEST(plain_decimal(12.345) == "12.35");
  BOOST_TEST(plain_decimal(-0.001) == "0");
  BOOST_TEST(plain_decimal(1.5, 0) == "2");
  BOOST_TEST(grouped(1000) == "1,000");
  BOOST_TEST(grouped(-999) == "-999");
  BOOST_TEST(in_unit(0, Unit::microseconds) == "0");
  BOOST_TEST(in_unit(0, Unit::bytes) == "0");
  BOOST_TEST(in_unit(1234.56, Unit::count) == "1,235");
  BOOST_TEST(in_unit(12.34, Unit::percent) == "12.3 %");
}

BOOST_AUTO_TEST_CASE(a_line_chart_puts_each_point_at_its_place) {
  // The plot is from 62 to 406 and from 214 up to 34; the axes end at 4 and at 20.
  LineChart chart = chart_of({{1, 5, std::pair(2.5, 10.0)}, {4, 20, {}}});
  chart.y_unit = Unit::count;
  chart.series.push_back({"fast", "fast", {{2, 10, {}}}});
  const std::string svg = line_chart(chart);
  for (const char* part : {R"(<path class="curve slow" d="M148 169L406 34"/>)",
                           R"(<path class="whisker slow" d="M148 191.5V124M145 191.5h6M145 124h6"/>)",
                           R"(<path class="mark slow" d="M144.5 165.5h7v7h-7z"/>)",
                           R"(<path class="mark fast" d="M234 120l4 4l-4 4l-4-4z"/>)",
                           R"(<line class="grid" x1="62" y1="34" x2="406" y2="34"/>)",
                           R"(<line class="axis" x1="62" y1="214" x2="406" y2="214"/>)",
                           R"(<text x="55" y="38" text-anchor="end">20</text>)",
                           R"(<text x="406" y="231" text-anchor="middle">4</text>)",
                           R"(<text x="148" y="231" text-anchor="middle">1</text>)",
                           R"(<text x="85" y="14" text-anchor="start">slow</text>)"})
    BOOST_TEST(contains(svg, part), part << " is not in " << svg);
  chart.marks = false;
  BOOST_TEST(!contains(line_chart(chart), "d=\"M144.5"));
  chart.min_y_top = 30;
  BOOST_TEST(contains(line_chart(chart), ">30</text>"));
}

BOOST_AUTO_TEST_CASE(an_axis_has_at_most_five_steps_of_a_round_size) {
  const auto ticks = [](double most, Unit unit) {
    LineChart chart = chart_of({{1, most, {}}});
    chart.y_unit = unit;
    const std::string svg = line_chart(chart);
    std::string found;
    for (std::size_t at = svg.find("text-anchor=\"end\">"); at != std::string::npos;
         at = svg.find("text-anchor=\"end\">", at + 1))
      found += svg.substr(at + 18, svg.find('<', at + 18) - at - 18) + "; ";
    return found;
  };
  BOOST_TEST(ticks(5, Unit::count) == "0; 1; 2; 3; 4; 5; ");
  BOOST_TEST(ticks(5.1, Unit::count) == "0; 2; 4; 6; ");
  BOOST_TEST(ticks(11, Unit::count) == "0; 5; 10; 15; ");  // nobody counts to two and a half
  BOOST_TEST(ticks(0.5, Unit::count) == "0; 1; ");
  BOOST_TEST(ticks(11, Unit::percent) == "0 %; 2.5 %; 5 %; 7.5 %; 10 %; 12.5 %; ");
  BOOST_TEST(ticks(26, Unit::percent) == "0 %; 10 %; 20 %; 30 %; ");
  BOOST_TEST(ticks(5'000, Unit::bytes) == "0; 1 kB; 2 kB; 3 kB; 4 kB; 5 kB; ");
  BOOST_TEST(ticks(5'001, Unit::bytes) == "0; 2 kB; 4 kB; 6 kB; ");
}

BOOST_AUTO_TEST_CASE(a_bar_is_as_long_as_its_parts_together) {
  // The plot is from 14 to 390; the axis ends at 4 ms.
  const std::string svg =
      bar_chart({"b",
                 "t",
                 "d",
                 Unit::microseconds,
                 {{"slow", {{"db", "phase-db", 3000}, {"app", "phase-app", 1000}, {"none", "none", 0}}},
                  {"fast", {{"db", "phase-db", 500}}},
                  {"other", {}}}});
  for (const char* part :
       {R"(<rect class="part phase-db" x="14" y="46" width="282" height="22"/>)",
        R"(<rect class="part phase-app" x="296" y="46" width="94" height="22"/>)",
        R"(<rect class="part phase-db" x="14" y="90" width="47" height="22"/>)",
        R"(<text x="402" y="41" text-anchor="end" class="bar-value">4 ms</text>)",
        R"(<text x="402" y="85" text-anchor="end" class="bar-value">500 µs</text>)",
        R"(<text x="402" y="129" text-anchor="end" class="bar-value">not measured</text>)"})
    BOOST_TEST(contains(svg, part), part << " is not in " << svg);
  BOOST_TEST(!contains(svg, ">none<"));
}

BOOST_AUTO_TEST_CASE(names_below_an_axis_are_thinned_and_many_parts_leave_room_for_their_legend) {
  LineChart chart = chart_of({});
  chart.x_names = true;
  for (int i = 0; i < 10; ++i) {
    chart.x_texts.push_back("name" + std::to_string(i));
    chart.series[0].points.push_back({static_cast<double>(i), 1, {}});
  }
  const std::string svg = line_chart(chart);
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(contains(svg, ">name" + std::to_string(i) + "<") == (i % 2 == 0), i);
  chart.series[0].label = std::string(60, 'a');  // wider than the chart: it still begins in the first line
  BOOST_TEST(contains(line_chart(chart), "y=\"14\" text-anchor=\"start\">aaa"));
  BarChart bars{"b", "t", "d", Unit::count, {{"slow", {}}}};
  for (const char* part : {"a", "b", "c", "d"}) bars.bars[0].parts.push_back({part, part, 1});
  BOOST_TEST(contains(bar_chart(bars), "<rect class=\"part a\" x=\"14\" y=\"46\""));
  bars.bars[0].parts.push_back({"e", "e", 1});
  BOOST_TEST(contains(bar_chart(bars), "<rect class=\"part a\" x=\"14\" y=\"62\""));
}

BOOST_AUTO_TEST_CASE(a_ratio_is_marked_on_a_logarithmic_scale_with_its_interval) {
  // From 1 at 12 to 100 at 134.
  const std::string svg = ratio_mark({10, std::pair(1.5, 100.0)}, 100, "ratio <10>");
  for (const char* part :
       {R"(<path class="bar clear" d="M12 11H73"/>)",
        R"(<path class="whisker" d="M22.74 11H134M22.74 7v8M134 7v8"/>)",
        R"(<circle class="dot clear" cx="73" cy="11" r="4"/>)", R"(aria-label="ratio &lt;10&gt;")",
        R"(<line class="axis" x1="12" y1="2" x2="12" y2="20"/>)",
        R"(<line class="grid" x1="134" y1="2" x2="134" y2="20"/>)"})
    BOOST_TEST(contains(svg, part), part << " is not in " << svg);
  BOOST_TEST(!contains(ratio_mark({10, std::pair(1.0, 100.0)}, 100, ""), "clear"));
  BOOST_TEST(!contains(ratio_mark({10, {}}, 100, ""), "whisker"));
  BOOST_TEST(contains(ratio_mark({0.001, {}}, 100, ""), "cx=\"2\""));  // kept inside
  BOOST_TEST(contains(ratio_mark({1e9, {}}, 100, ""), "cx=\"138\""));
  BOOST_TEST(ratio_mark({-1, {}}, 100, "").empty());
}

BOOST_AUTO_TEST_CASE(wide_numbers_of_an_axis_leave_room_for_its_label) {
  BOOST_TEST(contains(line_chart(chart_of({{1, 5, {}}, {2, 6, {}}})), "<line class=\"axis\" x1=\"62\""));
  LineChart chart = chart_of({{1, 700'000, {}}, {2, 900'000, {}}});
  chart.y_unit = Unit::bytes;
  const std::string svg = line_chart(chart);
  BOOST_TEST(contains(svg, ">1 MB</text>"));
  BOOST_TEST(contains(svg, ">800 kB</text>"));
  BOOST_TEST(!contains(svg, "<line class=\"axis\" x1=\"62\""));
}

BOOST_AUTO_TEST_CASE(an_axis_goes_in_quarters_only_where_it_may) {
  BOOST_TEST(axis_up_to(110, 5, Steps::any).step == 25);
  BOOST_TEST(axis_up_to(110, 5, Steps::whole).step == 25);
  BOOST_TEST(axis_up_to(110, 5, Steps::whole_no_quarters).step == 50);
  BOOST_TEST(axis_up_to(110, 5, Steps::whole_no_quarters).top == 150);
  BOOST_TEST(axis_up_to(0, 5, Steps::whole_no_quarters).top == 1);
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

BOOST_AUTO_TEST_CASE(every_finite_value_is_drawn_however_extreme) {
  const double most = std::numeric_limits<double>::max();
  const auto is_drawn = [](const std::string& svg, const std::string& part, std::string_view value) {
    BOOST_TEST(contains(svg, part), value);
    for (const char* wrong : {"nan", "inf", "\"-", "not a number"})
      BOOST_TEST(!contains(svg, wrong), value << wrong);
    BOOST_TEST(svg.size() < 20'000U, value);
  };
  for (const double value : {5e-324, 1e-300, 1e-9, 1e15, 1e300, 1e307, 1.7e308, most}) {
    const std::string name = std::to_string(std::log10(value));
    for (const Unit unit : {Unit::microseconds, Unit::count, Unit::bytes}) {
      LineChart chart = chart_of({{1, value / 2, {}}, {value, value, std::pair(value / 2, value)}});
      chart.y_unit = unit;
      is_drawn(line_chart(chart), "class=\"mark slow\"", name);
      is_drawn(bar_chart({"b", "t", "d", unit, {{"slow", {{"a", "slow", value}, {"b", "fast", value}}}}}),
               "class=\"part slow\"", name);
    }
    is_drawn(ratio_mark({value, std::pair(value / 2, value)}, value, "x"), "class=\"dot", name);
    is_drawn(ratio_mark({1 / most * 2, {}}, value, "x"), "class=\"dot", name);
  }
}

BOOST_AUTO_TEST_CASE(numbers_without_end_are_short) {
  BOOST_TEST(significant(1.5e300) == "1.5e300");
  BOOST_TEST(significant(1e15) == "1e15");
  BOOST_TEST(significant(1e-6) == "0.000001");
  BOOST_TEST(ratio_text(1e300) == "1e300");
  BOOST_TEST(ratio_text(0.001) == "0.001");
  BOOST_TEST(duration_text(1e308) == "1e302 s");
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

BOOST_AUTO_TEST_CASE(text_is_escaped_and_made_valid) {
  BOOST_TEST(html_escaped("<a href=\"x\">'&\x01") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  BOOST_TEST(html_escaped("a\xff\xc3z\xf0\x9f\x98\x89") == "a\xef\xbf\xbd\xef\xbf\xbdz\xf0\x9f\x98\x89");
  BOOST_TEST(slug_of("../../etc/passwd") == "etc-passwd");
  BOOST_TEST(slug_of("What's p99?") == "whats-p99");
  BOOST_TEST(slug_of("\xf0\x9f\x98\x89") == "x");
}

BOOST_AUTO_TEST_SUITE_END()
