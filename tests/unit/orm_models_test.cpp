// What models.cpp says of the shop's tables is what the database has.
#include <boost/test/unit_test.hpp>

#include "tests/unit/orm_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::test::Shop;

// Each column of some rows, as the database compares it with what the entity holds.
template <class E>
void columns_hold_what_the_database_has(Shop& shop) {
  const Table& table = E::mapping();
  auto rows = shop.session.query<E>().limit(3).all();
  if (rows.empty()) return;  // a table that is filled by the pages that write
  for (E& row : rows)
    for (const auto& field : table.fields()) {
      const std::vector<caseload::Parameter> values{row.id(), field->value(row)};
      auto cursor = shop.db.run(
          "SELECT COUNT(*) FROM " + table.name() + " WHERE id = ? AND " + field->name + " <=> ?", values);
      BOOST_REQUIRE(cursor.next());
      BOOST_TEST(cursor.integer(0) == 1, table.name() + "." + field->name);
    }
}

template <class T>
std::int64_t size_of(const List<T>& list) {
  return static_cast<std::int64_t>(list.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_models)

BOOST_AUTO_TEST_CASE(every_column_holds_what_the_database_has) {
  Shop shop;
  columns_hold_what_the_database_has<Country>(shop);
  columns_hold_what_the_database_has<Publisher>(shop);
  columns_hold_what_the_database_has<Author>(shop);
  columns_hold_what_the_database_has<Book>(shop);
  columns_hold_what_the_database_has<Tag>(shop);
  columns_hold_what_the_database_has<Customer>(shop);
  columns_hold_what_the_database_has<Review>(shop);
  columns_hold_what_the_database_has<Product>(shop);
  columns_hold_what_the_database_has<IndexedProduct>(shop);
  columns_hold_what_the_database_has<Document>(shop);
  columns_hold_what_the_database_has<CustomerOrder>(shop);
  columns_hold_what_the_database_has<OrderItem>(shop);
  columns_hold_what_the_database_has<ScratchBook>(shop);
}

BOOST_AUTO_TEST_CASE(a_member_is_the_column_of_its_name) {
  Shop shop;
  const auto book = shop.session.query<Book>().where(&Book::rating, Compare::at_least, "4").first();
  BOOST_REQUIRE(book != nullptr);
  const std::string same_book = "SELECT COUNT(*) FROM book WHERE id = " + std::to_string(book->id());
  BOOST_TEST(shop.number(same_book + " AND price = " + std::string(book->price()) +
                         " AND rating = " + *book->rating() + " AND year = " + std::to_string(book->year()) +
                         " AND author_id = " + std::to_string(book->author_id()) +
                         " AND publisher_id = " + std::to_string(book->publisher_id())) == 1);
  BOOST_TEST(shop.number("SELECT COUNT(*) FROM book WHERE id = " + std::to_string(book->id()) +
                         " AND CHAR_LENGTH(title) > 0 AND price <> title") == 1);
  const auto country = shop.session.find<Country>(1);
  BOOST_REQUIRE(country != nullptr);
  BOOST_TEST(country->code().size() == 2u);
  BOOST_TEST(country->name().size() > 2u);
  const auto customer = shop.session.find<Customer>(1);
  BOOST_REQUIRE(customer != nullptr);
  BOOST_TEST(customer->email().find('@') != std::string::npos);
  BOOST_TEST(customer->name().find('@') == std::string::npos);
  const auto product = shop.session.find<Product>(1);
  const auto indexed = shop.session.find<IndexedProduct>(1);
  BOOST_REQUIRE((product != nullptr && indexed != nullptr));
  BOOST_TEST(product->sku() == indexed->sku());
  BOOST_TEST(shop.number("SELECT COUNT(*) FROM product WHERE id = 1 AND sku = '" +
                         std::string(product->sku()) + "' AND stock = " + std::to_string(product->stock()) +
                         " AND version = " + std::to_string(product->version()) +
                         " AND price = " + std::string(product->price())) == 1);
}

BOOST_AUTO_TEST_CASE(every_relation_to_one_leads_where_its_key_says) {
  Shop shop;
  const auto publisher = shop.session.find<Publisher>(2);
  const auto author = shop.session.find<Author>(3);
  const auto book = shop.session.find<Book>(5);
  const auto customer = shop.session.find<Customer>(7);
  const auto review = shop.session.find<Review>(11);
  const auto document = shop.session.find<Document>(13);
  const auto order = shop.session.find<CustomerOrder>(17);
  const auto item = shop.session.find<OrderItem>(19);
  BOOST_REQUIRE((publisher && author && book && customer && review && document && order && item));
  BOOST_TEST(publisher->country().id() == publisher->country_id());
  BOOST_TEST(author->country().id() == author->country_id());
  BOOST_TEST(book->author().id() == book->author_id());
  BOOST_TEST(book->publisher().id() == book->publisher_id());
  BOOST_TEST(customer->country().id() == customer->country_id());
  BOOST_TEST(review->book().id() == review->book_id());
  BOOST_TEST(review->customer().id() == review->customer_id());
  BOOST_TEST(document->author().id() == document->author_id());
  BOOST_TEST(order->customer().id() == order->customer_id());
  BOOST_TEST(item->order().id() == item->order_id());
  BOOST_TEST(item->book().id() == item->book_id());
}

BOOST_AUTO_TEST_CASE(every_relation_to_many_has_the_rows_that_point_back) {
  Shop shop;
  const auto publisher = shop.session.find<Publisher>(2);
  const auto author = shop.session.find<Author>(3);
  const auto book = shop.session.find<Book>(shop.number("SELECT book_id FROM review ORDER BY id LIMIT 1"));
  const auto tag = shop.session.find<Tag>(7);
  const auto order = shop.session.find<CustomerOrder>(17);
  BOOST_REQUIRE((publisher && author && book && tag && order));
  const auto count = [&](const std::string& table, const std::string& key, std::int64_t id) {
    return shop.number("SELECT COUNT(*) FROM " + table + " WHERE " + key + " = " + std::to_string(id));
  };
  BOOST_TEST(size_of(publisher->books()) == count("book", "publisher_id", publisher->id()));
  BOOST_TEST(size_of(author->books()) == count("book", "author_id", author->id()));
  BOOST_TEST(size_of(book->reviews()) == count("review", "book_id", book->id()));
  BOOST_TEST(size_of(book->tags()) == count("book_tag", "book_id", book->id()));
  BOOST_TEST(size_of(tag->books()) == count("book_tag", "tag_id", tag->id()));
  BOOST_TEST(size_of(order->items()) == count("order_item", "order_id", order->id()));
  for (const Book& each : publisher->books()) BOOST_TEST(each.publisher_id() == publisher->id());
  for (const Review& each : book->reviews()) BOOST_TEST(each.book_id() == book->id());
  for (const OrderItem& each : order->items()) BOOST_TEST(each.order_id() == order->id());
}

BOOST_AUTO_TEST_SUITE_END()
