#include "core/text.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(percent_decoding_happens_once) {
  BOOST_TEST(percent_decode("a%20b%2Fc", false).value() == "a b/c");
  BOOST_TEST(percent_decode("%252e", false).value() == "%2e");
  BOOST_TEST(percent_decode("a+b", true).value() == "a b");
  BOOST_TEST(percent_decode("a+b", false).value() == "a+b");
}

BOOST_AUTO_TEST_CASE(a_bad_escape_is_found_by_what_it_is) {
  BOOST_TEST(bad_escape("/a%20b").empty());
  BOOST_TEST(bad_escape("/a%20%zz%yy") == "%zz");
  BOOST_TEST(bad_escape("%%41") == "%%4");
  BOOST_TEST(bad_escape("100%") == "%");
  BOOST_TEST(bad_escape("%4") == "%4");
  BOOST_TEST(bad_escape("%a\xc3\xa9") == "%a");
}

BOOST_AUTO_TEST_CASE(a_bad_escape_is_no_text) {
  for (const char* bad : {"%", "%z", "%zz", "a%2", "%%20"})
    BOOST_TEST(!percent_decode(bad, false).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(what_is_encoded_decodes_to_itself) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  BOOST_TEST(percent_decode(percent_encode(all), true).value() == all);
  BOOST_TEST(percent_encode("aZ9-._~ é") == "aZ9-._~%20%C3%A9");
}

BOOST_AUTO_TEST_CASE(a_query_keeps_its_order_and_its_empty_values) {
  const auto pairs = parse_query("b=2&a=&c&a=1%262").value();
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"b", "2"}, {"a", ""}, {"c", ""}, {"a", "1&2"}};
  BOOST_TEST((pairs == wanted));
  BOOST_TEST(parse_query("").value().empty());
  BOOST_TEST(!parse_query("a=%zz").has_value());
}

BOOST_AUTO_TEST_CASE(B11_only_whole_numbers_that_fit_are_numbers) {
  BOOST_TEST(whole_number("0").value() == 0);
  BOOST_TEST(whole_number("-1").value() == -1);
  BOOST_TEST(whole_number("9223372036854775807").value() == INT64_MAX);
  for (const char* bad :
       {"", " 1", "1 ", "+1", "1e3", "0x10", "1.0", "99999999999999999999", "crasher", "--1"}) {
    BOOST_TEST(!whole_number(bad).has_value(), "'" << bad << "'");
  }
}

BOOST_AUTO_TEST_CASE(B16_a_path_has_one_canonical_form) {
  for (const char* good : {"/", "/cases/", "/cases/n-plus-one/slow", "/é", "/a.b", "/..a"}) {
    BOOST_TEST(canonical_path(good).value() == good);
  }
  for (const char* bad :
       {"", "a", "//", "/a//b", "/..", "/a/../b", "/./a", "/a/.", "/a\\b", "/a\nb", "/\xC0\xAF", "/\xFF"}) {
    BOOST_TEST(!canonical_path(bad).has_value(), "'" << bad << "'");
  }
}

BOOST_AUTO_TEST_CASE(utf8_has_no_overlong_forms_surrogates_or_cut_ends) {
  BOOST_TEST(is_valid_utf8("x\xF0\x9F\x98\x89y\xF0\xA0\x9C\x8Ez"));
  for (const char* bad :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x98", "\x80"}) {
    BOOST_TEST(!is_valid_utf8(bad));
  }
}

BOOST_AUTO_TEST_CASE(splitting_leaves_out_empty_parts_but_keeps_empty_lines) {
  BOOST_TEST(split(",a,,b c,", ",") == (std::vector<std::string>{"a", "b c"}),
             boost::test_tools::per_element());
  BOOST_TEST(split(" a\tb ", " \t") == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(split("", ",").empty());
  BOOST_TEST(lines_of("a\n\nb\n") == (std::vector<std::string_view>{"a", "", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(lines_of("").empty());
}

BOOST_AUTO_TEST_CASE(a_query_is_text_without_NUL) {
  BOOST_TEST(is_valid_text(parse_query("n=caf%C3%A9&x=").value()));
  BOOST_TEST(!is_valid_text(parse_query("n=%00x").value()));
  BOOST_TEST(!is_valid_text(parse_query("%00=1").value()));
  BOOST_TEST(!is_valid_text(parse_query("n=%ff").value()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
