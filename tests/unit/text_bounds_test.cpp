// The first and last characters of each range that text is taken apart by.
#include <boost/test/unit_test.hpp>

#include "core/text.hpp"

namespace caseload {

BOOST_AUTO_TEST_SUITE(text_bounds)

BOOST_AUTO_TEST_CASE(hexadecimal_digits_are_those_and_no_neighbours) {
  BOOST_TEST(percent_decode("%00%09%0a%0f%0A%0F%90%af%FA", false).value() ==
             std::string("\x00\x09\x0a\x0f\x0a\x0f\x90\xaf\xfa", 9));
  for (const char beside : std::string("/:@G`g")) {
    const std::string letter(1, beside);
    BOOST_TEST(!percent_decode("%0" + letter, false).has_value(), letter);
    BOOST_TEST(!percent_decode("%" + letter + "0", false).has_value(), letter);
  }
}

BOOST_AUTO_TEST_CASE(only_unreserved_characters_stay_as_they_are) {
  const std::string unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";  // RFC 3986 section 2.3
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    BOOST_TEST((percent_encode(one) == one) == (unreserved.find(one) != std::string::npos), byte);
  }
}

BOOST_AUTO_TEST_CASE(a_bad_escape_ends_at_what_can_not_be_shown) {
  BOOST_TEST(bad_escape("% 1") == "%");
  BOOST_TEST(bad_escape("%\x7f\x7f") == "%");
  BOOST_TEST(bad_escape("%!~x") == "%!~");
  BOOST_TEST(bad_escape("%g1%41") == "%g1");
  BOOST_TEST(bad_escape("%41%4") == "%4");
}

BOOST_AUTO_TEST_CASE(every_length_of_utf8_has_its_first_and_its_last) {
  for (const char* one : {"\x01", "\x7f"}) BOOST_TEST(utf8_length(one) == 1u);
  for (const char* two : {"\xC2\x80", "\xDF\xBF"}) BOOST_TEST(utf8_length(two) == 2u);
  for (const char* three : {"\xE0\xA0\x80", "\xE1\x80\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF"})
    BOOST_TEST(utf8_length(three) == 3u);
  for (const char* four : {"\xF0\x90\x80\x80", "\xF1\x80\x80\x80", "\xF4\x8F\xBF\xBF"})
    BOOST_TEST(utf8_length(four) == 4u);
}

BOOST_AUTO_TEST_CASE(a_text_is_checked_for_utf8_to_its_end) {
  for (std::size_t length = 0; length < 20; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      const std::string before(at, 'x'), after(length - at, '\x7f');
      BOOST_REQUIRE(is_valid_utf8(before + after));
      BOOST_REQUIRE(is_valid_utf8(before + "é漢" + after));
      BOOST_REQUIRE(!is_valid_utf8(before + "\x80" + after));
      BOOST_REQUIRE(!is_valid_utf8(before + "\xe6\xbc" + after));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_lies_beside_them_is_no_utf8) {
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC2\x7F", "\xC2\xC0", "\xE1\x80\xC0", "\xE1\x7F\x80",
        "\xF1\x80\x80\x7F", "\xC2", "\xE1\x80", "\xF1\x80\x80"})
    BOOST_TEST(utf8_length(bad) == 0u);
}

BOOST_AUTO_TEST_CASE(html_is_escaped_at_every_place_of_a_text_of_any_length) {
  const auto escaped_bytewise = [](std::string_view text) {
    std::string html;
    for (const char c : text) {
      html += c == '&'    ? "&amp;"
              : c == '<'  ? "&lt;"
              : c == '>'  ? "&gt;"
              : c == '"'  ? "&quot;"
              : c == '\'' ? "&#39;"
                          : std::string(1, c);
    }
    return html;
  };
  const auto escaped = [](std::string_view text) {
    std::string html;
    append_html_escaped(text, html);
    return html;
  };
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  BOOST_TEST(escaped(every_byte) == escaped_bytewise(every_byte));
  for (const char each : every_byte) {  // beside each special one, at each of eight places
    for (const char special : std::string("&<>\"'")) {
      for (std::size_t at = 0; at < 8; ++at) {
        std::string text(16, 'x');
        text[at] = each;
        text[at + 1] = special;
        BOOST_REQUIRE(escaped(text) == escaped_bytewise(text));
      }
    }
  }
  for (std::size_t length = 0; length < 40; ++length) {
    for (std::size_t first = 0; first <= length; ++first) {
      std::string text(length, 'x');
      for (std::size_t at = first; at < length; at += first + 1) text[at] = "&<>\"'"[at % 5];
      const std::string moved = "&&&&&&&" + text;  // the same at another address
      BOOST_REQUIRE(escaped(text) == escaped_bytewise(text));
      BOOST_REQUIRE(escaped(std::string_view(moved).substr(first % 7)) ==
                    escaped_bytewise(std::string_view(moved).substr(first % 7)));
    }
  }
}

BOOST_AUTO_TEST_CASE(only_letters_are_compared_ignoring_case) {
  BOOST_TEST(equals_ignoring_case("Cache-Control", "cache-CONTROL"));
  BOOST_TEST(equals_ignoring_case("", ""));
  BOOST_TEST(!equals_ignoring_case("Cache-Control", "Cache-Contro"));
  BOOST_TEST(!equals_ignoring_case("@[`{", "`{@["));
  BOOST_TEST(!equals_ignoring_case("\xc3\x89", "\xc3\xa9"));
}

BOOST_AUTO_TEST_CASE(html_has_no_markup_no_controls_and_no_broken_characters) {
  BOOST_TEST(html_escaped("a < b & c > \"d\" 'e'") == "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
  BOOST_TEST(html_escaped(std::string("a\0\x01\x08\x0b\x1f\x7f z", 9)) == "a z");
  BOOST_TEST(html_escaped("a\tb\nc d~") == "a\tb\nc d~");
  BOOST_TEST(html_escaped("é 漢 😉") == "é 漢 😉");
  BOOST_TEST(html_escaped("\xff\xC3!") == "\xEF\xBF\xBD\xEF\xBF\xBD!");
}

BOOST_AUTO_TEST_CASE(escaping_alone_leaves_all_other_bytes_as_they_are) {
  std::string html = "<p>";
  append_html_escaped("\x01\xff & <é>", html);
  BOOST_TEST(html == "<p>\x01\xff &amp; &lt;é&gt;");
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_its_characters) {
  BOOST_TEST(utf8_prefix("aé漢😉", 3) == "aé");
  BOOST_TEST(utf8_prefix("aé漢😉", 2) == "a");
  BOOST_TEST(utf8_prefix("aé漢😉", 5) == "aé");
  BOOST_TEST(utf8_prefix("aé漢😉", 6) == "aé漢");
  BOOST_TEST(utf8_prefix("aé漢😉", 10) == "aé漢😉");
  BOOST_TEST(utf8_prefix("aé", 100) == "aé");
  BOOST_TEST(utf8_prefix("é", 0) == "");
}

BOOST_AUTO_TEST_CASE(a_path_has_no_controls) {
  BOOST_TEST(canonical_path("/a b~").value() == "/a b~");
  BOOST_TEST(!canonical_path("/a\x1f").has_value());
  BOOST_TEST(!canonical_path("/a\x7f").has_value());
  BOOST_TEST(canonical_path("/a/").value() == "/a/");
  BOOST_TEST(!canonical_path("/a//").has_value());
}

BOOST_AUTO_TEST_CASE(an_equals_sign_ends_a_name_and_not_a_value) {
  const QueryPairs wanted{{"a", "=b"}, {"", "v"}, {"c", "d+ e"}};
  BOOST_TEST((parse_query("&&a==b&=v&c=d%2B+e&").value() == wanted));
}

BOOST_AUTO_TEST_CASE(white_space_goes_at_both_ends_alone) {
  BOOST_TEST(trimmed(" \t\r\na b\n\r\t ") == "a b");
  BOOST_TEST(trimmed("a") == "a");
  BOOST_TEST(trimmed(" \t\r\n").empty());
}

BOOST_AUTO_TEST_CASE(lower_case_changes_capitals_alone) {
  BOOST_TEST(lower_case("@AMZ[`az{ÄÉ") == "@amz[`az{ÄÉ");
}

BOOST_AUTO_TEST_CASE(bytes_are_written_with_two_digits_each) {
  BOOST_TEST(hex(std::string("\x00\x0f\xf0\xff", 4)) == "000ff0ff");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
