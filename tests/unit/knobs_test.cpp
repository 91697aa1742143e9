#include "core/knobs.hpp"

#include <boost/test/unit_test.hpp>

#include "core/errors.hpp"

namespace caseload {
namespace {

const std::vector<KnobSpec> specs{items_knob("books"), dataset_knob()};

std::string refusal(const std::vector<std::pair<std::string, std::string>>& query) {
  try {
    Knobs::parse(specs, query);
  } catch (const BadRequest& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(knobs)

BOOST_AUTO_TEST_CASE(defaults_fill_what_is_missing) {
  const Knobs parsed = Knobs::parse(specs, {});
  BOOST_TEST(parsed.n() == 100);
  BOOST_TEST((parsed.dataset() == Dataset::x1));
  BOOST_TEST(parsed.query_string() == "n=100&dataset=x1");
}

BOOST_AUTO_TEST_CASE(no_step_of_the_sizes_and_no_default_is_above_the_maximum) {
  BOOST_TEST(items_knob("books").ladder == (std::vector<std::int64_t>{10, 40, 160, 640}),
             boost::test_tools::per_element());
  const KnobSpec small = items_knob("stamps", 60);
  BOOST_TEST(small.ladder == (std::vector<std::int64_t>{10, 40}), boost::test_tools::per_element());
  BOOST_TEST(small.initial == 60);
  BOOST_TEST(page_knob(64).ladder == (std::vector<std::int64_t>{1, 4, 16, 64}),
             boost::test_tools::per_element());
  BOOST_TEST(page_knob(10).ladder == (std::vector<std::int64_t>{1, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(given_values_are_taken_in_the_order_of_the_specs) {
  const Knobs parsed = Knobs::parse(specs, {{"dataset", "x16"}, {"n", "640"}});
  BOOST_TEST(parsed.n() == 640);
  BOOST_TEST((parsed.dataset() == Dataset::x16));
  BOOST_TEST(parsed.query_string() == "n=640&dataset=x16");
}

BOOST_AUTO_TEST_CASE(B11_a_number_out_of_bounds_is_refused_by_name_and_bound) {
  for (const char* bad : {"0", "-1", "10241", "2147483647", "9223372036854775807", "99999999999999999999",
                          "1e3", "crasher", ""}) {
    BOOST_TEST(refusal({{"n", bad}}) ==
               "the parameter n must be a whole number from 1 to 10240; got '" + std::string(bad) + "'");
  }
  BOOST_TEST(refusal({{"n", "1"}}) == "accepted");
  BOOST_TEST(refusal({{"n", "10240"}}) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_the_page_does_not_have_is_refused) {
  BOOST_TEST(refusal({{"m", "1"}}) == "unknown parameter 'm'; this page takes: n, dataset");
  BOOST_TEST(refusal({{"dataset", "x2"}}) == "the parameter dataset must be one of x1, x4, x16; got 'x2'");
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut_in_the_message_between_characters) {
  std::string value = std::string(39, 'a');
  for (int i = 0; i < 50; ++i) value += "é";
  const std::string message = refusal({{"n", value}});
  BOOST_TEST(message == "the parameter n must be a whole number from 1 to 10240; got '" +
                            std::string(39, 'a') + "…' (139 bytes)");
}

BOOST_AUTO_TEST_CASE(a_value_of_forty_bytes_is_shown_whole) {
  const std::string whole(40, 'a');
  BOOST_TEST(refusal({{"n", whole}}) ==
             "the parameter n must be a whole number from 1 to 10240; got '" + whole + "'");
  BOOST_TEST(refusal({{"n", whole + "b"}}) ==
             "the parameter n must be a whole number from 1 to 10240; got '" + whole + "…' (41 bytes)");
}

BOOST_AUTO_TEST_CASE(a_page_without_knobs_says_so_and_a_knob_that_is_not_declared_is_a_mistake) {
  BOOST_CHECK_EXCEPTION(Knobs::parse({}, {{"n", "1"}}), BadRequest, [](const BadRequest& error) {
    return std::string(error.what()) == "unknown parameter 'n'; this page takes: none";
  });
  const Knobs parsed = Knobs::parse(specs, {});
  BOOST_CHECK_THROW(parsed.text("m"), std::logic_error);
  BOOST_CHECK_THROW(parsed.integer("dataset"), std::logic_error);
  BOOST_TEST((Knobs::parse({}, {}).dataset() == Dataset::x1));
}

BOOST_AUTO_TEST_CASE(a_text_is_checked_by_the_page_and_left_out_of_the_query_where_it_is_empty) {
  const std::vector<KnobSpec> texts{{.name = "sku",
                                     .type = KnobType::text,
                                     .check_text =
                                         [](std::string_view given) {
                                           if (given == "bad") throw BadRequest("no such sku");
                                         }},
                                    {.name = "free", .type = KnobType::text}};
  BOOST_CHECK_THROW(Knobs::parse(texts, {{"sku", "bad"}}), BadRequest);
  BOOST_TEST(Knobs::parse(texts, {{"sku", "a b"}}).query_string() == "sku=a%20b");
  BOOST_TEST(Knobs::parse(texts, {{"free", "bad"}}).query_string() == "free=bad");
  Knobs changed = Knobs::parse(texts, {});
  changed.set("free", "1");
  changed.set("free", "2");
  changed.set("new", "3");
  BOOST_TEST(changed.query_string() == "free=2&new=3");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
