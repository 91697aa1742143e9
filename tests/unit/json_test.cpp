#include "io/json/json.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::io {

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(values_print_compactly_with_keys_in_order) {
  const Value value = Value::object({{"z", 1},
                                     {"a", Value::List{true, false, Value{}, "x", 2.5, 3.0}},
                                     {"empty", Value::list()},
                                     {"none", Value(Value::Object{})}});
  BOOST_TEST(to_json(value) == R"({"z":1,"a":[true,false,null,"x",2.5,3.0],"empty":[],"none":{}})");
}

BOOST_AUTO_TEST_CASE(an_indent_puts_each_item_on_its_line) {
  const Value value = Value::object({{"a", Value::List{1, 2}}, {"b", Value::list()}});
  BOOST_TEST(to_json(value, 2) == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
  BOOST_TEST(to_json(value, 2) == nlohmann::ordered_json::parse(to_json(value)).dump(2));
}

BOOST_AUTO_TEST_CASE(numbers_come_back_as_they_were) {
  const std::vector<Value> numbers{std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max(),
                                   0.1,
                                   -0.0,
                                   1e300,
                                   5e-324,
                                   1.0,
                                   123456789.125};
  for (const Value& number : numbers)
    BOOST_TEST((from_json(to_json(number)).value() == number), to_json(number));
  BOOST_TEST(std::signbit(*from_json("-0.0").value().real()));
  BOOST_TEST(*from_json("18446744073709551615").value().real() == 18446744073709551615.0);
}

BOOST_AUTO_TEST_CASE(what_json_has_no_number_for_is_an_error) {
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -HUGE_VAL})
    BOOST_CHECK_THROW(to_json(Value::object({{"a", bad}})), std::domain_error);
}

BOOST_AUTO_TEST_CASE(B10_text_keeps_its_bytes_and_its_controls_are_escaped) {
  std::string controls;
  for (char c = 0; c < 32; ++c) controls.push_back(c);
  for (const std::string& text :
       {std::string("x😉y𠜎z"), std::string("\"\\/</script>"), controls, std::string("é")})
    BOOST_TEST((from_json(to_json(Value(text))).value() == Value(text)));
  BOOST_TEST(to_json(Value("\x01\n\t\"")) == "\"\\u0001\\n\\t\\\"\"");
  BOOST_TEST(to_json(Value("x😉é")) == "\"x😉é\"");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_become_the_replacement_character) {
  for (const char* bad :
       {"\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80"}) {
    const std::string text = to_json(Value("a" + std::string(bad) + "b"));
    const auto parsed = from_json(text);
    BOOST_REQUIRE_MESSAGE(parsed.has_value(), text);
    BOOST_TEST(parsed->text_or("").starts_with("a\xEF\xBF\xBD"));
    BOOST_TEST(parsed->text_or("").ends_with("b"));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_json_says_why) {
  for (const char* bad :
       {"", "{", "[1,]", "{\"a\":1,}", "nul", "NaN", "1 2", "'a'", "\"\xff\"", "{\"a\" 1}"}) {
    std::string reason;
    BOOST_TEST(!from_json(bad, &reason).has_value(), bad);
    BOOST_TEST(!reason.empty(), bad);
  }
}

BOOST_AUTO_TEST_CASE(what_follows_a_NUL_is_not_ignored) {
  std::string reason;
  BOOST_TEST(!from_json(std::string("{}\0", 3), &reason).has_value());
  BOOST_TEST(reason == "it has a NUL at byte 3");
  BOOST_TEST(!from_json(std::string("{\"a\":1}\0{\"a\":2}", 15)).has_value());
  BOOST_TEST((from_json("\"\\u0000\"").value() == Value(std::string_view("\0", 1))));
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
  std::string reason;
  BOOST_TEST(from_json(std::string(200, '[') + std::string(200, ']')).has_value());
  BOOST_TEST(!from_json(std::string(100'000, '['), &reason).has_value());
  BOOST_TEST(reason == "nested deeper than 200");
}

BOOST_AUTO_TEST_CASE(the_last_of_equal_keys_wins) {
  BOOST_TEST(to_json(from_json(R"({"a":1,"b":2,"a":3})").value()) == R"({"a":3,"b":2})");
}

BOOST_AUTO_TEST_CASE(equal_keys_can_be_refused) {
  for (const char* text :
       {R"({"a":1,"b":2,"a":1})", R"([{"b":{"a":1,"c":2,"a":{}}}])", R"({"a":1,"\u0061":2})"}) {
    std::string reason;
    BOOST_TEST(!from_json(text, &reason, EqualNames::refused).has_value(), text);
    BOOST_TEST(reason == "the name 'a' is given more than once in an object", text);
  }
  BOOST_TEST(from_json(R"({"a":1,"A":2,"b":{"a":3}})", nullptr, EqualNames::refused).has_value());
}

// If each key were compared with all others, this would take minutes.
BOOST_AUTO_TEST_CASE(equal_keys_are_found_among_very_many) {
  constexpr std::size_t keys = 300'000;
  std::string text = "{";
  for (std::size_t key = 0; key < keys; ++key) text.append("\"").append(std::to_string(key)).append("\":0,");
  text += "\"7\":1}";
  const Value value = from_json(text).value();
  BOOST_TEST_REQUIRE(value.members()->size() == keys);
  for (const std::size_t key : {0UL, 7UL, keys - 1}) {
    BOOST_TEST((*value.members())[key].first == std::to_string(key));
    BOOST_TEST((*value.members())[key].second.integer_or(-1) == (key == 7));
  }
  BOOST_TEST(!from_json(text, nullptr, EqualNames::refused).has_value());
}

BOOST_AUTO_TEST_CASE(a_reason_does_not_quote_all_of_a_long_text) {
  std::string words;
  for (int i = 0; i < 300'000; ++i) words += "é";
  for (const std::string& text :
       {"\"" + words, "[\"" + words + "\" 1]", "[" + std::string(900'000, '1') + "]"}) {
    std::string reason;
    BOOST_TEST(!from_json(text, &reason).has_value());
    BOOST_TEST(!reason.empty());
    BOOST_TEST(reason.size() <= 300U);
    BOOST_TEST(is_valid_utf8(reason));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
