#include "io/json/json_writer.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <stdexcept>

#include "io/json/json.hpp"

namespace caseload::io {

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(what_is_written_piece_by_piece_is_what_a_tree_prints) {
  const Value tree = Value::object({{"a", Value::List{1, Value(Value::Object{}), Value::list(), Value{}}},
                                    {"b \"quoted\"", Value::object({{"c", 2.5}, {"d", false}})},
                                    {"e", "x😉y\n"}});
  for (const int indent : {-1, 2}) {
    std::string out;
    JsonWriter json(out, indent);
    json.begin_object().key("a").begin_list().number(std::int64_t{1}).begin_object().end_object();
    json.begin_list().end_list().null().end_list();
    json.key("b \"quoted\"").begin_object().key("c").number(2.5).key("d").boolean(false).end_object();
    json.key("e").text("x😉y\n").end_object();
    BOOST_TEST(out == to_json(tree, indent));
  }
}

BOOST_AUTO_TEST_CASE(it_writes_behind_what_is_there) {
  std::string out = "data: ";
  JsonWriter(out).begin_list().text("a").text("b").end_list();
  BOOST_TEST(out == "data: [\"a\",\"b\"]");
}

BOOST_AUTO_TEST_CASE(a_text_is_escaped_at_every_place) {
  const auto written = [](const std::string& text) {
    std::string out;
    JsonWriter(out).text(text);
    return out;
  };
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      const std::string before(at, 'x'), after(length - at - 1, '~');
      BOOST_REQUIRE(written(before + '"' + after) == '"' + before + "\\\"" + after + '"');
      BOOST_REQUIRE(written(before + "\\" + after) == '"' + before + "\\\\" + after + '"');
      BOOST_REQUIRE(written(before + "\x1f" + after) == '"' + before + "\\u001f" + after + '"');
      BOOST_REQUIRE(written(before + '\0' + after) == '"' + before + "\\u0000" + after + '"');
      BOOST_REQUIRE(written(before + " \x7f" + after) == '"' + before + " \x7f" + after + '"');
      BOOST_REQUIRE(written(before + "é\n" + after) == '"' + before + "é\\n" + after + '"');
      BOOST_REQUIRE(written(before + "\xff" + after) == '"' + before + "\xEF\xBF\xBD" + after + '"');
    }
  }
}

BOOST_AUTO_TEST_CASE(a_number_that_json_does_not_have_is_an_error) {
  std::string out;
  BOOST_CHECK_THROW(JsonWriter(out).number(std::numeric_limits<double>::infinity()), std::domain_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
