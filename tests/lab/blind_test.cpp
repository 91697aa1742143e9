#include "lab/blind_pages.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "core/catalogue.hpp"
#include "lab/gallery_page.hpp"
#include "lab/hard_negatives.hpp"

namespace caseload {

BOOST_AUTO_TEST_SUITE(blind)

BOOST_AUTO_TEST_CASE(
    every_variant_hard_negative_and_gallery_page_has_an_address_that_tells_nothing_and_differs_on_each_start) {
  const BlindPages first;
  const BlindPages second;
  std::size_t wanted = hard_negatives().size() + gallery_files().size();
  for (const Case& each : catalogue()) wanted += each.variants.size();
  std::set<std::string> addresses;
  for (const BlindPages* pages : {&first, &second}) {
    const Value document = pages->document();
    for (const Value& page : *document["pages"].items()) {
      const std::string address(page["address"].text_or(""));
      addresses.insert(address);
      BOOST_TEST(page.find("name") == nullptr);
      for (const Case& each : catalogue()) BOOST_TEST(address.find(each.slug) == std::string::npos);
    }
  }
  BOOST_TEST(addresses.size() == 2 * wanted);
}

BOOST_AUTO_TEST_CASE(the_truth_names_each_address_once) {
  const BlindPages pages;
  const Value truth = pages.truth();
  for (const auto& [opaque, what] : *truth.members()) {
    const BlindPage* page = pages.find(opaque);
    BOOST_TEST_REQUIRE(page != nullptr);
    if (what.find("negative") != nullptr) {
      BOOST_TEST(what["negative"].text_or("") == page->variant->name);
      BOOST_TEST(find_case(page->variant->name) == nullptr);
      continue;
    }
    if (what.find("gallery") != nullptr) {
      BOOST_TEST(what["gallery"].text_or("") == page->variant->name);
      BOOST_TEST(what["labels"].items()->size() == page->variant->labels.size());
      continue;
    }
    BOOST_TEST(what["slug"].text_or("") == page->the_case->slug);
    BOOST_TEST(what["variant"].text_or("") == page->variant->name);
  }
  BOOST_TEST(pages.find("000000000000") == nullptr);
}

BOOST_AUTO_TEST_CASE(there_are_two_visitors_by_their_cookies) {
  const Value document = BlindPages().document();
  const Value::List& visitors = *document["visitors"].items();
  BOOST_TEST_REQUIRE(visitors.size() == 2U);
  const std::string_view first = visitors[0]["headers"]["Cookie"].text_or("");
  const std::string_view second = visitors[1]["headers"]["Cookie"].text_or("");
  BOOST_TEST(first.starts_with("session="));
  BOOST_TEST(second.starts_with("session="));
  BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(a_page_behind_middleware_names_its_floor_which_is_no_page_to_judge) {
  const BlindPages pages;
  const Value document = pages.document();
  const Value truth = pages.truth();
  std::size_t floors = 0;
  for (const Value& page : *document["pages"].items()) {
    const Value* floor = page.find("floor");
    if (floor == nullptr) continue;
    ++floors;
    const std::string address(floor->text_or(""));
    const std::string opaque = address.substr(address.rfind('/') + 1);
    const BlindPage* found = pages.find(opaque);
    BOOST_TEST_REQUIRE(found != nullptr);
    BOOST_TEST(found->address() == address);
    BOOST_TEST(truth.find(opaque) == nullptr);
  }
  std::size_t declared = 0;
  for (const Case& each : catalogue()) {
    for (const Variant& variant : each.variants) declared += variant.floor != nullptr ? 1 : 0;
  }
  BOOST_TEST(floors == declared);
}

BOOST_AUTO_TEST_CASE(table_names_are_hidden_in_queries_and_plans) {
  Value document = Value::object(
      {{"digests",
        Value(Value::List{
            Value::object({{"text",
                            "select book.id, author.name from book join author on author.id = book.author_id "
                            "where book.bookish = ?"},
                           {"explain", Value::object({{"table", "author"}})}}),
            Value::object({{"text", "select name from author where id = ?"}}),
            Value::object({{"text", "select n from (select id from tag) as t where tag = ?"}})})}});
  hide_identity(document);
  const Value::List& digests = *document["digests"].items();
  BOOST_TEST(digests[0]["text"].text_or("") ==
             "select t1.id, t2.name from t1 join t2 on t2.id = t1.author_id where t1.bookish = ?");
  BOOST_TEST(digests[0]["explain"]["table"].text_or("") == "t2");
  BOOST_TEST(digests[1]["text"].text_or("") == "select name from t2 where id = ?");
  BOOST_TEST(digests[2]["text"].text_or("") == "select n from (select id from t3) as t where t3 = ?");
}

BOOST_AUTO_TEST_CASE(columns_of_an_upsert_and_options_of_a_lock_are_no_table_names) {
  Value document = Value::object(
      {{"digests",
        Value(Value::List{
            Value::object(
                {{"text",
                  "insert into setting (id, version) values (?, ?) on duplicate key update version = ?"}}),
            Value::object({{"text", "select version from setting for update skip locked"}}),
            Value::object({{"text", "update setting set version = ?"}})})}});
  hide_identity(document);
  const Value::List& digests = *document["digests"].items();
  BOOST_TEST(digests[0]["text"].text_or("") ==
             "insert into t1 (id, version) values (?, ?) on duplicate key update version = ?");
  BOOST_TEST(digests[1]["text"].text_or("") == "select version from t1 for update skip locked");
  BOOST_TEST(digests[2]["text"].text_or("") == "update t1 set version = ?");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
