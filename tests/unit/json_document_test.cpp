#include "io/json/json_document.hpp"

#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"

using namespace caseload;
using caseload::io::JsonDocument;
using caseload::io::JsonNode;

BOOST_AUTO_TEST_SUITE(json_document)

BOOST_AUTO_TEST_CASE(every_type_of_value_is_read_as_from_json_reads_it) {
  const std::string text = R"({"null": null, "yes": true, "number": -9007199254740993, "real": 1.5, "huge":
      18446744073709551615, "text": "a\u00e9\n", "list": [1, [2], {"x": "y"}], "empty": {}})";
  JsonDocument document;
  const auto root = document.read(text);
  BOOST_REQUIRE(root.has_value());
  BOOST_TEST((root->value() == io::from_json(text).value()));
  BOOST_TEST(root->find("null")->is_null());
  BOOST_TEST(root->find("yes")->boolean().value());
  BOOST_TEST(root->find("number")->integer().value() == -9007199254740993);
  BOOST_TEST(!root->find("number")->real().has_value());
  BOOST_TEST(root->find("real")->real().value() == 1.5);
  BOOST_TEST(!root->find("real")->integer().has_value());
  BOOST_TEST(root->find("text")->text().value() == "a\xc3\xa9\n");
  BOOST_TEST(root->find("list")->is_list());
  BOOST_TEST(root->find("empty")->is_object());
  BOOST_TEST(!root->find("none").has_value());
  BOOST_TEST(!root->find("list")->find("x").has_value());
}

BOOST_AUTO_TEST_CASE(a_pair_is_two_whole_numbers_and_nothing_else) {
  JsonDocument document;
  const auto root = document.read(R"([[3, 4], [3], [3, 4, 5], [3, 4.5], ["3", 4], 3])");
  std::vector<bool> pairs;
  root->each_item([&](const JsonNode& item) { pairs.push_back(item.integer_pair().has_value()); });
  BOOST_TEST((pairs == std::vector<bool>{true, false, false, false, false, false}));
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused_with_a_reason) {
  JsonDocument document;
  for (const std::string& text : {std::string(), std::string("{"), std::string("[1,]"),
                                  std::string("{\"a\": NaN}"), std::string("1e999"), std::string("\"\xff\""),
                                  std::string("{} {}"), std::string(100'000, '['), std::string("\0", 1)}) {
    std::string reason;
    BOOST_TEST(!document.read(text, &reason).has_value());
    BOOST_TEST(!reason.empty());
  }
  BOOST_TEST(document.read("{}").has_value());  // and goes on
}

BOOST_AUTO_TEST_CASE(one_document_reads_one_text_after_the_other) {
  JsonDocument document;
  for (const std::size_t size : {10U, 100'000U, 1U}) {
    const auto root = document.read("\"" + std::string(size, 'x') + "\"");
    BOOST_REQUIRE(root.has_value());
    BOOST_TEST(root->text()->size() == size);
  }
}

BOOST_AUTO_TEST_SUITE_END()
